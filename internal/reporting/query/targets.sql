-- Targets (chỉ tiêu) of the agencies (?0) in a period (?1): of one course (?2), one field (?3), or with both
-- empty all training, by one measure (?4). Of each the version in force on a day (?5): the last one that was
-- decided on or before it. value is null where the target was dropped.
SELECT DISTINCT ON (agency_id) agency_id, target_id, number, value, decided_on, document, approver
FROM planning.target_facts
WHERE agency_id = ANY (?0::uuid[]) AND period_id = ?1 AND course_id IS NOT DISTINCT FROM ?2::uuid AND field IS NOT DISTINCT FROM NULLIF(?3, '')
	AND measure = ?4 AND decided_on <= ?5
ORDER BY agency_id, number DESC
