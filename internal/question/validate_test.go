package question

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValidateNamesTheFault(t *testing.T) {
	t.Parallel()
	truth := true
	stem := LocalText{VI: "câu hỏi"}
	two := []Option{{Text: LocalText{VI: "a"}, Correct: true}, {Text: LocalText{VI: "b"}}}
	cases := map[string]struct {
		body Body
		want []string
	}{
		"unknown type":    {Body{Type: "riddle"}, []string{"type question.unknown_type"}},
		"no points":       {Body{Type: Single, Stem: stem, Options: two}, []string{"maxPoints question.points"}},
		"no stem":         {Body{Type: Single, MaxPoints: 100, Options: two}, []string{"stem.vi question.text_required"}},
		"stem too long":   {Body{Type: Single, MaxPoints: 100, Stem: LocalText{VI: strings.Repeat("ă", MaxStemLength+1)}, Options: two}, []string{"stem.vi question.text_too_long"}},
		"one option":      {Body{Type: Single, MaxPoints: 100, Stem: stem, Options: two[:1]}, []string{"options question.option_count"}},
		"no right option": {Body{Type: Single, MaxPoints: 100, Stem: stem, Options: []Option{two[1], {Text: LocalText{VI: "c"}}}}, []string{"options question.one_correct"}},
		"two right ones":  {Body{Type: Single, MaxPoints: 100, Stem: stem, Options: []Option{two[0], {Text: LocalText{VI: "c"}, Correct: true}}}, []string{"options question.one_correct"}},
		"same option":     {Body{Type: Single, MaxPoints: 100, Stem: stem, Options: []Option{two[0], {Text: LocalText{VI: "a "}}}}, []string{"options[1].text.vi question.option_twice"}},
		"empty option":    {Body{Type: Single, MaxPoints: 100, Stem: stem, Options: []Option{two[0], {}}}, []string{"options[1].text.vi question.text_required"}},
		"foreign truth":   {Body{Type: Single, MaxPoints: 100, Stem: stem, Options: two, Truth: &truth}, []string{"truth question.foreign_key"}},
		"foreign options": {Body{Type: TrueFalse, MaxPoints: 100, Stem: stem, Options: two, Truth: &truth}, []string{"options question.foreign_key"}},
		"no scoring rule": {Body{Type: Multiple, MaxPoints: 100, Stem: stem, Options: two}, []string{"scoring question.scoring"}},
		"no truth":        {Body{Type: TrueFalse, MaxPoints: 100, Stem: stem}, []string{"truth question.truth_required"}},
		"no number":       {Body{Type: Numeric, MaxPoints: 100, Stem: stem}, []string{"numeric question.number_required"}},
		"comma in key":    {Body{Type: Numeric, MaxPoints: 100, Stem: stem, Numeric: &NumericKey{Value: "25,5"}}, []string{"numeric.value question.number_key"}},
		"bad tolerance":   {Body{Type: Numeric, MaxPoints: 100, Stem: stem, Numeric: &NumericKey{Value: "1", Tolerance: "-1"}}, []string{"numeric.tolerance question.tolerance"}},
		"nothing accepted": {Body{Type: ShortAnswer, MaxPoints: 100, Stem: stem, ShortAnswer: &ShortAnswerKey{AcceptedEN: []string{"a"}}},
			[]string{"shortAnswer.acceptedVi question.accepted_required"}},
		"accepts nothing": {Body{Type: ShortAnswer, MaxPoints: 100, Stem: stem, ShortAnswer: &ShortAnswerKey{AcceptedVI: []string{"a", " . "}}},
			[]string{"shortAnswer.acceptedVi[1] question.accepted"}},
		"all is well": {Body{Type: Single, MaxPoints: 100, Stem: stem, Options: two}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range Validate(c.body) {
				if f.Text.VI == "" || f.Text.EN == "" {
					t.Errorf("%s has no text in both languages", f.Code)
				}
				got = append(got, f.Path+" "+f.Code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestStoredDocumentsAreReadStrictly(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"unknown key":  `{"type":"true_false","maxPoints":100,"stem":{"vi":"a"},"truth":true,"weight":2}`,
		"two values":   `{"type":"true_false","maxPoints":100,"stem":{"vi":"a"},"truth":true} {}`,
		"invalid":      `{"type":"true_false","maxPoints":0,"stem":{"vi":"a"},"truth":true}`,
		"not a number": `{"type":"true_false","maxPoints":1.5,"stem":{"vi":"a"},"truth":true}`,
	} {
		if _, err := ParseBody([]byte(data)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	long := `{"text":"` + strings.Repeat("a", MaxAnswerLength+1) + `"}`
	body := Body{Type: ShortAnswer, MaxPoints: 100, ShortAnswer: &ShortAnswerKey{AcceptedVI: []string{"a"}}}
	if _, err := ParseAnswer(body, []byte(long)); refusal(err) != "answer.text_too_long" {
		t.Errorf("a long answer: %v", err)
	}
	if _, err := ParseAnswer(body, []byte(`{"text":"`+strings.Repeat("a", maxAnswerBytes)+`"}`)); refusal(err) != "too_large" {
		t.Errorf("a huge answer: %v", err)
	}
}

func TestUnregisteredTypeIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := Score(Body{Type: "riddle"}, Layout{}, Answer{Text: "a"}); err == nil {
		t.Error("scored without a rule")
	}
	if _, err := Redact(Body{Type: "riddle"}, Layout{}); err == nil {
		t.Error("shown without a rule")
	}
	if _, err := Redact(Body{Type: Single, Options: make([]Option, 3)}, Layout{Order: []int{0, 1, 1}}); err == nil {
		t.Error("shown in an order that is none")
	}
}
