package exchange

import (
	"fmt"
	"testing"

	"taphuan/internal/question"
)

// BenchmarkRead reads a thousand questions of every format that we write.
func BenchmarkRead(b *testing.B) {
	var items []Item
	for i := range 1000 {
		body := question.Body{Type: question.Single, MaxPoints: 100, Stem: question.LocalText{VI: fmt.Sprintf("<p>Câu hỏi số %d về an toàn thông tin?</p>", i)}}
		for n := range 4 {
			body.Options = append(body.Options, question.Option{Text: question.LocalText{VI: fmt.Sprintf("Phương án %d", n)}, Correct: n == i%4})
		}
		items = append(items, Item{Name: fmt.Sprint("Câu ", i+1), Body: body})
	}
	for _, format := range []Format{GIFT, MoodleXML, QTI22, QTI30, Excel} {
		export, err := Write(format, items, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(string(format), func(b *testing.B) {
			b.SetBytes(int64(len(export.Data)))
			for b.Loop() {
				im, err := Read("x"+export.Ending, export.Data, Defaults)
				if err != nil || im.Count(Imported) != len(items) {
					b.Fatalf("%d imported, %v", im.Count(Imported), err)
				}
			}
			b.ReportMetric(float64(len(items)*b.N)/b.Elapsed().Seconds(), "questions/s")
		})
	}
}
