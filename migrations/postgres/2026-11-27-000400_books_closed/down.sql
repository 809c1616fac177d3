-- Without closed books; the audit log is read from its end.
DROP INDEX audit_by_actor;
DROP INDEX audit_by_subject;
DROP TABLE book_months;
