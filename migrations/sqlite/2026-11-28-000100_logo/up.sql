-- The provider's logo on documents. A file is kept once by its SHA-256, as the PNG that goes into a PDF as it is;
-- a letterhead refers to it, so that an issued document never changes. Letterheads without one are as they were.
CREATE TABLE logos (
  sha256 TEXT PRIMARY KEY NOT NULL,
  png BLOB NOT NULL
);
ALTER TABLE letterheads ADD COLUMN logo TEXT REFERENCES logos (sha256);
CREATE TRIGGER logos_fixed_update BEFORE UPDATE ON logos
BEGIN SELECT RAISE(ABORT, 'logos: documents show it'); END;
CREATE TRIGGER logos_fixed_delete BEFORE DELETE ON logos
BEGIN SELECT RAISE(ABORT, 'logos: documents show it'); END;
