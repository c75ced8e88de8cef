// Package media keeps files: videos, captions and pictures of courses. The bytes live in a
// Storage under their SHA-256, so that the same file is stored once and a stored file never
// changes; the database keeps what they are.
//
// Tables (schema media): files; encodings and renditions (what was made of a video file, so that every device
// can play it); videos (the library of an agency); video_captions (what is said in them); silences (where nothing
// is heard in a file). Nothing here names a person.
package media
