DROP TABLE certificate.waiting;
DROP TABLE certificate.decision_lists;
ALTER TABLE certificate.issuers DROP COLUMN awaits_decision;
