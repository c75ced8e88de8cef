DROP TABLE learning.requirement_successions;
