-- encodings: what is made of a video file, so that every device can play it. A file has one, whoever brought it.
CREATE TABLE media.encodings (
	file_id       uuid PRIMARY KEY REFERENCES media.files ON DELETE CASCADE,
	state         text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'working', 'ready', 'refused')),
	progress      smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),   -- percent
	reason        text NOT NULL DEFAULT '',                                          -- why it was refused: a stable code
	poster_id     uuid REFERENCES media.files,
	-- thumbnails: one picture of small ones in rows, every so many milliseconds one
	thumbnails_id uuid REFERENCES media.files,
	thumbnail_every_ms integer NOT NULL DEFAULT 0,
	thumbnail_columns  smallint NOT NULL DEFAULT 0,
	thumbnail_count    smallint NOT NULL DEFAULT 0,
	thumbnail_width    smallint NOT NULL DEFAULT 0,
	thumbnail_height   smallint NOT NULL DEFAULT 0,
	created_at    timestamptz NOT NULL DEFAULT now(),
	updated_at    timestamptz NOT NULL DEFAULT now(),
	CHECK ((reason <> '') = (state = 'refused'))
);
CREATE INDEX encodings_open ON media.encodings (created_at) WHERE state IN ('queued', 'working');

-- renditions: one fragmented MP4 a quality, played by ranges of bytes.
CREATE TABLE media.renditions (
	file_id           uuid NOT NULL REFERENCES media.encodings ON DELETE CASCADE,
	name              text NOT NULL CHECK (name IN ('audio', '240p', '360p', '480p', '720p', '1080p')),
	rendition_id      uuid NOT NULL REFERENCES media.files,
	width             integer NOT NULL DEFAULT 0,
	height            integer NOT NULL DEFAULT 0,
	frame_rate        real NOT NULL DEFAULT 0,
	codecs            text NOT NULL,                -- RFC 6381
	bandwidth         integer NOT NULL,             -- bits a second of the largest segment
	average_bandwidth integer NOT NULL,
	init_bytes        integer NOT NULL,             -- the head of the file, before its segments
	segments          jsonb NOT NULL,               -- [[milliseconds, bytes], ...] in order
	created_at        timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (file_id, name)
);

-- videos: the video library of an agency. Several may show the same file.
CREATE TABLE media.videos (
	id         uuid PRIMARY KEY,
	agency_id  uuid NOT NULL,
	title      text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
	file_id    uuid NOT NULL REFERENCES media.files,
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX videos_by_agency ON media.videos (agency_id, created_at DESC, id DESC);
CREATE INDEX videos_by_file ON media.videos (file_id);
CALL scope.protect('media.videos', 'agency_id', NULL);
