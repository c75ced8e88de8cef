package organization

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// rarestPair returns the beginnings of the two words that meet in the fewest tokens of the subtree, or the
// single word when no two of them can be asked together: each two words without a digit stand at the
// beginning of some folded token (vietnamese.SearchTokens).
func rarestPair(ctx context.Context, tx bun.Tx, words []string, single beginnings, under subtree) (beginnings, error) {
	var pairs []beginnings
	leads := make([][]string, len(words))
	for i, word := range words {
		var err error
		if leads[i], err = leadsOf(ctx, tx, word, under); err != nil {
			return single, err
		}
		for j := range i {
			if leads[i] != nil && leads[j] != nil {
				prefixes := slices.Concat(followed(leads[i], words[j]), followed(leads[j], word))
				pairs = append(pairs, beginnings{words: []string{words[j], word}, prefixes: prefixes})
			}
		}
	}
	if len(pairs) == 0 {
		return single, nil
	}
	return rarest(ctx, tx, pairs, under)
}

// followed are the beginnings of tokens whose second word begins with a word.
func followed(leads []string, word string) []string {
	prefixes := make([]string, len(leads))
	for i, lead := range leads {
		prefixes[i] = lead + " " + word
	}
	return prefixes
}

// maxLeads is more than how many words of names begin alike.
const maxLeads = 500

// leadsOf returns the words by which tokens of the subtree begin that begin with a word; nil when a code is
// among them, which stands in no pair.
func leadsOf(ctx context.Context, tx bun.Tx, word string, under subtree) ([]string, error) {
	if vietnamese.HasDigit(word) {
		return nil, nil
	}
	next := func(from string, args ...any) sqlPart { // the index is asked once per word and not read through
		var q sqlPart
		q.add("SELECT split_part(t.token, ' ', 1) FROM organization.person_tokens t WHERE t.token >= "+from+" AND t.token < ? AND t.agency_id IN ", append(args, word+lastRune)...)
		q.join(under.agencies())
		q.add(" ORDER BY t.token LIMIT 1")
		return q
	}
	var query sqlPart
	query.add("WITH RECURSIVE leads (word) AS ((")
	query.join(next("?", word))
	query.add(") UNION ALL SELECT (")
	query.join(next("l.word || '!'")) // comes after the space behind a word
	query.add(") FROM leads l WHERE l.word !~ '[0-9]') SELECT word FROM leads WHERE word IS NOT NULL LIMIT ?", maxLeads)
	var leads []string
	if err := tx.NewRaw(query.text, query.args...).Scan(ctx, &leads); err != nil {
		return nil, err
	}
	if len(leads) == maxLeads || slices.ContainsFunc(leads, vietnamese.HasDigit) {
		return nil, nil
	}
	return leads, nil
}
