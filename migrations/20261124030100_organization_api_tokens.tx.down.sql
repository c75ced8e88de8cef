DROP TABLE organization.api_tokens;
