-- Folding: changes of learning whose transaction is at or above the cursor (?0) and below the horizon
-- (?1) are added to the cells. Below the horizon every transaction has ended, so nothing can still
-- appear there: a late commit lies above it and is folded next time.
INSERT INTO reporting.cells AS c (agency_id, course_id, day, what, amount)
SELECT agency_id, course_id, day, what, sum(amount)
FROM learning.delta_facts
WHERE xact >= ?0::xid8 AND xact < ?1::xid8
GROUP BY agency_id, course_id, day, what
ON CONFLICT (agency_id, course_id, day, what) DO UPDATE SET amount = c.amount + EXCLUDED.amount
