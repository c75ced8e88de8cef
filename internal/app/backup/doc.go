// Package backup writes everything that an installation holds into one file and brings it back,
// without PostgreSQL's own programs: the bundled server has none.
//
// A backup is a gzipped tar: the rows of every table by COPY in one REPEATABLE READ snapshot
// (tables/<schema.table>/<part>), the media files (media/<SHA-256>), the secret key when asked for
// (secret.key), and last manifest.json, which names all of it with sizes and SHA-256. COPY's text is
// the same in PostgreSQL 15 to 18, so a backup of one can be restored into another.
//
// What holds:
//
//   - A file that was not finished never bears the backup's name (written beside it, synced, renamed).
//   - Restore reads the whole file and checks every hash before it touches anything.
//   - Restore fills an empty database in one transaction, or leaves it empty.
//   - The schema comes from this program's migrations, never from the file; a backup of an older
//     program is loaded into the schema of its time and then migrated.
//   - Memory is bounded by one part of a table, whatever the size of the installation.
package backup
