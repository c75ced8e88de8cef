DROP TABLE planning.restatements;
DROP TABLE planning.gathering_edges;
