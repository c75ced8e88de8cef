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

// foldedOf returns the words without accents.
func foldedOf(words []word) []string {
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.folded
	}
	return folded
}

// findByWords returns the people of the subtree of whom every word is the beginning of a word of the name or
// code and who pass the filter over t.person_id, at most maxFound, and whether there are more. Of many,
// those who are written as it was typed come before the others.
func findByWords(ctx context.Context, tx bun.Tx, words []word, under subtree, filter sqlPart) ([]uuid.UUID, bool, error) {
	at, err := rarestOf(ctx, tx, foldedOf(words), under)
	if err != nil {
		return nil, false, err
	}
	found, more, err := findTokens(ctx, tx, at, foldedOf(words), under, filter)
	if err != nil || !more {
		return found, more, err
	}
	exact, err := findMarked(ctx, tx, at, words, under, filter)
	return firstOf(append(exact, found...), maxFound), true, err
}

// findMarked returns people who are written with the marked words and have the others too. Where each marked one of
// several words is common, it looks among the tokens of the folded words, at.
func findMarked(ctx context.Context, tx bun.Tx, at beginnings, words []word, under subtree, filter sqlPart) ([]uuid.UUID, error) {
	var marked, plain []string
	for _, w := range words {
		if w.marked != "" {
			marked = append(marked, w.marked)
		} else {
			plain = append(plain, w.folded)
		}
	}
	if len(marked) == 0 {
		return nil, nil
	}
	lead, err := rarest(ctx, tx, singles(marked), under)
	if err != nil {
		return nil, err
	}
	if lead.tokens == fewTokens && len(marked)+len(plain) > 1 {
		// the token of one marked word holds the others as they are written; LIKE and OFFSET: it is read person by person
		filter.add(" AND EXISTS (SELECT FROM organization.person_tokens m WHERE m.person_id = t.person_id AND m.token LIKE ?", marked[0]+"%")
		for _, w := range slices.Concat(marked[1:], plain) {
			filter.add(" AND m.token LIKE ?", "% "+strings.TrimPrefix(w, vietnamese.Marked)+"%")
		}
		filter.add(" OFFSET 0)")
		found, _, err := findTokens(ctx, tx, at, foldedOf(words), under, filter)
		return found, err
	}
	found, _, err := findTokens(ctx, tx, lead, slices.Concat(marked, plain), under, filter)
	return found, err
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

// findTokens returns at most maxFound people of the subtree who have one of the tokens and in it every other word,
// and whether there may be more.
func findTokens(ctx context.Context, tx bun.Tx, at beginnings, words []string, under subtree, filter sqlPart) ([]uuid.UUID, bool, error) {
	if at.tokens == 0 {
		return nil, false, nil
	}
	query := tokensUnder(at.prefixes, under)
	for _, w := range words {
		if !slices.Contains(at.words, w) { // letters and digits only: nothing to escape
			query.add(" AND t.token LIKE ?", "% "+strings.TrimPrefix(w, vietnamese.Marked)+"%")
		}
	}
	query.join(filter)
	most := 2*maxFound + 2 // a person may have two tokens that begin alike, and several that begin with one word
	if len(at.words) == 1 {
		most *= 2
	}
	query.add(" LIMIT ?", most)
	var found []uuid.UUID
	err := tx.NewRaw("SELECT t.person_id"+query.text, query.args...).Scan(ctx, &found)
	people := firstOf(found, maxFound+1)
	return people[:min(len(people), maxFound)], len(people) > maxFound || len(found) == most, err
}

// rarestOf returns the rarest beginnings of tokens by which the words are found: those of one word, read by an index
// by agency or over all of them, which the database chooses by how many agencies there are; those of two words
// where even the rarest word is common.
func rarestOf(ctx context.Context, tx bun.Tx, words []string, under subtree) (beginnings, error) {
	at, err := rarest(ctx, tx, singles(words), under)
	if err != nil || at.tokens < fewTokens || len(words) == 1 {
		return at, err
	}
	return rarestPair(ctx, tx, words, at, under)
}

// lastRune ends the range of tokens that begin with a prefix.
const lastRune = "\U0010FFFF"

// tokensUnder reads the tokens t of the subtree that begin with one of the prefixes.
func tokensUnder(prefixes []string, under subtree) sqlPart {
	var q sqlPart
	if len(prefixes) == 1 {
		q.add(" FROM organization.person_tokens t WHERE t.token >= ? AND t.token < ? AND t.agency_id IN ", prefixes[0], prefixes[0]+lastRune)
		q.join(under.agencies())
		return q
	}
	q.add(` FROM unnest(?::text[]) AS s (prefix) CROSS JOIN LATERAL (SELECT * FROM organization.person_tokens o
		WHERE o.token >= s.prefix COLLATE "C" AND o.token < s.prefix || ? AND o.agency_id IN `, pgdialect.Array(prefixes), lastRune)
	q.join(under.agencies())
	q.add(" OFFSET 0) t WHERE true")
	return q
}

// beginnings are the prefixes of the tokens that answer one or two words, and how many tokens there are, counted up to
// fewTokens.
type beginnings struct {
	words, prefixes []string
	tokens          int
}

// fewTokens is how many tokens are counted to learn what is the rarest.
const fewTokens = 1000

// singles are the beginnings of each word by itself.
func singles(words []string) []beginnings {
	each := make([]beginnings, len(words))
	for i, w := range words {
		each[i] = beginnings{words: []string{w}, prefixes: []string{w}}
	}
	return each
}

// rarest returns the beginnings of the fewest tokens of the subtree.
func rarest(ctx context.Context, tx bun.Tx, all []beginnings, under subtree) (beginnings, error) {
	var query sqlPart
	for i, b := range all {
		query.add(either(i == 0, "SELECT ARRAY[", ", ") + "(SELECT count(*) FROM (SELECT")
		query.join(tokensUnder(b.prefixes, under))
		query.add(" LIMIT ?) x)", fewTokens)
	}
	var counts []int
	if err := tx.NewRaw(query.text+"]", query.args...).Scan(ctx, pgdialect.Array(&counts)); err != nil {
		return beginnings{}, err
	}
	at := slices.Index(counts, slices.Min(counts))
	all[at].tokens = counts[at]
	return all[at], nil
}
