-- first_attempts: what the figures of questions and tests are counted over, the latest first.
CREATE INDEX first_attempts ON assessment.attempts (test_id, submitted_at) WHERE state = 'graded' AND number = 1;
