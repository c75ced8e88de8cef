-- B1 held: classes with at least one session in the window, by the agency that hosts them; a session is held
-- once its roll call is closed, and a cancelled class is none. in_person, online, blended: those of
-- them by form. The class list of the report (list_classes) names each of them.
, held AS (
	SELECT DISTINCT c.agency_id, w.span, c.class_id, c.form
	FROM gathering.session_facts s
	JOIN gathering.class_facts c ON c.class_id = s.class_id AND c.state <> 'cancelled'
	JOIN units u ON u.agency_id = c.agency_id AND s.held_on >= u.counts_from
	JOIN windows w ON s.held_on BETWEEN w.from_on AND w.to_on
	WHERE s.held
)
SELECT m.branch, h.span, count(*) AS held, count(*) FILTER (WHERE h.form = 'in_person') AS in_person,
	count(*) FILTER (WHERE h.form = 'online') AS online, count(*) FILTER (WHERE h.form = 'blended') AS blended
FROM held h
JOIN members m ON m.agency_id = h.agency_id
GROUP BY m.branch, h.span
