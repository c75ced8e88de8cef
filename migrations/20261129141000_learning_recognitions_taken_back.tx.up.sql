-- taken_back (đã rút): the officer took the request back before anybody decided on it.
ALTER TABLE learning.recognitions ADD COLUMN taken_back_at timestamptz;
ALTER TABLE learning.recognitions DROP CONSTRAINT recognitions_state_check;
ALTER TABLE learning.recognitions ADD CONSTRAINT recognitions_state_check
	CHECK (state IN ('submitted', 'proposed', 'returned', 'accepted', 'refused', 'withdrawn', 'taken_back'));
-- A request that was taken back may have been checked or not.
ALTER TABLE learning.recognitions DROP CONSTRAINT recognitions_check4;
ALTER TABLE learning.recognitions ADD CONSTRAINT recognitions_checked_check
	CHECK ((state = 'taken_back' OR (state = 'submitted') = (checked_at IS NULL)) AND (checked_at IS NULL) = (checked_by IS NULL));
ALTER TABLE learning.recognitions ADD CONSTRAINT recognitions_taken_back_check CHECK ((state = 'taken_back') = (taken_back_at IS NOT NULL));
