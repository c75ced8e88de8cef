package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The course under load, as the ledger expects it: a final test of twenty questions that ask for a number, to which
// 1 is right within 1, so that an answer can hide a nonce in its decimals.
const (
	loadCourse   = "tai"
	loadAttempts = 5

	loadCourseYAML = `key: tai
code: TAI1
title: {vi: Khóa học chịu tải, en: Course under load}
summary: {vi: Khóa học để thử tải., en: A course for load tests.}
outcome: {vi: Trả lời bằng số., en: Answers with numbers.}
field: it
audience: [CB]
level: basic
periods: 1
pass_mark: 500
validity_months: 0
review_on: 2030-01-01
updated_on: 2026-11-30
licence: CC BY 4.0
modules:
  - key: so
    title: {vi: Số, en: Numbers}
    lessons: [01-so]
`
	loadTestsYAML = `final:
  title: {vi: Kiểm tra cuối khóa, en: Final test}
  minutes: 30
  pass_mark: 500
  attempts: %d
  cooling_off_minutes: 0
  feedback: after_submit
  blueprint:
    - {topic: so, difficulty: 1, count: 20}
`
	loadQuestionYAML = `- id: so-%03d
  type: numeric
  difficulty: 1
  vi: {stem: "Câu %d: số nào?", explain: "Số 1."}
  en: {stem: "Question %d: which number?", explain: "It is 1."}
  answer: {value: "1", tolerance: "1"}
`
	loadLesson = "---\ntitle: Số\ngoal: Sau bài này, học viên trả lời được bằng số.\npractice_minutes: 45\n---\nSố 1.\n"
)

// writeLoadCourse puts the course under load beside the shipped ones in a new folder, and returns the folder.
func writeLoadCourse(dir, shipped string) (courses string, err error) {
	courses = filepath.Join(dir, "courses")
	if err := os.CopyFS(filepath.Join(courses, "an1"), os.DirFS(filepath.Join(shipped, "an1"))); err != nil {
		return "", err
	}
	var questions strings.Builder
	for i := range 30 {
		fmt.Fprintf(&questions, loadQuestionYAML, i+1, i+1, i+1)
	}
	for name, text := range map[string]string{
		"course.yaml":         loadCourseYAML,
		"tests.yaml":          fmt.Sprintf(loadTestsYAML, loadAttempts),
		"questions/so.yaml":   questions.String(),
		"lessons/01-so.vi.md": loadLesson,
	} {
		path := filepath.Join(courses, loadCourse, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	return courses, nil
}
