-- The provider's logo on documents. A file is kept once by its SHA-256, as the PNG that goes into a PDF as it is;
-- a letterhead refers to it, so that an issued document never changes. Letterheads without one are as they were.
CREATE TABLE logos (
  sha256 TEXT PRIMARY KEY,
  png BYTEA NOT NULL
);
ALTER TABLE letterheads ADD COLUMN logo TEXT REFERENCES logos (sha256);
CREATE TRIGGER logos_fixed BEFORE UPDATE OR DELETE ON logos FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER logos_kept BEFORE TRUNCATE ON logos EXECUTE FUNCTION refuse_change();
