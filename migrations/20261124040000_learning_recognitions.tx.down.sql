DROP VIEW learning.recognition_facts;
DROP TABLE learning.recognitions;
