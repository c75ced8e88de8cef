package exchange

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"taphuan/internal/question"
)

// packageText is every part of a package, one behind another.
func packageText(t *testing.T, data []byte) string {
	t.Helper()
	packed, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, part := range packed.File {
		reader, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, reader); err != nil {
			t.Fatal(err)
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// What is not below zero here is not below zero in another system: only a penalty is written without a lower bound.
func TestQTILowerBound(t *testing.T) {
	t.Parallel()
	options := []question.Option{{Text: question.LocalText{VI: "a"}, Correct: true}, {Text: question.LocalText{VI: "b"}}}
	weighted := []question.Option{{Text: question.LocalText{VI: "a"}, Correct: true, Weight: fullWeight}, {Text: question.LocalText{VI: "b"}, Weight: -5000}}
	for name, test := range map[string]struct {
		body    question.Body
		bounded bool
	}{
		"partial":         {question.Body{Type: question.Multiple, Scoring: question.Partial, Options: options}, true},
		"weighted":        {question.Body{Type: question.Multiple, Scoring: question.Weighted, Options: weighted}, true},
		"weighted single": {question.Body{Type: question.Single, Scoring: question.Weighted, Options: weighted}, true},
		"penalty":         {question.Body{Type: question.Single, Penalty: 25, Options: options}, false},
	} {
		test.body.MaxPoints, test.body.Stem = 100, question.LocalText{VI: "<p>Hỏi</p>"}
		if found := question.Validate(test.body); len(found) > 0 {
			t.Fatalf("%s: %v", name, found)
		}
		export, err := Write(QTI22, []Item{{Name: "c", Body: test.body}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := packageText(t, export.Data)
		if !strings.Contains(text, `mappedValue="-`) || strings.Contains(text, `lowerBound="0"`) != test.bounded {
			t.Errorf("%s: %s", name, text)
		}
	}
}
