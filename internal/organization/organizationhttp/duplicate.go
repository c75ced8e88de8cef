package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// Duplicate is a pair of entries that may be one person.
type Duplicate struct {
	First    DuplicateEntry `json:"first"`
	Second   DuplicateEntry `json:"second"`
	Evidence []string       `json:"evidence" doc:"number, code, name_year, name; the strongest first"`
}

// DuplicateEntry is one entry of a pair.
type DuplicateEntry struct {
	PersonID uuid.UUID `json:"personId"`
	FullName string    `json:"fullName"`
	Code     string    `json:"code"`
	Kind     string    `json:"kind"`
	Unit     string    `json:"unit"`
}

// DuplicateList is a page of pairs. elsewhere counts people of whom an agency out of reach may have an
// entry too; whoever keeps people above both sees them.
type DuplicateList struct {
	web.List[Duplicate]
	Elsewhere int `json:"elsewhere"`
}

func entryOf(l organization.PersonLine) DuplicateEntry {
	return DuplicateEntry{PersonID: l.PersonID, FullName: l.FullName, Code: l.Code, Kind: string(l.Kind), Unit: l.Unit}
}

func listDuplicates(svc *organization.Service) func(context.Context, access.Principal, *agencyPageInput) (*web.Body[DuplicateList], error) {
	return func(ctx context.Context, who access.Principal, in *agencyPageInput) (*web.Body[DuplicateList], error) {
		pairs, total, elsewhere, err := svc.ListDuplicates(ctx, who, in.ID, in.Limit(), in.Offset())
		list := web.ListOf(pairs, total, in.Paging, func(d organization.Duplicate) Duplicate {
			return Duplicate{First: entryOf(d.First), Second: entryOf(d.Second), Evidence: d.Evidence}
		})
		return web.Respond(DuplicateList{List: list, Elsewhere: elsewhere}), err
	}
}

// PairInput names two entries in the path.
type PairInput struct {
	FirstID  uuid.UUID `path:"firstId"`
	SecondID uuid.UUID `path:"secondId"`
}

// Pair is two entries side by side before the second goes into the first.
type Pair struct {
	First        DuplicateEntry `json:"first"`
	Second       DuplicateEntry `json:"second"`
	Evidence     []string       `json:"evidence"`
	FirstCounts  []FactCount    `json:"firstCounts"`
	SecondCounts []FactCount    `json:"secondCounts"`
	Refused      string         `json:"refused" doc:"Why the second cannot go into the first; empty: it can"`
}

func findPair(svc *organization.Service) func(context.Context, access.Principal, *PairInput) (*web.Body[Pair], error) {
	return func(ctx context.Context, who access.Principal, in *PairInput) (*web.Body[Pair], error) {
		page, err := svc.FindPair(ctx, who, in.FirstID, in.SecondID)
		if err != nil {
			return nil, err
		}
		locale := web.Locale(ctx)
		pair := Pair{First: entryOf(page.First), Second: entryOf(page.Second), Evidence: page.Evidence,
			FirstCounts: factsOf(page.Counts.Kept, locale), SecondCounts: factsOf(page.Counts.Merged, locale)}
		if page.Refused != nil {
			pair.Refused = fault.From(page.Refused).Text.In(locale)
		}
		return web.Respond(pair), nil
	}
}

func tellApart(svc *organization.Service) func(context.Context, access.Principal, *PairInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *PairInput) (*struct{}, error) {
		return nil, svc.TellApart(ctx, who, in.FirstID, in.SecondID)
	}
}

// Merge is one merge, with what both entries held before and the kept one after.
type Merge struct {
	ID           uuid.UUID   `json:"id"`
	KeptID       uuid.UUID   `json:"keptId"`
	MergedName   string      `json:"mergedName"`
	Evidence     []string    `json:"evidence"`
	KeptBefore   []FactCount `json:"keptBefore"`
	MergedBefore []FactCount `json:"mergedBefore"`
	After        []FactCount `json:"after"`
	Reason       string      `json:"reason"`
	MergedAt     time.Time   `json:"mergedAt"`
	Undone       bool        `json:"undone"`
}

func mergeOf(m organization.PersonMerge, locale string) Merge {
	return Merge{ID: m.ID, KeptID: m.KeptID, MergedName: m.MergedName, Evidence: m.Evidence, KeptBefore: factsOf(m.Before.Kept, locale),
		MergedBefore: factsOf(m.Before.Merged, locale), After: factsOf(m.After.Kept, locale), Reason: m.Reason, MergedAt: m.MergedAt.UTC(), Undone: m.UndoneAt != nil}
}

type mergeInput struct {
	Body struct {
		KeptID   uuid.UUID `json:"keptId"`
		MergedID uuid.UUID `json:"mergedId"`
		Reason   string    `json:"reason" maxLength:"500"`
	}
}

func mergePeople(svc *organization.Service) func(context.Context, access.Principal, *mergeInput) (*web.Body[Merge], error) {
	return func(ctx context.Context, who access.Principal, in *mergeInput) (*web.Body[Merge], error) {
		m, err := svc.MergePeople(ctx, who, organization.MergePeople{Kept: in.Body.KeptID, Merged: in.Body.MergedID, Reason: in.Body.Reason})
		return web.Respond(mergeOf(m, web.Locale(ctx))), err
	}
}

func listMerges(svc *organization.Service) func(context.Context, access.Principal, *agencyPageInput) (*web.Body[web.List[Merge]], error) {
	return func(ctx context.Context, who access.Principal, in *agencyPageInput) (*web.Body[web.List[Merge]], error) {
		merges, total, err := svc.ListMerges(ctx, who, in.ID, in.Limit(), in.Offset())
		return web.Respond(web.ListOf(merges, total, in.Paging, func(m organization.PersonMerge) Merge { return mergeOf(m, web.Locale(ctx)) })), err
	}
}

type undoInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

func undoMerge(svc *organization.Service) func(context.Context, access.Principal, *undoInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *undoInput) (*struct{}, error) {
		return nil, svc.UndoMerge(ctx, who, in.ID, in.Body.Reason)
	}
}
