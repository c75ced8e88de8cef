DROP TABLE certificate.designs;
