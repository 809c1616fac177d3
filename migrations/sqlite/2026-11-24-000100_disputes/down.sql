ALTER TABLE invoices DROP COLUMN in_dispute_cents;
DROP TABLE invoice_credits;
DROP TABLE credit_note_documents;
DROP TABLE credit_note_taxes;
DROP TABLE credit_note_lines;
DROP TABLE credit_notes;
DROP TABLE dispute_lines;
DROP TABLE disputes;
