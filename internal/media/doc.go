// Package media keeps files: videos, captions and pictures of courses. The bytes live in a
// Storage under their SHA-256, so that the same file is stored once and a stored file never
// changes; the database keeps what they are.
//
// Table (schema media): files. Nothing here names a person.
package media
