-- Where events stood before they were numbered, an event that was followed later had changed its place in the
-- table and so got a number behind later ones. The time of application is what the number stands for.
UPDATE organization.agency_event_applications a SET number = -o.place
	FROM (SELECT event_id, row_number() OVER (ORDER BY applied_at, number) AS place FROM organization.agency_event_applications) o WHERE o.event_id = a.event_id;
UPDATE organization.agency_event_applications SET number = -number;
