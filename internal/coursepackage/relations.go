package coursepackage

import "taphuan/internal/question"

// relations checks equivalents and isomorphs, once the whole bank was read.
func (r *reader) relations() {
	bank := map[string]Question{}
	for _, q := range r.pkg.Questions {
		bank[q.ID] = q
	}
	for _, q := range r.pkg.Questions {
		r.equivalent(q, bank)
		for _, id := range q.Isomorphs {
			other, known := bank[id]
			switch {
			case !known:
				r.found.add(q.File, q.Line, "question.unknown_id", id)
			case id == q.ID || other.Topic != q.Topic:
				r.found.add(q.File, q.Line, "question.isomorph", id)
			}
		}
	}
}

func (r *reader) equivalent(q Question, bank map[string]Question) {
	why := q.place().WithoutEquivalent(func(id string) (question.Place, bool) {
		other, known := bank[id]
		return other.place(), known
	})
	_, known := bank[q.Equivalent]
	switch {
	case why == "":
	case why == question.EquivalentMissing:
		r.found.add(q.File, q.Line, "question.needs_equivalent")
	case !known:
		r.found.add(q.File, q.Line, "question.unknown_id", q.Equivalent)
	default:
		r.found.add(q.File, q.Line, "question.equivalent", q.Equivalent)
	}
}

func (q Question) place() question.Place {
	return question.Place{Key: q.ID, Topic: q.Topic, Difficulty: q.Difficulty, Types: q.Body.Types(), Equivalent: q.Equivalent}
}

// isomorphGroups gives each question with isomorphs the name of its group: the first id of all that are isomorphs of
// one another, directly or through others, whoever of them says so.
func isomorphGroups(questions []Question) map[string]string {
	group := map[string]string{}
	find := func(id string) string {
		for group[id] != "" && group[id] != id {
			id = group[id]
		}
		return id
	}
	for _, q := range questions {
		for _, other := range q.Isomorphs {
			a, b := find(q.ID), find(other)
			group[a], group[b] = min(a, b), min(a, b)
		}
	}
	for id := range group {
		group[id] = find(id)
	}
	return group
}
