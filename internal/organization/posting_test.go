package organization

import (
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

func TestPostings(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept, w.first)
	id := w.add(who, w.dept, "Lê An")
	add := func(change func(*PostingTerms)) error {
		posting := terms(w.first, "2026-03-01")
		change(&posting)
		_, _, err := w.AddPosting(t.Context(), who, AddPosting{PersonID: id, Terms: posting, Reason: "Theo quyết định"})
		return err
	}
	wantFault(t, add(func(*PostingTerms) {}), ErrCountsTwice)
	ok(t, add(func(p *PostingTerms) { p.Counts = false }))
	wantFault(t, add(func(p *PostingTerms) { p.Counts = false; p.To = upTo("2026-05-01") }), ErrPostingTwice)
	wantFault(t, add(func(p *PostingTerms) { p.AgencyID = w.second; p.Counts = false }), fault.ErrNotFound)
	ok(t, add(func(p *PostingTerms) { p.From, p.To = day("2025-01-01"), upTo("2026-01-05") })) // ends on the day on which the other begins
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if len(page.Postings) != 3 || page.AgencyID != w.dept || !page.Working {
		t.Fatalf("the page is %+v", page)
	}
	var counting PostingLine
	for _, p := range page.Postings {
		if p.Counts && p.ValidTo == nil {
			counting = p
		}
	}
	end := terms(uuid.Nil, "2026-01-05")
	end.To = upTo("2026-08-01")
	change := func(who access.Principal, posting uuid.UUID) error {
		_, err := w.ChangePosting(t.Context(), who, ChangePosting{PersonID: id, PostingID: posting, Terms: end, Reason: "Hết nhiệm kỳ"})
		return err
	}
	ok(t, change(who, counting.ID))
	wantFault(t, change(who, audit.NewID()), fault.ErrNotFound)
	ok(t, add(func(p *PostingTerms) { p.From, p.Position = day("2026-08-01"), "Giáo viên" }))
	if n := w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", id, w.first); n != 1 {
		t.Error("the person does not follow the posting that counts")
	}
	wantFault(t, change(as(access.FocalPoint, w.second), counting.ID), fault.ErrNotFound)
	wantFault(t, change(as(access.AgencyLeader, w.dept), counting.ID), fault.ErrForbidden)
}
