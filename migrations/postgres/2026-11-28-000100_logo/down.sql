-- Logos are lost, and documents that were issued with one render without it.
ALTER TABLE letterheads DROP COLUMN logo;
DROP TABLE logos;
