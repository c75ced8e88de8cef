// Package pgtest gives every test a PostgreSQL database of its own, made in a
// moment by cloning a template that has all migrations. For tests only.
//
// The first test process that asks starts one server for all of them (the keeper,
// a copy of that process which lives on by itself), on the bundled programs and
// without fsync. Every test process holds a shared lock on the lease file while it
// runs; the keeper stops the server when nobody has held it for a minute, and the
// cluster stays for the next run.
//
// The environment decides which server: TEST_DATABASE_URL names a running one (the
// URL of a superuser), TEST_PG_BIN the programs to use, such as
// /usr/lib/postgresql/15/bin. Without any PostgreSQL tests are skipped, except
// under CI, where that is a failure.
package pgtest
