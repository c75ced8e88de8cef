-- Questions are written and reviewed here. The content of a version never changes; what changes is what a second person
-- said of it: a draft is approved once, or sent back. Versions of course packages were reviewed with their package.
-- english: every text but the source has an English one. search_key: the texts without marks, as people search.
DROP TRIGGER keep_stored ON assessment.question_versions;
ALTER TABLE assessment.question_versions
	ADD COLUMN state text NOT NULL DEFAULT 'reviewed' CHECK (state IN ('draft', 'sent_back', 'reviewed')),
	ADD COLUMN author_id uuid,                                    -- NULL: came with a package
	ADD COLUMN reviewed_by uuid,
	ADD COLUMN reviewed_at timestamptz,
	ADD COLUMN review_note text NOT NULL DEFAULT '',
	ADD COLUMN english boolean NOT NULL GENERATED ALWAYS AS (
		NOT jsonb_path_exists(body, '$.** ? (@.type() == "object").keyvalue() ? (@.key != "source" && @.value.vi != "" && !exists(@.value.en))')) STORED,
	ADD COLUMN search_key text NOT NULL GENERATED ALWAYS AS (
		translate(lower(regexp_replace(normalize(regexp_replace(jsonb_path_query_array(body,
			'$.** ? (@.type() == "object").keyvalue() ? (@.key == "vi" || @.key == "en").value')::text,
			'<[^>]*>', ' ', 'g'), NFD), '[\u0300-\u036f]', '', 'g')), 'đĐ', 'dd')) STORED,
	ADD CONSTRAINT question_versions_second_person CHECK (reviewed_by <> author_id),
	ADD CONSTRAINT question_versions_review CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL)
		AND (author_id IS NULL OR state = 'draft' OR reviewed_by IS NOT NULL));
CREATE TRIGGER keep_stored BEFORE DELETE OR UPDATE OF id, question_id, number, type, topic, difficulty, body, content_hash, created_at,
	equivalent_key, isomorph_group, author_id ON assessment.question_versions FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
CREATE TRIGGER keep_reviewed BEFORE UPDATE ON assessment.question_versions FOR EACH ROW WHEN (OLD.state <> 'draft')
	EXECUTE FUNCTION assessment.keep_stored();

-- retired_at: no test that is published from then on draws the question.
ALTER TABLE assessment.questions
	ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
	ADD COLUMN retired_at timestamptz;
