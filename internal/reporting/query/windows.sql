-- The frame of every indicator. members (?0, ?1, ?2): the agencies whose facts count for a unit, of now
-- and of the past, each from a day, for a row (branch; 0 is the whole). units: each of them once. windows
-- (?3, ?4, ?5): the period, the same period of the year before, and everything since the plan began;
-- both days included. The queries first add facts up by unit and day, then give them to rows and windows.
WITH members AS (
	SELECT * FROM unnest(?0::uuid[], ?1::date[], ?2::int[]) AS m(agency_id, counts_from, branch)
), units AS (
	SELECT DISTINCT agency_id, counts_from FROM members
), windows AS (
	SELECT * FROM unnest(?3::text[], ?4::date[], ?5::date[]) AS w(span, from_on, to_on)
)
