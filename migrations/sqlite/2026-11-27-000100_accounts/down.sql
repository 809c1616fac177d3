-- Without the search of the office and the looks through a customer's eyes.
DROP TABLE customer_looks;
DROP INDEX audit_by_subject;
DROP INDEX user_accounts_by_account;
DROP INDEX contacts_by_digits;
DROP INDEX contacts_by_email_key;
DROP INDEX accounts_by_name_key;
DROP INDEX accounts_by_number_key;
