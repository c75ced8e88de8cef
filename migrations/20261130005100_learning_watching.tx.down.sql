DROP TABLE learning.solved_questions;
ALTER TABLE learning.lesson_progress DROP COLUMN watched;
ALTER TABLE learning.watch_segments DROP COLUMN played_at, DROP COLUMN speed, DROP COLUMN visible;
ALTER TABLE learning.playbacks DROP COLUMN session_id, DROP COLUMN expires_at;
