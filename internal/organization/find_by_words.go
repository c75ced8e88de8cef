package organization

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/vietnamese"
)

// word is one word of a query: folded, and behind vietnamese.Marked as it was typed when it has accents.
type word struct{ folded, marked string }

// maxWords bounds the words of a query; more of them find nobody else.
const maxWords = 6

// wordsOf returns the words of a query.
func wordsOf(query string) []word {
	marked := vietnamese.MarkedTokens(query)
	var words []word
	for _, folded := range vietnamese.Tokens(query) {
		w := word{folded: folded}
		for _, m := range marked {
			if vietnamese.Fold(strings.TrimPrefix(m, vietnamese.Marked)) == folded {
				w.marked = m
			}
		}
		words = append(words, w)
	}
	return words[:min(len(words), maxWords)]
}

// findByWords returns the people of the subtree of whom every word is the beginning of a word of the name or
// code and who pass the filter over t.person_id, at most maxFound, and whether there are more. Of many,
// those who are written as it was typed come before the others.
func findByWords(ctx context.Context, tx bun.Tx, words []word, under subtree, filter sqlPart) ([]uuid.UUID, bool, error) {
	var folded, marked, plain []string
	for _, w := range words {
		folded = append(folded, w.folded)
		if w.marked != "" {
			marked = append(marked, w.marked)
		} else {
			plain = append(plain, w.folded)
		}
	}
	found, more, err := findTokens(ctx, tx, folded, nil, under, filter)
	if err != nil || !more || len(marked) == 0 {
		return found, more, err
	}
	exact, _, err := findTokens(ctx, tx, marked, plain, under, filter)
	return firstOf(append(exact, found...), maxFound), true, err
}

// firstOf returns the first people without repeats.
func firstOf(people []uuid.UUID, most int) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	var first []uuid.UUID
	for _, id := range people {
		if !seen[id] && len(first) < most {
			seen[id] = true
			first = append(first, id)
		}
	}
	return first
}

// findTokens returns at most maxFound people of the subtree who have a token that begins with one of the leads
// and holds the other words, and whether there may be more. The rarest of the leads is read by an index: by
// agency or over all of them, which the database chooses by how many agencies there are.
func findTokens(ctx context.Context, tx bun.Tx, leads, others []string, under subtree, filter sqlPart) ([]uuid.UUID, bool, error) {
	rarest, err := rarestWord(ctx, tx, leads, under)
	if err != nil || rarest < 0 {
		return nil, false, err
	}
	query := tokensUnder(leads[rarest], under)
	for i, w := range slices.Concat(leads, others) {
		if i != rarest { // letters and digits only: nothing to escape
			query.add(" AND t.token LIKE ?", "% "+strings.TrimPrefix(w, vietnamese.Marked)+"%")
		}
	}
	query.join(filter)
	const most = 2*maxFound + 2 // a person may have two tokens that begin alike
	query.add(" LIMIT ?", most)
	var found []uuid.UUID
	err = tx.NewRaw("SELECT t.person_id"+query.text, query.args...).Scan(ctx, &found)
	people := firstOf(found, maxFound+1)
	return people[:min(len(people), maxFound)], len(people) > maxFound || len(found) == most, err
}

// tokensUnder reads the tokens t of the subtree that begin with a word.
func tokensUnder(word string, under subtree) sqlPart {
	var q sqlPart
	q.add(" FROM organization.person_tokens t WHERE t.agency_id IN ")
	q.join(under.agencies())
	q.add(" AND t.token >= ? AND t.token < ?", word, word+lastRune)
	return q
}

// lastRune ends the range of tokens that begin with a word.
const lastRune = "\U0010FFFF"

// fewTokens is how many tokens of a word are counted to learn which word is the rarest.
const fewTokens = 1000

// rarestWord returns which word begins the fewest tokens of the subtree; -1 when one begins none.
func rarestWord(ctx context.Context, tx bun.Tx, words []string, under subtree) (int, error) {
	if len(words) == 1 {
		return 0, nil
	}
	var query sqlPart
	for i, w := range words {
		query.add(either(i == 0, "SELECT ARRAY[", ", ") + "(SELECT count(*) FROM (SELECT")
		query.join(tokensUnder(w, under))
		query.add(" LIMIT ?) x)", fewTokens)
	}
	var counts []int
	err := tx.NewRaw(query.text+"]", query.args...).Scan(ctx, pgdialect.Array(&counts))
	if err != nil {
		return -1, err
	}
	fewest := slices.Min(counts)
	return either(fewest == 0, -1, slices.Index(counts, fewest)), nil
}
