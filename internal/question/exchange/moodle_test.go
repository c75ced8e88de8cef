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
