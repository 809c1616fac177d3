-- Logos are lost, and documents that were issued with one render without it.
DROP TRIGGER logos_fixed_delete;
DROP TRIGGER logos_fixed_update;
ALTER TABLE letterheads DROP COLUMN logo;
DROP TABLE logos;
