package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"taphuan/internal/catalog"
	"taphuan/internal/pgtest"
)

// BenchmarkSearch searches 200 courses, each of the size of AN1: 15 lessons of 40 paragraphs in two languages.
func BenchmarkSearch(b *testing.B) {
	db, owner := pgtest.NewWithOwner(b)
	w := &world{Service: catalog.New(db), t: b, db: db, owner: owner}
	paragraph := "Trước khi bấm vào liên kết, đọc lại địa chỉ người gửi, hỏi lại bằng số đã biết và báo cho bộ phận phụ trách của cơ quan."
	for course := range 200 {
		d := draft(fmt.Sprintf("kh-%03d", course), "Khóa học", byte(course))
		for lesson := range 12 {
			d.Modules[1].Lessons = append(d.Modules[1].Lessons, catalog.Lesson{Slug: fmt.Sprintf("b-%d", lesson), Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài"}, Minutes: 5,
				Texts: map[string]catalog.LessonText{"vi": {Blocks: []catalog.Block{}, PlainText: strings.Repeat(paragraph+"\n", 50)}, "en": {Blocks: []catalog.Block{}, PlainText: strings.Repeat("Before you press a link, read the address of the sender once more and ask.\n", 50)}}})
		}
		w.publish(d)
	}
	w.exec("ANALYZE catalog.passages")
	for name, query := range map[string]string{"everywhere": "địa chỉ", "rare": "duong dan 100%", "nowhere": "khong co dau"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := w.ListCourses(b.Context(), catalog.ListCourses{Query: query, Locale: "vi", Limit: 20}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
