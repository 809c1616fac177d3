-- What administrators set in the office. Each row is a section as it was set, a JSON object of texts; the last one
-- of a section counts, over what billcenter.toml and the environment say. An empty body lets those count again.
CREATE TABLE settings_changes (
  id INTEGER PRIMARY KEY NOT NULL,
  section TEXT NOT NULL,
  body TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TIMESTAMP NOT NULL
);
CREATE INDEX settings_changes_of ON settings_changes (section, id);
