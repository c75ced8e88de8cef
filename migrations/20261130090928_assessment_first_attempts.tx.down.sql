DROP INDEX assessment.first_attempts;
