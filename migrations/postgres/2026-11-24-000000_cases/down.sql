DROP TABLE case_files;
DROP TABLE case_events;
DROP TABLE cases;
