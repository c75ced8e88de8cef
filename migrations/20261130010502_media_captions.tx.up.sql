-- video_captions (phụ đề): what is said in a video of the library, in one language, as its authors last saved it.
-- Lessons keep files of their own, which never change. Where nothing is left of a language, cues and script are empty.
CREATE TABLE media.video_captions (
	video_id   uuid NOT NULL REFERENCES media.videos ON DELETE CASCADE,
	locale     text NOT NULL CHECK (locale ~ '^[a-z]{2,3}$'),   -- BCP 47, one of a closed list
	agency_id  uuid NOT NULL,
	cues       jsonb NOT NULL,                                   -- [{"start": ms, "end": ms, "text": "..."}, ...]
	script     text NOT NULL CHECK (octet_length(script) <= 262144),
	revision   integer NOT NULL CHECK (revision > 0),            -- counts the savings
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (video_id, locale)
);
CALL scope.protect('media.video_captions', 'agency_id', NULL);

-- silences: where nothing is heard in a video file, once somebody has listened. The same for everybody.
CREATE TABLE media.silences (
	file_id    uuid PRIMARY KEY REFERENCES media.files ON DELETE CASCADE,
	spans      jsonb NOT NULL,                                   -- [[from ms, to ms], ...] in order
	created_at timestamptz NOT NULL DEFAULT now()
);
