-- What was set is lost: the file counts again.
DROP TABLE settings_changes;
