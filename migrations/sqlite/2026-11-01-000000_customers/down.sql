DROP TABLE taxes;
DROP TABLE payments;
DROP TABLE calls;
DROP TABLE rates;
DROP TABLE charges;
DROP TABLE services;
DROP TABLE contacts;
DROP TABLE accounts;
