DROP INDEX organization.postings_by_group;
