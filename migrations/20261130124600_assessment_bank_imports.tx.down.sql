DROP TABLE assessment.bank_import_files;
DROP TABLE assessment.bank_import_items;
DROP TABLE assessment.bank_imports;
