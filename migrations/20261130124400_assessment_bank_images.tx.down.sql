DROP TABLE assessment.bank_images;
