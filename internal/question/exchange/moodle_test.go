package exchange

import (
	"fmt"
	"strings"
	"testing"
)

// What is no number is no share of the points and no place on a picture.
func TestMoodleNumbersThatAreNone(t *testing.T) {
	t.Parallel()
	for _, share := range []string{"NaN", "Inf", "-Inf", "1e999", "x", ""} {
		im, err := Read("a.xml", fmt.Appendf(nil, `<quiz><question type="multichoice"><questiontext><text>Hỏi</text></questiontext>`+
			`<answer fraction="%s"><text>a</text></answer><answer fraction="100"><text>b</text></answer></question></quiz>`, share), Defaults)
		if err != nil || im.Count(Imported) != 1 || im.Items[0].Body.Options[0].Correct || im.Items[0].Body.Scoring != "" {
			t.Errorf("%q: %v %s", share, err, told(im))
		}
		if _, ok := coordinates("1," + share + ",3"); ok {
			t.Errorf("%q is a place", share)
		}
	}
	if huge := weightOfPercent(strings.Repeat("9", 300)); huge != fullWeight {
		t.Errorf("a huge share weighs %d", huge)
	}
}

// Gaps are numbered anew in both languages, each by the word that it names.
func TestMoodleWordGapsInTwoLanguages(t *testing.T) {
	t.Parallel()
	read := func(vi, en string) Item {
		im, err := Read("a.xml", fmt.Appendf(nil, `<quiz><question type="gapselect"><questiontext format="html"><text><![CDATA[<span lang="vi" class="multilang">%s</span><span lang="en" class="multilang">%s</span>]]></text></questiontext>`+
			`<selectoption><text>xanh</text><group>1</group></selectoption><selectoption><text>vàng</text><group>1</group></selectoption></question></quiz>`, vi, en), Defaults)
		if err != nil || len(im.Items) != 1 {
			t.Fatalf("%d items, %v", len(im.Items), err)
		}
		return im.Items[0]
	}
	item := read("Lá [[1]], hoa [[2]], cỏ [[1]]", "Yellow flowers: [[2]]; green leaves: [[1]]; green grass: [[1]]")
	want := "<p>Yellow flowers: [[2]]; green leaves: [[1]]; green grass: [[3]]</p>"
	if item.Status != Imported || item.Body.Stem.VI != "<p>Lá [[1]], hoa [[2]], cỏ [[3]]</p>" || item.Body.Stem.EN != want {
		t.Errorf("%s %v: %q %q", item.Status, item.Reasons, item.Body.Stem.VI, item.Body.Stem.EN)
	}
	item = read("Hoa [[2]], lá [[1]]", "Flowers [[2]], leaves [[1]]")
	if item.Body.Stem.EN != "<p>Flowers [[1]], leaves [[2]]</p>" || !item.Body.Gaps[0].Options[1].Correct {
		t.Errorf("%q %+v", item.Body.Stem.EN, item.Body.Gaps)
	}
	if item = read("Hoa [[2]]", "Flowers [[1]]"); item.Status != Refused || item.Reasons[0].Code != reasonGapEnglish.code {
		t.Errorf("a gap of the English text alone: %s %v", item.Status, item.Reasons)
	}
}
