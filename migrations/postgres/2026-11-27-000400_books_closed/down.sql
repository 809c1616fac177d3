-- Without closed books; the audit log is read from its end.
DROP INDEX audit_by_actor;
DROP TABLE book_months;
