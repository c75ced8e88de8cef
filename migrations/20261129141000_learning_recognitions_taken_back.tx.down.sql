DELETE FROM learning.recognitions WHERE state = 'taken_back';
ALTER TABLE learning.recognitions DROP CONSTRAINT recognitions_taken_back_check, DROP CONSTRAINT recognitions_checked_check, DROP CONSTRAINT recognitions_state_check;
ALTER TABLE learning.recognitions ADD CONSTRAINT recognitions_state_check CHECK (state IN ('submitted', 'proposed', 'returned', 'accepted', 'refused', 'withdrawn'));
ALTER TABLE learning.recognitions ADD CONSTRAINT recognitions_check4
	CHECK ((state = 'submitted') = (checked_at IS NULL) AND (checked_at IS NULL) = (checked_by IS NULL));
ALTER TABLE learning.recognitions DROP COLUMN taken_back_at;
