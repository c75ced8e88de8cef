package coursepackage

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/question"
)

// loadTypes is the sample package with a bank that has every type.
func loadTypes(t *testing.T) fstest.MapFS {
	t.Helper()
	files := load(t)
	data, err := os.ReadFile("testdata/types/questions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files["questions/thu-gia.yaml"] = &fstest.MapFile{Data: data, Mode: 0o644}
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	files["media/thu-gia.png"] = &fstest.MapFile{Data: drawn.Bytes(), Mode: 0o644}
	tests := string(files["tests.yaml"].Data)
	for old, with := range map[string]string{
		"{topic: thu-gia, difficulty: 1, count: 2}\n    - {topic: thu-gia, difficulty: 2, count: 1}": "{topic: thu-gia, difficulty: 1, count: 2}\n  fixed: [t-case, t-hotspot]\n  shuffle_questions: false\n  shuffle_options: false",
		"    - {topic: cuoc-goi, difficulty: 1, count: 2}\n":                                         ""} {
		if !strings.Contains(tests, old) {
			t.Fatalf("tests.yaml has no %q", old)
		}
		tests = strings.Replace(tests, old, with, 1)
	}
	files["tests.yaml"] = &fstest.MapFile{Data: []byte(tests), Mode: 0o644}
	return files
}

func TestReadEveryType(t *testing.T) {
	t.Parallel()
	p, found := ReadFS(loadTypes(t), "good", "good")
	if found != nil {
		t.Fatalf("problems: %v", found)
	}
	bank := map[string]Question{}
	for _, q := range p.Questions {
		bank[q.ID] = q
		stored, _ := json.Marshal(q.Body)
		if _, err := question.ParseBody(stored); err != nil {
			t.Errorf("%s: %v", q.ID, err)
		}
		layout, err := question.Arrange(q.Body, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		if points, err := question.Score(q.Body, layout, question.Solution(q.Body, layout)); err != nil || (points != q.Body.MaxPoints && !question.NeedsMarking(q.Body)) {
			t.Errorf("%s: %d points (%v) for the right answer", q.ID, points, err)
		}
	}
	want := question.Body{Type: question.HotspotType, MaxPoints: 100, Scoring: question.Partial,
		Stem:    question.LocalText{VI: "<p>Chỉ dấu hiệu giả.</p>", EN: "<p>Point at the signs of a fake.</p>"},
		Explain: question.LocalText{VI: "<p>Xem nơi gửi.</p>", EN: "<p>Look where it comes from.</p>"},
		Hotspot: &question.Hotspot{Picks: 3, Image: question.Image{File: "media/thu-gia.png", Width: 40, Height: 30,
			Alt: question.LocalText{VI: "Một bức thư có người gửi, nội dung và nút bấm", EN: "A mail with a sender, a text and a button"}},
			Regions: []question.Region{
				{Shape: question.Rectangle, Coords: []int{2, 1, 20, 6}, Correct: true, Label: question.LocalText{VI: "Tên miền lạ", EN: "A strange domain"},
					Explain: question.LocalText{VI: "<p>Không phải của cơ quan.</p>", EN: "<p>It is not the agency&#39;s.</p>"}},
				{Shape: question.Polygon, Coords: []int{0, 20, 10, 20, 5, 28}, Label: question.LocalText{VI: "Chữ ký", EN: "The signature"}},
				{Shape: question.Circle, Coords: []int{30, 15, 5}, Correct: true, Label: question.LocalText{VI: "Nút bấm", EN: "The button"}}}}}
	if diff := cmp.Diff(want, bank["t-hotspot"].Body); diff != "" {
		t.Errorf("t-hotspot (-want +got):\n%s", diff)
	}
	if b := bank["t-case"].Body; b.MaxPoints != 150 || b.Parts[0].Penalty != 25 || bank["t-essay"].Body.Essay.Rubric.Criteria[1].Levels[2].Points != 40 ||
		bank["t-upload"].Body.Upload.MaxBytes != 10<<20 || bank["t-weights"].Body.Options[2].Weight != -2500 || bank["t-cloze"].Body.Gaps[1].Numeric.Unit.VI != "ký tự" {
		t.Errorf("something was lost: %+v", bank)
	}
	groups := isomorphGroups(p.Questions)
	if groups["t-matching"] != "t-matching" || groups["t-table"] != "t-matching" || groups["t-case"] != "" {
		t.Errorf("groups %v", groups)
	}
	plan := question.Blueprint{Cells: []question.Cell{{Topic: "thu-gia", Difficulty: 1, Count: 2}}, Fixed: []string{"t-case", "t-hotspot"}, KeepQuestions: true, KeepOptions: true}
	if diff := cmp.Diff(plan, p.Final.Blueprint); diff != "" {
		t.Errorf("blueprint (-want +got):\n%s", diff)
	}
	for _, n := range p.Notes {
		if strings.Contains(n.File, "thu-gia") {
			t.Errorf("a note about a complete bank: %v", n)
		}
	}
	if bare, _ := ReadFS(load(t), "good", "good"); bare.Hash == p.Hash {
		t.Error("the hash does not depend on the bank")
	}
}

// Each breakage of the bank is named with its line: old becomes new, and the line of what follows "@" is expected.
func TestBrokenTypesNameTheLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"weights missing":         {"weights: [5000, 5000, -2500]", "weights: [5000, 5000]", "question.weight_count@weights: [5000, 5000]"},
		"weights not all":         {"weights: [5000, 5000, -2500]", "weights: [5000, 4000, -2500]", "question.full_weight@options: [{text: Giục"},
		"penalty too high":        {"penalty: 10 ", "penalty: 101 ", "question.penalty@penalty: 101"},
		"unit twice":              {"[{vi: GB, en: GB,", "[{vi: mb, en: mb,", "question.unit_twice@answer: {value: \"2500\""},
		"everything accepted":     {`vi: ["2FA", "xác thực * lớp"]`, `vi: ["2FA", "*"]`, `question.accepted@answer: {accepted: {vi: ["2FA", "*"]`},
		"match missing":           {"answer: [0, 1]                        # the option of each", "answer: [0] # the option of each", "question.match_count@answer: [0] # the option"},
		"match of nothing":        {"answer: [0, 1]                        # the option of each", "answer: [0, 3] # the option of each", "question.match@answer: [0, 3] # the option"},
		"prompts differ":          {", {text: A list of passwords}", "", "question.lists_differ@prompts: [{text: Citizens' reception hours}]"},
		"equivalent by hand":      {"equivalent: t-table", "equivalent: t-ordering", "question.equivalent@- id: t-categorize"},
		"equivalent not there":    {"equivalent: t-table", "equivalent: t-nowhere", "question.unknown_id@- id: t-categorize"},
		"equivalent too easy":     {"equivalent: t-table", "equivalent: t-inline", "question.equivalent@- id: t-categorize"},
		"no equivalent":           {"  equivalent: t-inline                  # required\n", "", "question.needs_equivalent@- id: t-hotspot"},
		"isomorph not there":      {"isomorphs: [t-table]", "isomorphs: [t-nowhere]", "question.unknown_id@- id: t-matching"},
		"isomorph of itself":      {"isomorphs: [t-table]", "isomorphs: [t-matching]", "question.isomorph@- id: t-matching"},
		"isomorph elsewhere":      {"isomorphs: [t-table]", "isomorphs: [goi-001]", "question.isomorph@- id: t-matching"},
		"order with a key":        {"    explain: Stop it first, mend it later.\n", "    explain: Stop it first, mend it later.\n  answer: [0, 1, 2]\n", "question.no_answer@answer: [0, 1, 2]"},
		"two steps":               {", {text: Đổi mật khẩu}]\n    explain: Chặn", "]\n    explain: Chặn", "question.lists_differ@options: [{text: Cut the network}"},
		"gap not in the stem":     {"bật thêm xác thực [[3]]", "bật thêm xác thực", "question.gap_mark@Mỗi [[1]] có ít nhất"},
		"gap without key":         {"    - {value: \"12\"}\n", "", "question.gap_answers@answer:                               # in the order"},
		"gap of no option":        {"answer:                               # in the order of the gaps; the form says what a gap is\n    - 0", "answer:\n    - 7", "question.answer_index@- 7"},
		"gap with a bad number":   {"    - {value: \"12\"}", "    - {value: \"mười\"}", "question.number_key@- {value: \"mười\"}"},
		"list in a field":         {"[{options: [báo ngân hàng, chờ]}, {options: [xóa máy, đổi mật khẩu]}]", "[{options: [báo ngân hàng, chờ]}]", "question.gap_answers@answer: [0, 1]\n\n- id: t-hotspot"},
		"image elsewhere":         {"image: thu-gia.png", "image: ../thu-gia.png", "question.image_name@image: ../thu-gia.png"},
		"image not there":         {"image: thu-gia.png", "image: khac.png", "file.missing"},
		"image of another kind":   {"image: thu-gia.png", "image: thu-gia.jpg", "question.image_form@image: thu-gia.jpg"},
		"image not described":     {"    alt: Một bức thư có người gửi, nội dung và nút bấm\n", "", "question.text_required@vi:\n    stem: Chỉ dấu hiệu giả"},
		"region outside":          {"rect: [2, 1, 20, 6]", "rect: [2, 1, 20, 600]", "question.region@rect: [2, 1, 20, 600]"},
		"region without form":     {"circle: [30, 15, 5], ", "", "question.region@- {correct: true}"},
		"region of two forms":     {"circle: [30, 15, 5], ", "circle: [30, 15, 5], rect: [1, 1, 2, 2], ", "question.region@circle: [30, 15, 5], rect"},
		"a circle with corners":   {"circle: [30, 15, 5], ", "circle: [30, 15, 5], poly: [1, 2, 3], ", "question.region@- {circle: [30, 15, 5], poly"},
		"a rectangle as polygon":  {"rect: [2, 1, 20, 6]", "rect: [2, 1, 20, 6], poly: [2, 1, 20, 6, 9, 9]", "question.region@- {rect: [2, 1, 20, 6], poly"},
		"region without text":     {", {label: Nút bấm}]", "]", "question.region_texts@regions:                            # pixels"},
		"formula not understood":  {"formula: so * gia * 0.9 ", "formula: so * gai * 0.9 ", "question.expression@formula: so * gai"},
		"formula by zero":         {"formula: so * gia * 0.9 ", "formula: 1 / (so - 2) ", "question.expression_value@formula: 1 / (so - 2)"},
		"value not told":          {"mỗi máy {gia} triệu", "mỗi máy vài triệu", "question.variable_hidden@mỗi máy vài triệu"},
		"range upside down":       {`min: "2", max: "20"`, `min: "20", max: "2"`, `question.variable_range@min: "20", max: "2"`},
		"rubric adds up to less":  {"points: [0, 60]", "points: [0, 50]", "question.rubric_points@answer:\n    words"},
		"level without points":    {"points: [0, 20, 40]", "points: [0, 40]", "question.level_texts@- {key: ro-rang"},
		"key twice":               {"key: ro-rang", "key: du-y", "question.criterion_key@- {key: du-y, points: [0, 20, 40]}"},
		"unknown kind of file":    {"accept: [pdf, docx, image]", "accept: [pdf, exe]", "question.accept@files: {accept: [pdf, exe]"},
		"files of an essay":       {"words: {min: 50, max: 300}", "files: {accept: [pdf], max_files: 1, max_mib: 1}", "question.marked@answer:\n    files: {accept: [pdf], max_files: 1"},
		"points of a case":        {"  type: case_study ", "  points: 100\n  type: case_study ", "question.case_points@points: 100"},
		"part with an id":         {"    - type: single\n      penalty", "    - id: mot\n      type: single\n      penalty", "question.part_key@- id: mot"},
		"a case in a case":        {"    - type: ordering\n      points", "    - type: case_study\n      points", "question.part_key@- type: case_study"},
		"part without key":        {"      answer: 0\n", "", "question.answer_required@- type: single"},
		"part with a wrong field": {"      points: 50\n", "      point: 50\n", "yaml.unknown_key@point: 50"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := loadTypes(t)
			source := string(files["questions/thu-gia.yaml"].Data)
			if strings.Count(source, c.old) != 1 {
				t.Fatalf("%q stands %d times", c.old, strings.Count(source, c.old))
			}
			broken := strings.Replace(source, c.old, c.new, 1)
			files["questions/thu-gia.yaml"] = &fstest.MapFile{Data: []byte(broken), Mode: 0o644}
			if name == "image of another kind" {
				files["media/thu-gia.jpg"] = files["media/thu-gia.png"]
			}
			_, found := ReadFS(files, "good", "good")
			code, mark, lined := strings.Cut(c.want, "@")
			want := code
			if lined {
				want += " at " + strconv.Itoa(1+strings.Count(broken[:strings.Index(broken, mark)], "\n"))
			}
			var got []string
			for _, p := range found {
				at := p.Code
				if lined && regexp.MustCompile(`thu-gia.yaml$`).MatchString(p.File) {
					at += " at " + strconv.Itoa(p.Line)
				}
				got = append(got, at)
			}
			if !slices.Contains(got, want) {
				t.Errorf("found %v, want %q", got, want)
			}
		})
	}
}

func TestALessonAsksOnlyWhatItCanShow(t *testing.T) {
	t.Parallel()
	files := load(t)
	file := files["media/m1.questions.yaml"]
	with := append(bytes.Clone(file.Data), []byte("\n- {id: v-thu-tu, at: \"0:00\", type: ordering, vi: {stem: Thứ tự?, options: [{text: a}, {text: b}, {text: c}]}}\n")...)
	files["media/m1.questions.yaml"] = &fstest.MapFile{Data: with, Mode: 0o644}
	_, found := ReadFS(files, "good", "good")
	if len(found) != 1 || found[0].Code != "question.not_in_lesson" {
		t.Errorf("found %v", found)
	}
}
