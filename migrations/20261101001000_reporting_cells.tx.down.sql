DROP VIEW organization.succession_facts;
DROP SCHEMA reporting CASCADE;
