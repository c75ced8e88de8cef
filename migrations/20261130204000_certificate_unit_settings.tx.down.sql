DROP TABLE certificate.unit_settings;
