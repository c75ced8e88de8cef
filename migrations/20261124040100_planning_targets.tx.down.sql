DROP VIEW planning.training_plan_facts, planning.target_facts;
DROP TABLE planning.training_plan_items, planning.training_plans, planning.target_versions, planning.targets;
DROP FUNCTION planning.keep_history;
