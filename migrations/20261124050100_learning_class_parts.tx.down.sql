DROP VIEW learning.class_part_facts;
DROP TABLE learning.class_parts;
