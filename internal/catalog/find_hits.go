package catalog

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// hitsPerCourse bounds the places that a search shows of one course.
const hitsPerCourse = 3

// Hit is a place inside a course where the words of a search stand: a lesson, a module's title or,
// without both, what the course is for.
type Hit struct {
	ModuleKey   string // empty: the whole course
	ModuleTitle LocalText
	LessonSlug  string // empty: the module
	LessonTitle LocalText
	Excerpt     []Span
}

// Hits are the first places of a course and how many there are.
type Hits struct {
	Places []Hit
	Total  int
}

// One place a lesson: its best passage. What is written exactly as asked (?2, or ?6 at the beginning of a sentence) goes first, then where a word
// begins so, the reader's language, titles, the order of the course.
const selectHits = `WITH place AS (
	SELECT DISTINCT ON (p.course_id, p.module_id, p.lesson_id) p.course_id, p.module_id, p.lesson_id, p.text, p.number, p.is_title,
		p.text COLLATE "C" LIKE ?2 OR p.text COLLATE "C" LIKE ?6 AS exact,
		' ' || p.search_key LIKE ?5 AS word, p.locale = ?3 AS own
	FROM catalog.passages p WHERE p.course_id IN (?0) AND p.search_key LIKE ?1
	ORDER BY p.course_id, p.module_id, p.lesson_id, exact DESC, word DESC, own DESC, p.is_title DESC, p.number
), ranked AS (
	SELECT *, count(*) OVER (PARTITION BY course_id) AS total,
		row_number() OVER (PARTITION BY course_id ORDER BY exact DESC, word DESC, own DESC, is_title DESC, number) AS rank FROM place
)
SELECT r.course_id, r.text, r.total, COALESCE(m.key, '') AS module_key, COALESCE(m.title_vi, '') AS module_vi, COALESCE(m.title_en, '') AS module_en,
	COALESCE(l.slug, '') AS lesson_slug, COALESCE(l.title_vi, '') AS lesson_vi, COALESCE(l.title_en, '') AS lesson_en
FROM ranked r LEFT JOIN catalog.modules m ON m.id = r.module_id LEFT JOIN catalog.lessons l ON l.id = r.lesson_id
WHERE r.rank <= ?4 ORDER BY r.course_id, r.rank`

// findHits returns where the words of a query stand in courses.
func findHits(ctx context.Context, tx bun.IDB, courses []uuid.UUID, query, locale string) (map[uuid.UUID]Hits, error) {
	found := map[uuid.UUID]Hits{}
	key := vietnamese.Fold(query)
	if key == "" || len(courses) == 0 {
		return found, nil
	}
	var rows []struct {
		CourseID   uuid.UUID
		Text       string
		Total      int
		ModuleKey  string
		ModuleVI   string `bun:"module_vi"`
		ModuleEN   string `bun:"module_en"`
		LessonSlug string
		LessonVI   string `bun:"lesson_vi"`
		LessonEN   string `bun:"lesson_en"`
	}
	asked := strings.ToLower(vietnamese.Normalize(query))
	err := tx.NewRaw(selectHits, bun.List(courses), postgres.Containing(key), postgres.Containing(asked), locale, hitsPerCourse,
		postgres.Containing(" "+key), postgres.Containing(capitalized(asked))).Scan(ctx, &rows)
	for _, r := range rows {
		hits := found[r.CourseID]
		hits.Total = r.Total
		hits.Places = append(hits.Places, Hit{ModuleKey: r.ModuleKey, ModuleTitle: LocalText{r.ModuleVI, r.ModuleEN}, LessonSlug: r.LessonSlug,
			LessonTitle: LocalText{r.LessonVI, r.LessonEN}, Excerpt: excerpt(r.Text, query)})
		found[r.CourseID] = hits
	}
	return found, err
}

// capitalized writes the first letter large.
func capitalized(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
