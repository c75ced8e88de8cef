-- requirement_successions: a requirement of an ended agency goes on at its successor, by an event.
CREATE TABLE learning.requirement_successions (
	event_id       uuid NOT NULL,
	requirement_id uuid NOT NULL REFERENCES learning.requirements,
	successor_id   uuid REFERENCES learning.requirements,   -- null: ended without a successor
	ended_before   date,                                    -- its last day as it stood before the event
	UNIQUE (event_id, requirement_id, successor_id)
);
