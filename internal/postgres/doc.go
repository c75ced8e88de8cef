// Package postgres opens the pool, runs transactions in the caller's scope, maps PostgreSQL's
// error codes to faults and migrates the schema.
//
// Every table that holds people or their results is under forced row-level security. A
// transaction sees only the rows of its Scope, which RunInTx sets with set_config(..., true):
// it ends with the transaction. Without a scope no such row is visible.
//
// Pooled connections run SET ROLE taphuan_app, a role without BYPASSRLS; Migrate, the
// demonstration loader, backup and restore connect as the URL's own user.
package postgres
