DROP TABLE certificate.shares;
