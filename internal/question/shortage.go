package question

// Shortage (ô thiếu câu) is a cell of a blueprint for which a pool has too few questions, beside the fixed ones.
type Shortage struct {
	Topic      string
	Difficulty int
	Asked      int
	Available  int
}

// Shortages lists the cells that a pool cannot fill, each once, and the fixed ids that are not in it.
func Shortages(pool []Candidate, blueprint Blueprint) (short []Shortage, missing []string) {
	var fixed []int
	for _, id := range blueprint.Fixed {
		places, err := fixedPlaces(pool, []string{id})
		if err != nil {
			missing = append(missing, id)
		}
		fixed = append(fixed, places...)
	}
	left, asked := leftPlaces(pool, fixed), map[Cell]int{}
	for _, cell := range blueprint.Cells {
		asked[cell.uncounted()] += cell.Count
	}
	for _, cell := range blueprint.Cells {
		key := cell.uncounted()
		if n := len(left[key]); asked[key] > n {
			short = append(short, Shortage{Topic: cell.Topic, Difficulty: cell.Difficulty, Asked: asked[key], Available: n})
			delete(asked, key)
		}
	}
	return short, missing
}
