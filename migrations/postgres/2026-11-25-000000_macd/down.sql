DROP TABLE invoice_receipts;
DROP TABLE macd_changes;
DROP TABLE macd_entries;
DROP TABLE macd_requests;
DROP TABLE macd_terms;
