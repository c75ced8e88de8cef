// Package catalog owns courses: their modules and lessons, and the published versions that
// never change. An enrollment stays on the version it began with.
//
// Tables (schema catalog): courses, course_versions, modules, lessons, lesson_texts, passages
// (what search finds in the current versions). None holds a person. Invariants: a published version is immutable (triggers refuse changes of it and of its
// parts); a course has at most one current version; an import never overwrites a course that was
// edited here.
//
// Read contract: view course_facts.
package catalog
