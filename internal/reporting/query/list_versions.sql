-- Every version of every agency: the dated tree. Names of agencies are public knowledge.
SELECT agency_id, valid_from, valid_to, name, short_name, kind, code, parent_id, header_kind, full_place_name, publishes_strength
FROM organization.agency_facts
