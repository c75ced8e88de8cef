ALTER TABLE media.encodings DROP COLUMN attempt, DROP COLUMN held_until;
