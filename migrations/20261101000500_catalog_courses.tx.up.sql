CREATE SCHEMA catalog;

CREATE TABLE catalog.courses (
	id                 uuid PRIMARY KEY,
	key                text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9-]{2,40}$'),
	code               text NOT NULL,
	agency_id          uuid REFERENCES organization.agencies,     -- whose course it is; null: the province's
	current_version_id uuid,
	edited_here        boolean NOT NULL DEFAULT false,             -- edited in the platform: an import never overwrites it
	withdrawn_at       timestamptz,
	created_at         timestamptz NOT NULL DEFAULT now()
);

-- course_versions: immutable once published; enrollments stay on the version they began with.
CREATE TABLE catalog.course_versions (
	id              uuid PRIMARY KEY,
	course_id       uuid NOT NULL REFERENCES catalog.courses,
	number          integer NOT NULL,
	state           text NOT NULL CHECK (state IN ('draft', 'published')),
	title_vi        text NOT NULL,
	title_en        text NOT NULL DEFAULT '',
	summary_vi      text NOT NULL DEFAULT '',
	summary_en      text NOT NULL DEFAULT '',
	outcome_vi      text NOT NULL DEFAULT '',
	outcome_en      text NOT NULL DEFAULT '',
	field           text NOT NULL CHECK (field IN ('it', 'cybersecurity', 'pedagogy', 'psychology')),
	audience        text[] NOT NULL DEFAULT '{}',
	level           text NOT NULL CHECK (level IN ('basic', 'intermediate', 'advanced')),
	periods         integer NOT NULL CHECK (periods > 0),          -- hundredths of a period (tiết) of 45 minutes
	pass_mark       integer NOT NULL CHECK (pass_mark BETWEEN 0 AND 1000),
	validity_months integer NOT NULL DEFAULT 0,
	review_on       date,
	updated_on      date NOT NULL,
	licence         text NOT NULL DEFAULT '',
	details         jsonb NOT NULL DEFAULT '{}',                   -- frameworks, sources, contacts
	content_hash    bytea NOT NULL,
	search_key      text COLLATE "C" NOT NULL DEFAULT '',          -- folded titles, summary and outcome
	published_at    timestamptz,
	created_at      timestamptz NOT NULL DEFAULT now(),
	UNIQUE (course_id, number)
);
ALTER TABLE catalog.courses ADD FOREIGN KEY (current_version_id) REFERENCES catalog.course_versions;

CREATE FUNCTION catalog.keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.state = 'published' THEN
		RAISE EXCEPTION 'a published course version never changes' USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON catalog.course_versions
	FOR EACH ROW EXECUTE FUNCTION catalog.keep_published();

CREATE TABLE catalog.modules (
	id                uuid PRIMARY KEY,
	course_version_id uuid NOT NULL REFERENCES catalog.course_versions,
	position          integer NOT NULL,
	key               text NOT NULL,
	title_vi          text NOT NULL,
	title_en          text NOT NULL DEFAULT '',
	UNIQUE (course_version_id, position),
	UNIQUE (course_version_id, key)
);

CREATE TABLE catalog.lessons (
	id                uuid PRIMARY KEY,
	module_id         uuid NOT NULL REFERENCES catalog.modules,
	course_version_id uuid NOT NULL REFERENCES catalog.course_versions,
	position          integer NOT NULL,                            -- in the whole course
	slug              text NOT NULL,
	kind              text NOT NULL CHECK (kind IN ('text', 'video')),
	title_vi          text NOT NULL,
	title_en          text NOT NULL DEFAULT '',
	minutes           integer NOT NULL,
	video_id          uuid REFERENCES media.files,
	video_voice       text CHECK (video_voice IN ('synthetic', 'human')),
	UNIQUE (course_version_id, slug),
	UNIQUE (course_version_id, position)
);

-- lesson_texts: one row per language; blocks are sanitized HTML, decisions and callouts.
CREATE TABLE catalog.lesson_texts (
	lesson_id       uuid NOT NULL REFERENCES catalog.lessons,
	locale          text NOT NULL CHECK (locale IN ('vi', 'en')),
	goal            text NOT NULL DEFAULT '',
	blocks          jsonb NOT NULL,
	transcript_html text NOT NULL DEFAULT '',
	captions_id     uuid REFERENCES media.files,
	plain_text      text NOT NULL DEFAULT '',
	search_key      text COLLATE "C" NOT NULL DEFAULT '',
	PRIMARY KEY (lesson_id, locale)
);

-- keep_published_part: what a published version consists of never changes either.
CREATE FUNCTION catalog.keep_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	version uuid;
BEGIN
	IF TG_TABLE_NAME = 'lesson_texts' THEN
		SELECT course_version_id INTO version FROM catalog.lessons WHERE id = OLD.lesson_id;
	ELSE
		version := OLD.course_version_id;
	END IF;
	IF EXISTS (SELECT FROM catalog.course_versions WHERE id = version AND state = 'published') THEN
		RAISE EXCEPTION 'a published course version never changes' USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON catalog.modules FOR EACH ROW EXECUTE FUNCTION catalog.keep_published_part();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON catalog.lessons FOR EACH ROW EXECUTE FUNCTION catalog.keep_published_part();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON catalog.lesson_texts FOR EACH ROW EXECUTE FUNCTION catalog.keep_published_part();

CREATE VIEW catalog.course_facts WITH (security_invoker = true) AS
	SELECT c.id AS course_id, c.key, c.code, v.id AS course_version_id, v.number, v.title_vi, v.title_en, v.field, v.audience, v.periods, v.pass_mark
	FROM catalog.courses c JOIN catalog.course_versions v ON v.id = c.current_version_id;
