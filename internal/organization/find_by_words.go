package organization

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// word is one word of a query: folded, and as it was typed when it has accents.
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

// foundPerson is somebody whom every word finds; Exact counts the words that are written just so.
type foundPerson struct {
	PersonID uuid.UUID
	Exact    int
}

// findByWords returns the people of the subtree of whom every word is the beginning of a name word or
// code, those first who are written as typed, at most maxFound, and whether there are more.
func findByWords(ctx context.Context, tx bun.Tx, words []word, under subtreeOf) ([]foundPerson, bool, error) {
	var found []foundPerson
	seen := map[uuid.UUID]bool{}
	add := func(exact int, tokens []string) (more bool, err error) {
		ids, more, err := findTokens(ctx, tx, tokens, under)
		for _, id := range ids {
			if !seen[id] && len(found) < maxFound {
				seen[id] = true
				found = append(found, foundPerson{id, exact})
			}
		}
		return more, err
	}
	if exact := markedWords(words); len(exact) > 0 {
		if more, err := add(len(exact), append(exact, unmarkedWords(words)...)); err != nil || more {
			return found, more, err
		}
	}
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.folded
	}
	more, err := add(0, folded)
	return found, more, err
}

func markedWords(words []word) []string {
	var marked []string
	for _, w := range words {
		if w.marked != "" {
			marked = append(marked, w.marked)
		}
	}
	return marked
}

func unmarkedWords(words []word) []string {
	var plain []string
	for _, w := range words {
		if w.marked == "" {
			plain = append(plain, w.folded)
		}
	}
	return plain
}

// fewTokens is how many rows of a word are counted to learn which word is the rarest.
const fewTokens = 1000

// subtreeOf is an agency with everything below it on a day.
type subtreeOf struct {
	agency uuid.UUID
	day    time.Time
}

// tokensUnder reads the tokens from ?2 to ?3 of the agencies below ?0 on the day ?1, agency by agency, so
// that each is one step into the index and the reading stops when enough are found.
const tokensUnder = ` FROM (SELECT descendant_id FROM organization.agency_closure
		WHERE ancestor_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)) u
	CROSS JOIN LATERAL (SELECT person_id FROM organization.person_tokens
		WHERE agency_id = u.descendant_id AND token >= ?2 AND token < ?3 LIMIT ?4) t`

// manyTokens bounds the tokens that are read for one query: a person may have several that begin alike.
const manyTokens = 4 * maxFound

// findTokens returns who has a token that begins with each of the words, and whether there are more
// than maxFound or than were looked at. The rarest word is read by the index; the others are looked for in the names of the people it finds.
func findTokens(ctx context.Context, tx bun.Tx, words []string, under subtreeOf) ([]uuid.UUID, bool, error) {
	rarest, err := rarestWord(ctx, tx, words, under)
	if err != nil {
		return nil, false, err
	}
	limit := manyTokens
	if len(words) > 1 {
		limit = maxFound + 50 // two words seldom find one person twice
	}
	args := []any{under.agency, under.day, words[rarest], words[rarest] + lastRune, limit}
	var others strings.Builder
	look := func(text, word string) {
		others.WriteString(" AND " + text + placeholders(len(args), " ~ ?"))
		args = append(args, beginning(word))
	}
	for i, w := range words {
		if i == rarest {
			continue
		}
		look(foldedName, vietnamese.Fold(strings.TrimPrefix(w, vietnamese.Marked)))
		if strings.HasPrefix(w, vietnamese.Marked) { // dearer, so only where the folded word stands
			look(writtenName, w)
		}
	}
	var ids []uuid.UUID
	named := "" // one look-up per token, so that the reading stops when enough are found
	if others.Len() > 0 {
		named = " CROSS JOIN LATERAL (SELECT FROM organization.persons p WHERE p.id = t.person_id" + others.String() + " OFFSET 0) p"
	}
	err = tx.NewRaw("SELECT t.person_id"+tokensUnder+named+" LIMIT ?4", args...).Scan(ctx, &ids)
	all := len(ids) == limit
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	ids = slices.Compact(ids)
	return ids, all || len(ids) > maxFound, err
}

// The texts of person p in which a word is looked for: folded, with the code, and as it is written.
const (
	foldedName  = `(p.name_key || ' ' || lower(COALESCE(p.code, '')))`
	writtenName = `lower(p.full_name COLLATE "vi-x-icu")`
)

// beginning is the pattern of a word at the beginning of a word. Words hold letters and digits only.
func beginning(word string) string {
	spellings := vietnamese.Spellings(strings.TrimPrefix(word, vietnamese.Marked))
	return `\m(` + strings.Join(spellings, "|") + ")"
}

// lastRune ends the range of tokens that begin with a word.
const lastRune = "\U0010FFFF"

// rarestWord returns which word has the fewest tokens in the subtree.
func rarestWord(ctx context.Context, tx bun.Tx, words []string, under subtreeOf) (int, error) {
	rarest, fewest := 0, fewTokens+1
	if len(words) == 1 {
		return 0, nil
	}
	for i, w := range words {
		var n int
		err := tx.NewRaw("SELECT count(*) FROM (SELECT"+tokensUnder+" LIMIT ?4) x", under.agency, under.day, w, w+lastRune, fewest).Scan(ctx, &n)
		if err != nil {
			return 0, err
		}
		if n < fewest {
			rarest, fewest = i, n
		}
	}
	return rarest, nil
}
