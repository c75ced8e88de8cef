ALTER TABLE certificate.documents DROP COLUMN signed_by;
DROP TABLE certificate.signing_keys;
