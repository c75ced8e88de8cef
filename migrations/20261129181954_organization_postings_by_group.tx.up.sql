-- For lists of many people of one position group: who holds a posting of it is asked of the index alone.
CREATE INDEX postings_by_group ON organization.postings (position_group, person_id) INCLUDE (agency_id, valid_from, valid_to);
