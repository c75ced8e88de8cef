package psychometrics

// Item are the figures of one item over those who saw it.
type Item struct {
	People     int
	Difficulty float64 // mean score / highest score: the p value; 1 is the easiest
	Omitted    float64 // share that left it open
	// Discrimination is the correlation of the item's score with the rest score (Henrysson 1963: the total without the
	// item, which would else correlate with itself). Nil when all earned the same or all rests are alike.
	Discrimination *float64
	MedianSeconds  *float64 // nil: times are not known
	Labels         []Label  // in the order of the shape
}

// seen is one person's response beside what they earned on the rest of their paper.
type seen struct {
	Response
	rest    float64 // share of the other points, at most 1
	hasRest bool    // false on a paper of this item alone
}

// Items returns the figures of each item of shapes; an item that nobody saw has zero People.
func Items(sittings []Sitting, shapes []Shape) []Item {
	items := make([]Item, len(shapes))
	for i, responses := range byItem(sittings, len(shapes)) {
		items[i] = itemOf(responses, shapes[i])
	}
	return items
}

// byItem turns the sittings around: for each item the responses of those who saw it.
func byItem(sittings []Sitting, items int) [][]seen {
	found := make([][]seen, items)
	for _, s := range sittings {
		score, most := s.points()
		for _, r := range s.Responses {
			one := seen{Response: r}
			if left := most - float64(r.Max); left > 0 {
				one.rest, one.hasRest = (score-float64(r.Score))/left, true
			}
			found[r.Item] = append(found[r.Item], one)
		}
	}
	return found
}

func itemOf(responses []seen, shape Shape) Item {
	item := Item{People: len(responses)}
	if item.People == 0 {
		return item
	}
	var score, most float64
	var open int
	var scores, rests, times []float64
	for _, r := range responses {
		score += float64(r.Score)
		most += float64(r.Max)
		if !r.Answered {
			open++
		}
		if r.Seconds > 0 {
			times = append(times, float64(r.Seconds))
		}
		if r.hasRest {
			scores, rests = append(scores, float64(r.Score)), append(rests, r.rest)
		}
	}
	if most > 0 {
		item.Difficulty = score / most
	}
	item.Omitted = float64(open) / float64(item.People)
	item.Discrimination = correlate(scores, rests)
	if len(times) > 0 {
		item.MedianSeconds = pointer(quantile(sorted(times), 0.5))
	}
	item.Labels = labelsOf(responses, shape)
	return item
}
