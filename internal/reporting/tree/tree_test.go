package tree

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

var (
	begin  = on("2022-01-01")
	merger = on("2025-07-01")
)

func on(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

func id(name string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)) }

// reform is a small reform of two provinces: A+B merge into N, C is divided between N and M, the
// district dissolves, E keeps its name and moves in from the other province, F merges into G there.
func reform() Tree {
	var versions []Version
	add := func(name, kind, parent string, from time.Time, to ...time.Time) {
		v := Version{AgencyID: id(name), Name: name, Kind: kind, ValidFrom: from, PublishesStrength: true}
		if parent != "" {
			above := id(parent)
			v.ParentID = &above
		}
		if len(to) > 0 {
			v.ValidTo = &to[0]
		}
		versions = append(versions, v)
	}
	add("province", "province", "", begin)
	add("other province", "province", "", begin, merger)
	add("district", "district", "province", begin, merger)
	add("other district", "district", "other province", begin, merger)
	for _, name := range []string{"A", "B", "C"} {
		add(name, "commune", "district", begin, merger)
	}
	add("school", "school", "A", begin, merger)
	add("school", "school", "N", merger)
	add("N", "commune", "province", merger)
	add("M", "commune", "province", merger)
	add("E", "commune", "other district", begin, merger)
	add("E", "commune", "province", merger)
	add("F", "commune", "other district", begin, merger)
	add("G", "commune", "province", merger)
	into := func(source, target string) Succession {
		to := id(target)
		return Succession{OccurredOn: merger, SourceID: id(source), TargetID: &to}
	}
	return New(versions, []Succession{into("A", "N"), into("B", "N"), into("C", "N"), into("C", "M"), into("F", "G"), into("other province", "province")})
}

func names(t Tree, ids []uuid.UUID) []string {
	var out []string
	for _, agency := range ids {
		v, _ := t.Last(agency, on("2030-01-01"))
		out = append(out, v.Name)
	}
	slices.Sort(out)
	return out
}

func TestPlace(t *testing.T) {
	t.Parallel()
	tr := reform()
	for _, c := range []struct {
		agency, day string
		want        []string
	}{
		{"A", "2025-06-30", []string{"A"}},
		{"A", "2025-07-01", []string{"N"}},
		{"C", "2025-07-01", []string{"M", "N"}},
		{"district", "2025-07-01", []string{"province"}},
		{"other district", "2025-07-01", []string{"province"}},
		{"E", "2026-01-01", []string{"E"}},
		{"N", "2025-06-30", nil},
	} {
		if got := names(tr, tr.Place(id(c.agency), on(c.day))); !slices.Equal(got, c.want) {
			t.Errorf("%s on %s: %v, want %v", c.agency, c.day, got, c.want)
		}
	}
}

func TestGroup(t *testing.T) {
	t.Parallel()
	tr := reform()
	for _, c := range []struct {
		unit, day        string
		members, partial []string
		in, out          int // standing on 2024-10-31
		split            bool
	}{
		{"N", "2025-10-31", []string{"A", "B", "N", "school"}, []string{"C"}, 3, 0, true},
		{"M", "2025-10-31", []string{"M"}, []string{"C"}, 0, 0, true},
		{"E", "2025-10-31", []string{"E"}, nil, 0, 1, false},
		{"G", "2025-10-31", []string{"G"}, nil, 0, 1, false},
		{"province", "2025-10-31", []string{"A", "B", "C", "E", "G", "M", "N", "district", "province", "school"}, nil, 6, 4, false},
		{"province", "2024-10-31", []string{"A", "B", "C", "district", "province", "school"}, nil, 6, 0, false},
		{"A", "2024-10-31", []string{"A", "school"}, nil, 2, 0, false},
	} {
		g, exists := tr.Group(id(c.unit), on(c.day))
		if !exists {
			t.Fatalf("%s does not exist on %s", c.unit, c.day)
		}
		var partial []uuid.UUID
		for _, p := range g.Partial {
			partial = append(partial, p.AgencyID)
		}
		in, out := tr.Standing(g, on("2024-10-31"))
		got := []any{names(tr, g.Agencies()), names(tr, partial), in, out, g.SplitAfter(on("2024-10-31"))}
		if diff := cmp.Diff([]any{c.members, c.partial, c.in, c.out, c.split}, got); diff != "" {
			t.Errorf("%s on %s: %s", c.unit, c.day, diff)
		}
	}
	if _, exists := tr.Group(id("A"), merger); exists {
		t.Error("A exists after the merger")
	}
}

// Every agency of the past counts in exactly one row of the province, or in the whole alone.
func TestEveryAgencyCountsOnce(t *testing.T) {
	t.Parallel()
	tr := reform()
	for _, day := range []string{"2022-01-01", "2025-06-30", "2025-07-01", "2026-12-31"} {
		g, _ := tr.Group(id("province"), on(day))
		seen := map[uuid.UUID]int{}
		for _, m := range g.Members {
			seen[m.AgencyID]++
			if m.Branch < 0 || m.Branch > len(g.Rows) || m.Branch == 0 && m.AgencyID != id("C") {
				t.Errorf("%s: %v has branch %d", day, names(tr, []uuid.UUID{m.AgencyID}), m.Branch)
			}
		}
		for agency, n := range seen {
			if n != 1 {
				t.Errorf("%s: %v counts %d times", day, names(tr, []uuid.UUID{agency}), n)
			}
		}
	}
}

func TestCountsFrom(t *testing.T) {
	t.Parallel()
	tr := reform()
	g, _ := tr.Group(id("E"), on("2025-10-31"))
	if len(g.Members) != 1 || !g.Members[0].CountsFrom.Equal(merger) {
		t.Errorf("E counts from %v", g.Members)
	}
	g, _ = tr.Group(id("N"), on("2025-10-31"))
	for _, m := range g.Members {
		if !m.CountsFrom.IsZero() {
			t.Errorf("%v counts from %v", names(tr, []uuid.UUID{m.AgencyID}), m.CountsFrom)
		}
	}
}

// Versions that name each other as parents, or successions in a ring, end a walk instead of the program.
func TestRingsEnd(t *testing.T) {
	t.Parallel()
	a, b := id("a"), id("b")
	ends := merger
	tr := New([]Version{
		{AgencyID: a, Name: "a", ParentID: &b, ValidFrom: begin, ValidTo: &ends}, {AgencyID: b, Name: "b", ParentID: &a, ValidFrom: begin, ValidTo: &ends},
	}, []Succession{{OccurredOn: merger, SourceID: a, TargetID: &b}, {OccurredOn: merger, SourceID: b, TargetID: &a}})
	if places := tr.Place(a, merger); len(places) != 0 {
		t.Errorf("places %v", places)
	}
	if _, known := tr.Root(a, begin); !known {
		t.Error("no root")
	}
	if n := len(tr.Subtree(a, begin)); n > 2*maxDepth {
		t.Errorf("%d agencies below", n)
	}
}
