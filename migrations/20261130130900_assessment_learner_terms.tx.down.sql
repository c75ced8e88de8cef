DROP TABLE assessment.extra_times, assessment.learner_settings;
