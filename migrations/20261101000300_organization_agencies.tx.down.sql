DROP SCHEMA organization CASCADE;
