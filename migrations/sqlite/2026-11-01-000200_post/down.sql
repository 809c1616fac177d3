DROP TABLE outbox;
DROP TABLE documents;
