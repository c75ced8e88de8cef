package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"taphuan/internal/question"
)

// What a format keeps comes back the same; what it does not stands in the list of losses.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, format := range []Format{GIFT, MoodleXML, Excel, QTI22, QTI30} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				items := rapid.SliceOfN(rapid.Custom(drawItem), 1, 3).Draw(t, "items")
				for i, item := range items {
					if item.Key != "" {
						items[i].Key = fmt.Sprint(item.Key, i)
					}
					if found := question.Validate(item.Body); len(found) > 0 {
						t.Fatalf("item %d is not valid: %+v", i, found)
					}
				}
				export, err := Write(format, items, pictures)
				if err != nil {
					t.Fatal(err)
				}
				im, err := Read("x"+export.Ending, export.Data, Defaults)
				if err != nil {
					t.Fatalf("%v\n%s", err, export.Data)
				}
				compare(t, items, export, im)
			})
		})
	}
}

func compare(t *rapid.T, items []Item, export Export, im Import) {
	lost, left := map[int]bool{}, map[int]bool{}
	for _, loss := range export.Losses {
		lost[loss.Item], left[loss.Item] = true, loss.Left
	}
	at := 0
	for i, item := range items {
		if left[i] {
			continue
		}
		if at >= len(im.Items) {
			t.Fatalf("item %d did not come back:\n%s", i, text(export))
		}
		back := im.Items[at]
		at++
		if lost[i] {
			if back.Status == Refused {
				t.Fatalf("item %d was written with a loss and cannot be read:\n%s%v\n%s", i, bodyJSON(item), back.Reasons, text(export))
			}
			continue
		}
		if back.Status == Refused || bodyJSON(sorted(back)) != bodyJSON(sorted(item)) {
			t.Fatalf("item %d, %s without a loss:\n%s%s%v\n%s", i, back.Status, bodyJSON(item), bodyJSON(back), back.Reasons, text(export))
		}
		if back.Name != item.Name || back.Key != item.Key || back.Topic != item.Topic || back.Difficulty != item.Difficulty || !slices.Equal(back.Tags, item.Tags) {
			t.Fatalf("item %d came back as %q %q %q %d %q:\n%s", i, back.Name, back.Key, back.Topic, back.Difficulty, back.Tags, text(export))
		}
	}
	if at != len(im.Items) {
		t.Fatalf("%d items came back of %d", len(im.Items), at)
	}
}

// sorted puts the options of a matching in the order of their texts: learners see them mixed.
func sorted(item Item) Item {
	if item.Body.Type != question.Matching {
		return item
	}
	options := slices.Clone(item.Body.Options)
	slices.SortFunc(options, func(a, b question.Option) int { return strings.Compare(a.Text.VI, b.Text.VI) })
	prompts := slices.Clone(item.Body.Prompts)
	for i, p := range prompts {
		prompts[i].Match = optionAt(options, item.Body.Options[p.Match].Text)
	}
	item.Body.Options, item.Body.Prompts = options, prompts
	return item
}

func text(export Export) string {
	if strings.HasPrefix(string(export.Data), "PK") {
		return fmt.Sprint(len(export.Data), " bytes")
	}
	return string(export.Data)
}
