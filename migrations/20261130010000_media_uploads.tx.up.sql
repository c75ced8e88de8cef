-- uploads: files on their way into a video library. An offset that was told to the sender is one that is committed here.
CREATE TABLE media.uploads (
	id          uuid PRIMARY KEY,
	agency_id   uuid NOT NULL,
	person_id   uuid NOT NULL,
	name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
	size        bigint NOT NULL CHECK (size > 0),
	received    bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
	fingerprint text NOT NULL DEFAULT '' CHECK (length(fingerprint) <= 128),   -- by which the sender knows the file again
	state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'received', 'done', 'refused')),
	reason      text NOT NULL DEFAULT '',                                      -- what it was taken for: a stable code
	video_id    uuid REFERENCES media.videos ON DELETE SET NULL,
	created_at  timestamptz NOT NULL DEFAULT now(),
	progress_at timestamptz NOT NULL DEFAULT now(),
	CHECK ((reason <> '') = (state = 'refused')),
	CHECK ((received = size) = (state IN ('received', 'done')))
);
CREATE INDEX uploads_by_person ON media.uploads (person_id, created_at);
CREATE INDEX uploads_by_agency ON media.uploads (agency_id) WHERE state IN ('open', 'received');
CREATE INDEX uploads_by_progress ON media.uploads (progress_at);
CREATE INDEX uploads_by_video ON media.uploads (video_id);
CALL scope.protect('media.uploads', 'agency_id', 'person_id');

-- upload_parts: what has arrived, from the first byte on without a gap; the bytes are in the storage under their SHA-256.
CREATE TABLE media.upload_parts (
	upload_id uuid NOT NULL REFERENCES media.uploads ON DELETE CASCADE,
	from_byte bigint NOT NULL CHECK (from_byte >= 0),
	size      integer NOT NULL CHECK (size > 0),
	sha256    bytea NOT NULL CHECK (length(sha256) = 32),
	PRIMARY KEY (upload_id, from_byte)
);
CREATE INDEX upload_parts_by_sha256 ON media.upload_parts (sha256);

-- The poster that an author chose; without one, the picture that was taken from the video is shown.
ALTER TABLE media.videos ADD COLUMN poster_id uuid REFERENCES media.files;
-- The title as it is searched: lower case, without accents.
ALTER TABLE media.videos ADD COLUMN folded_title text NOT NULL DEFAULT '';
CREATE INDEX videos_by_poster ON media.videos (poster_id) WHERE poster_id IS NOT NULL;

-- The collector asks of each old file whether anybody names it.
CREATE INDEX files_by_age ON media.files (created_at);
CREATE INDEX encodings_by_poster ON media.encodings (poster_id);
CREATE INDEX encodings_by_thumbnails ON media.encodings (thumbnails_id);
CREATE INDEX renditions_by_file ON media.renditions (rendition_id);
