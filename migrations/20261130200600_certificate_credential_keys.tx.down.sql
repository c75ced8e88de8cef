DROP TABLE certificate.credential_keys;
