DROP TABLE organization.rollover_rows;
DROP TABLE organization.rollovers;
