DROP INDEX media.renditions_by_file;
DROP INDEX media.encodings_by_thumbnails;
DROP INDEX media.encodings_by_poster;
DROP INDEX media.files_by_age;
ALTER TABLE media.videos DROP COLUMN folded_title, DROP COLUMN poster_id;
DROP TABLE media.upload_parts;
DROP TABLE media.uploads;
