package question

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// validBody is a golden question of the type, to be spoilt.
func validBody(t *testing.T, kind Type) Body {
	for _, g := range goldenBodies(t) {
		if g.body.Type == kind {
			return g.body
		}
	}
	t.Fatalf("no golden question of type %s", kind)
	return Body{}
}

func TestValidateRefusesWhatATypeCannotBe(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		kind  Type
		spoil func(*Body)
		want  string
	}{
		{"penalty above the points", TrueFalse, func(b *Body) { b.Penalty = 101 }, "penalty question.penalty"},
		{"penalty below zero", TrueFalse, func(b *Body) { b.Penalty = -1 }, "penalty question.penalty"},
		{"weight without the rule", Single, func(b *Body) { b.Scoring, b.Options[0].Weight = "", 5 }, "options[0].weight question.foreign_weight"},
		{"wrong option with all points", Single, func(b *Body) { b.Scoring, b.Options[0].Weight, b.Options[1].Weight = Weighted, FullWeight, FullWeight }, "options question.full_weight"},
		{"single by halves", Single, func(b *Body) { b.Scoring = Partial }, "scoring question.scoring"},
		{"weights that are not all", Multiple, func(b *Body) { b.Scoring, b.Options[0].Weight = Weighted, 5000 }, "options question.full_weight"},
		{"weight out of range", Multiple, func(b *Body) { b.Scoring, b.Options[0].Weight = Weighted, 20_000 }, "options[0].weight question.weight"},
		{"match of no option", Matching, func(b *Body) { b.Prompts[0].Match = 9 }, "prompts[0].match question.match"},
		{"prompt twice", Matching, func(b *Body) { b.Prompts[1].Text = b.Prompts[0].Text }, "prompts[1].text.vi question.prompt_twice"},
		{"no prompts", Categorize, func(b *Body) { b.Prompts = nil }, "prompts question.prompt_count"},
		{"correct option to match", Matching, func(b *Body) { b.Options[0].Correct = true }, "options[0].correct question.foreign_key"},
		{"matching per option", Matching, func(b *Body) { b.Scoring = PerOption }, "scoring question.scoring"},
		{"column without text", SingleChoiceTable, func(b *Body) { b.Options[0].Text.VI = "" }, "options[0].text.vi question.text_required"},
		{"two to order", Ordering, func(b *Body) { b.Options = b.Options[:2] }, "options question.order_count"},
		{"too many to order", Ordering, func(b *Body) { b.Options = make([]Option, MaxItems+1) }, "options question.option_count"},
		{"gap not in the stem", Cloze, func(b *Body) { b.Stem.VI = "[[1]] [[2]]" }, "stem.vi question.gap_mark"},
		{"gap twice in English", Cloze, func(b *Body) { b.Stem.EN = "[[1]] [[2]] [[3]] [[3]]" }, "stem.en question.gap_mark"},
		{"gap that is not there", Cloze, func(b *Body) { b.Stem.VI += "[[4]]" }, "stem.vi question.gap_unknown"},
		{"gap with a huge number", Cloze, func(b *Body) { b.Stem.VI += "[[99999999999999999999]]" }, "stem.vi question.gap_unknown"},
		{"gap of a foreign type", Cloze, func(b *Body) { b.Gaps[0].Type = EssayType }, "gaps[0].type question.gap_type"},
		{"number in a list of lists", InlineChoice, func(b *Body) { b.Gaps[0].Type = Numeric }, "gaps[0].type question.gap_type"},
		{"gap without key", Cloze, func(b *Body) { b.Gaps[0].Options[0].Correct = false }, "gaps[0].options question.one_correct"},
		{"gap with two keys", Cloze, func(b *Body) { b.Gaps[1].Options = b.Gaps[0].Options }, "gaps[1].options question.foreign_key"},
		{"no right region", HotspotType, func(b *Body) {
			b.Hotspot.Regions = []Region{{Shape: Circle, Coords: []int{1, 1, 1}, Label: LocalText{VI: "a"}}}
		}, "hotspot.regions question.region_count"},
		{"fewer picks than regions", HotspotType, func(b *Body) { b.Hotspot.Picks = 1; b.Hotspot.Regions[2].Correct = true }, "hotspot.picks question.picks"},
		{"region outside the image", HotspotType, func(b *Body) { b.Hotspot.Regions[0].Coords = []int{0, 0, 100_000, 1} }, "hotspot.regions[0].coords question.region"},
		{"region inside out", HotspotType, func(b *Body) {
			b.Hotspot.Regions[0] = Region{Shape: Rectangle, Coords: []int{50, 50, 10, 60}, Label: LocalText{VI: "a"}, Correct: true}
		}, "hotspot.regions[0].coords question.region"},
		{"half a corner", HotspotType, func(b *Body) {
			b.Hotspot.Regions[0].Shape, b.Hotspot.Regions[0].Coords = Polygon, []int{1, 1, 2, 2, 3, 3, 4}
		}, "hotspot.regions[0].coords question.region"},
		{"unknown shape", HotspotType, func(b *Body) { b.Hotspot.Regions[0].Shape = "star" }, "hotspot.regions[0].coords question.region"},
		{"image not described", HotspotType, func(b *Body) { b.Hotspot.Image.Alt.VI = " " }, "hotspot.image.alt.vi question.text_required"},
		{"image of no size", HotspotType, func(b *Body) { b.Hotspot.Image.Width = 0 }, "hotspot.image question.image_size"},
		{"no variable", FormulaType, func(b *Body) { b.Formula.Variables = nil }, "formula.variables question.variable_count"},
		{"variable not shown", FormulaType, func(b *Body) { b.Stem.VI = "không có gì" }, "stem.vi question.variable_hidden"},
		{"unknown name shown", FormulaType, func(b *Body) { b.Stem.VI += "{khac}" }, "stem.vi question.variable_unknown"},
		{"variable like a function", FormulaType, func(b *Body) { b.Formula.Variables[0].Name = "sqrt" }, "formula.variables[0].name question.variable_name"},
		{"no step", FormulaType, func(b *Body) { b.Formula.Variables[0].Step = "0" }, "formula.variables[0] question.variable_range"},
		{"too many steps", FormulaType, func(b *Body) { b.Formula.Variables[0].Max = "99999999" }, "formula.variables[0] question.variable_range"},
		{"division by zero at a corner", FormulaType, func(b *Body) {
			b.Formula.Expression = "1 / (" + b.Formula.Variables[0].Name + " - " + b.Formula.Variables[0].Min + ")"
		},
			"formula.expression question.expression_value"},
		{"too many decimals", FormulaType, func(b *Body) { b.Formula.Decimals = 7 }, "formula.decimals question.decimals"},
		{"words in the wrong order", EssayType, func(b *Body) { b.Essay.MinWords = 301 }, "essay question.words"},
		{"rubric that adds up to less", EssayType, func(b *Body) { b.Essay.Rubric.Criteria[0].Levels[2].Points = 50 }, "essay.rubric question.rubric_points"},
		{"criterion twice", EssayType, func(b *Body) { b.Essay.Rubric.Criteria[1].Key = b.Essay.Rubric.Criteria[0].Key }, "essay.rubric.criteria[1].key question.criterion_key"},
		{"one level", EssayType, func(b *Body) { b.Essay.Rubric.Criteria[1].Levels = b.Essay.Rubric.Criteria[1].Levels[1:] }, "essay.rubric.criteria[1].levels question.level_count"},
		{"penalty for a text", EssayType, func(b *Body) { b.Penalty = 10 }, "penalty question.no_penalty"},
		{"unknown kind of file", FileUpload, func(b *Body) { b.Upload.Accept = []string{"exe"} }, "upload.accept question.accept"},
		{"no files", FileUpload, func(b *Body) { b.Upload.MaxFiles = 0 }, "upload.maxFiles question.max_files"},
		{"files too large", FileUpload, func(b *Body) { b.Upload.MaxBytes = MaxFileBytes + 1 }, "upload.maxBytes question.max_bytes"},
		{"a case in a case", CaseStudy, func(b *Body) { b.Parts[0] = *b }, "parts[0].type question.nested_case"},
		{"one part", CaseStudy, func(b *Body) { b.Parts = b.Parts[:1] }, "parts question.part_count"},
		{"points that are not the sum", CaseStudy, func(b *Body) { b.MaxPoints++ }, "maxPoints question.part_points"},
		{"part without key", CaseStudy, func(b *Body) { b.Parts[0].Options[0].Correct = false }, "parts[0].options question.one_correct"},
		{"unit twice", Numeric, func(b *Body) {
			b.Numeric.Unit = LocalText{VI: "kg"}
			b.Numeric.OtherUnits = []OtherUnit{{LocalText{VI: "KG"}, "1"}}
		}, "numeric.otherUnits[0].unit question.unit_twice"},
		{"factor of nothing", Numeric, func(b *Body) { b.Numeric.OtherUnits = []OtherUnit{{LocalText{VI: "tạ"}, "0"}} }, "numeric.otherUnits[0].factor question.unit_factor"},
		{"pattern that takes everything", ShortAnswer, func(b *Body) { b.ShortAnswer.Patterns, b.ShortAnswer.AcceptedVI[0] = true, "**" }, "shortAnswer.acceptedVi[0] question.accepted"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := validBody(t, c.kind)
			if found := Validate(b); len(found) > 0 {
				t.Fatalf("the golden question is refused: %v", found)
			}
			c.spoil(&b)
			var got []string
			for _, f := range Validate(b) {
				if f.Text.VI == "" || f.Text.EN == "" {
					t.Errorf("%s has no text in both languages", f.Code)
				}
				got = append(got, f.Path+" "+f.Code)
			}
			if !slices.Contains(got, c.want) {
				t.Errorf("found %v, want %s among them", got, c.want)
			}
		})
	}
}

