ALTER TABLE catalog.lessons DROP COLUMN poster_id;
