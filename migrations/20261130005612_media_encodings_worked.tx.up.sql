-- Who works on a file holds it until a moment that it moves on while it lives: a worker that died lets go by itself.
ALTER TABLE media.encodings
	ADD COLUMN attempt    smallint    NOT NULL DEFAULT 0,     -- how often the work was begun; it tells an older worker that it was overtaken
	ADD COLUMN held_until timestamptz NOT NULL DEFAULT now(); -- not offered before
-- The videos that are there already.
INSERT INTO media.encodings (file_id) SELECT id FROM media.files WHERE mime = 'video/mp4' ON CONFLICT DO NOTHING;
