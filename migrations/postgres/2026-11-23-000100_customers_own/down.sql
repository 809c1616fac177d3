DROP INDEX invoice_sections_by_account;
DROP INDEX invoice_calls_by_call;
DROP INDEX calls_billed;
ALTER TABLE invoice_lines DROP COLUMN cost_centre;
ALTER TABLE invoice_sections DROP COLUMN cost_centre;
ALTER TABLE accounts DROP COLUMN contacts_confirmed_on;
ALTER TABLE services DROP COLUMN cost_centre;
ALTER TABLE accounts DROP COLUMN cost_centre;
ALTER TABLE accounts DROP COLUMN nickname;
