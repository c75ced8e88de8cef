DROP TABLE assessment.answer_files, assessment.question_files;
