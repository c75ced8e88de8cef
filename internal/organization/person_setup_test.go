package organization

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

func upTo(text string) *time.Time {
	d := day(text)
	return &d
}

// terms is a posting that counts, as a specialist from a day.
func terms(agency uuid.UUID, from string) PostingTerms {
	return PostingTerms{AgencyID: agency, Position: "Chuyên viên", PositionGroup: "officer", Staffing: "none", Counts: true, From: day(from)}
}

func (w *school) add(who access.Principal, agency uuid.UUID, name string) uuid.UUID {
	w.t.Helper()
	id, _, err := w.AddPerson(w.t.Context(), who, AddPerson{Kind: Officer, FullName: name, Terms: terms(agency, "2026-01-05"), Confirmed: true})
	ok(w.t, err)
	return id
}

func (w *school) names(who access.Principal, q ListPeople) string {
	w.t.Helper()
	if q.Limit == 0 {
		q.Limit = 50
	}
	found, err := w.ListPeople(w.t.Context(), who, q)
	ok(w.t, err)
	var names []string
	for _, l := range found.Lines {
		names = append(names, l.FullName)
	}
	return strings.Join(names, ", ")
}

// second is the error of a use case that answers something else as well.
func second[T any](_ T, err error) error { return err }
