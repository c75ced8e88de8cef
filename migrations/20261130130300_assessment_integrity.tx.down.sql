DROP TABLE assessment.similarities;
DROP TABLE assessment.observations;