// Formulas are arithmetic and nothing else, whatever the evaluator's language knows.
func TestFormulasAreArithmeticOnly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "a +", "b", `"a"`, `len("a")`, "[a][0]", "{x: a}.x", "1..1000000", "sum(1..9)", "map([a], # + 1)[0]", "filter([1], true)[0]", "reduce(1..9, #acc + #)",
		"let c = a; c", "a; a", "a.b", "a?.b", "$env", "$env.a", "now()", "a in [1]", "a > 1", "nil", "a % 2", `a matches "."`, "f(a)", "sqrt()", "sqrt(a, a)", "max(a)", "count(1..9)", "repeat('a', 100)",
		strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200) + strings.Repeat("+a", 100), strings.Repeat("-", 400) + "a", strings.Repeat("a+", 300) + "a"} {
		if e, err := compileExpression(text, []string{"a"}); err == nil {
			if v, err := e.value(map[string]float64{"a": 1}); err == nil {
				t.Errorf("%q is %v", text, v)
			}
		}
	}
	for text, want := range map[string]string{"2 * a + 1": "7", "-a^2": "-9", "(1 - 0.1) * a": "27/10", "0.1 + 0.2": "3/10", "a > 2 and a < 4 ? 1 : 2": "1", "mod(a, 2)": "1", "max(a, 5) - min(a, 5)": "2", "7 / 2": "7/2",
		"9223372036854775807 * 0 + a": "3", "abs(-a) + floor(2.5) + ceil(2.5) + round(2.5)": "11", "log10(1000) + ln(exp(2))": "5", "sin(0) + cos(0) + tan(0)": "1"} {
		e, err := compileExpression(text, []string{"a"})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if v, err := e.value(map[string]float64{"a": 3}); err != nil || v.RatString() != want {
			t.Errorf("%q is %v (%v), want %s", text, v, err, want)
		}
	}
}

