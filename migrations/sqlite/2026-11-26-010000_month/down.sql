-- Without the month in the office.
DROP TABLE month_warnings;
DROP TABLE month_jobs;
ALTER TABLE bill_steps DROP COLUMN moved_at;
ALTER TABLE bill_steps DROP COLUMN moved_by;
