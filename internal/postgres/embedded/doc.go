// Package embedded runs the PostgreSQL server that comes with taphuan, so that
// a fresh machine needs no database of its own.
//
// It finds the server's programs, creates a cluster once, starts postgres on a
// private Unix socket, starts it again when it dies, and stops it with the
// process that owns it. What must never happen, and what prevents it:
//
//   - Two owners of one cluster: the owner holds an flock on <home>/pg18.lock,
//     which the kernel releases however the owner ends.
//   - A server that outlives its owner: on Linux the kernel signals it; elsewhere
//     the next start finds it by postmaster.pid and stops it first.
//   - Data lost to a change of version: the directory name carries the major
//     version, a directory of another version is refused with advice, and no
//     data directory is ever deleted.
//   - A half-made cluster: initdb works in a scratch directory, which gets its
//     name only when it is complete.
//
// As root the server runs as an unprivileged account, because PostgreSQL refuses
// to run as root; programs and data are put where that account can reach them.
//
// The programs come from npm (package.json in this directory) and are meant for
// development, tests and small installations; a production database of its own
// is named by DATABASE_URL and never touches this package. Linux and macOS only.
package embedded
