-- What customers say of their accounts themselves. No import touches it.

-- The name by which they know an account; '' where they gave none.
ALTER TABLE accounts ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
-- Where they book its costs; a service's own code goes before its account's.
ALTER TABLE accounts ADD COLUMN cost_centre TEXT NOT NULL DEFAULT '';
ALTER TABLE services ADD COLUMN cost_centre TEXT NOT NULL DEFAULT '';
-- When they last said that its contacts are right.
ALTER TABLE accounts ADD COLUMN contacts_confirmed_on DATE;

-- Copied onto the document with everything else that stands on it.
ALTER TABLE invoice_sections ADD COLUMN cost_centre TEXT NOT NULL DEFAULT '';
ALTER TABLE invoice_lines ADD COLUMN cost_centre TEXT NOT NULL DEFAULT '';

-- Billed calls are searched by account and day, over years; their numbers are read from the index. Calls
-- that are not billed stay out of it: a closing must find those without looking through the history.
CREATE INDEX calls_billed ON calls (account_id, started_at, id, from_number, to_number)
WHERE invoice_id IS NOT NULL;
CREATE INDEX invoice_calls_by_call ON invoice_calls (call_id);

-- An account's part of invoices, whoever they bill.
CREATE INDEX invoice_sections_by_account ON invoice_sections (account_id);
