DROP TABLE certificate.badge_statuses;
