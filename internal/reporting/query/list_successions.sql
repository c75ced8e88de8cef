-- Which agency went on in which, from which day. An establishment or a change of parent continues nothing.
SELECT occurred_on, source_id, target_id
FROM organization.succession_facts
WHERE kind IN ('merge', 'absorb', 'split', 'dissolve', 'rename', 'transfer_function')
