package organization

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"taphuan/internal/access"
	"taphuan/internal/vietnamese"
)

// TestSearchCommonWords draws names from two vocabularies whose words are all common and seldom stand in one
// name: for any words a search finds just those whose name's words begin with them.
func TestSearchCommonWords(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	draw := rand.New(rand.NewPCG(1, 2))
	vocabularies := [][]string{{"Thị", "Thiên", "Kim", "Lan"}, {"Văn", "Vân", "Quốc", "Minh"}}
	both := slices.Concat(vocabularies...)
	names := make([]string, 3*fewTokens)
	for i := range names {
		words := vocabularies[i%2]
		if i%100 == 0 {
			words = both
		}
		for range 3 + draw.IntN(3) {
			names[i] += " " + words[draw.IntN(len(words))]
		}
	}
	w.many(w.first, len(names), func(i int) string { return names[i] })
	w.many(w.second, 1, func(int) string { return "Thị Văn Kim" })
	queries := []string{"thi quoc", "van kim lan", "t v", "thi lan q", "k q", "Thị Vân", "van thi zzz", "Văn an"}
	for range 40 {
		query := ""
		for _, at := range draw.Perm(len(both))[:2+draw.IntN(2)] {
			word := vietnamese.Fold(both[at])
			query += " " + word[:1+draw.IntN(len(word))]
		}
		queries = append(queries, query)
	}
	who := as(access.FocalPoint, w.first, w.second)
	few := 0
	for _, query := range queries {
		if words := vietnamese.Tokens(query); len(words) > 2 && nested(words) {
			continue
		}
		want := 0
		for _, name := range names {
			if namedBy(strings.Fields(vietnamese.Fold(name)), vietnamese.Tokens(query)) {
				want++
			}
		}
		found, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.first, Query: query, Limit: 50})
		ok(t, err)
		got, expected := fmt.Sprint(found.Total, found.More), fmt.Sprint(min(want, maxFound), want > maxFound)
		if got != expected {
			t.Errorf("%q finds %s, want %s", query, got, expected)
		}
		if want > 0 && want <= maxFound {
			few++
		}
	}
	if few < 10 {
		t.Errorf("only %d queries find somebody and not too many", few)
	}
}

// namedBy reports whether every prefix begins another of the words.
func namedBy(words, prefixes []string) bool {
	if len(prefixes) == 0 {
		return true
	}
	for i, word := range words {
		if strings.HasPrefix(word, prefixes[0]) && namedBy(slices.Concat(words[:i], words[i+1:]), prefixes[1:]) {
			return true
		}
	}
	return false
}

// nested reports whether a word begins another one: those may stand for one word of a name.
func nested(words []string) bool {
	for i, word := range words {
		for j, other := range words {
			if i != j && strings.HasPrefix(other, word) {
				return true
			}
		}
	}
	return false
}
