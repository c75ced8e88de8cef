DROP TABLE certificate.signed_files;