func FuzzCompileExpression(f *testing.F) {
	for _, text := range []string{"a + 1", "sqrt(a)^2", "a > 0 ? a : -a", "map([1], #)", "let x = a; x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := compileExpression(text, []string{"a", "b"})
		if err != nil {
			return
		}
		begun := time.Now()
		_, _ = e.value(map[string]float64{"a": 2, "b": -0.5})
		if took := time.Since(begun); took > time.Second {
			t.Errorf("%q took %v", text, took)
		}
	})
}

// A pattern with many stars against a long answer that nearly fits ends at once.
func TestPatternsDoNotRunAway(t *testing.T) {
	t.Parallel()
	pattern, text := strings.Repeat("*a", MaxAcceptedLength/2), strings.Repeat("a", MaxAnswerLength)
	for range 10_000 {
		if fitsPattern(pattern+"b", text) {
			t.Fatal("it does not fit")
		}
	}
	for pattern, fits := range map[string]bool{"*": true, "a*c": true, "*b*": true, "a*b*c": true, "abc": true, "ab*bc": false, "*d*": false, "b*": false, "a*b": false, "abc*": true, "*abc": true, "a**c": true} {
		if fitsPattern(pattern, "abc") != fits {
			t.Errorf("%q: fits is %v", pattern, !fits)
		}
	}
}

// Values for which the formula has no number are never on a paper.
func TestArrangeAvoidsValuesWithoutANumber(t *testing.T) {
	t.Parallel()
	b := Body{Type: FormulaType, MaxPoints: 100, Stem: LocalText{VI: "{a}"}, Formula: &Formula{Expression: "a == 500 or a > 510 and a < 990 ? 1 / (a - a) : a",
		Variables: []Variable{{"a", "0", "1000", "1"}}}}
	for position := range 2000 {
		layout := mustArrange(t, b, 9, position)
		if _, ok := b.Formula.key(layout.Values); !ok {
			t.Fatalf("position %d has %v", position, layout.Values)
		}
	}
}
