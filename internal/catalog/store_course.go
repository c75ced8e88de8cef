package catalog

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// courseRow is a course as it is selected.
type courseRow struct {
	ID             uuid.UUID
	VersionID      uuid.UUID
	AgencyID       uuid.NullUUID
	Number         int
	Key            string
	Code           string
	TitleVI        string `bun:"title_vi"`
	TitleEN        string `bun:"title_en"`
	SummaryVI      string `bun:"summary_vi"`
	SummaryEN      string `bun:"summary_en"`
	OutcomeVI      string `bun:"outcome_vi"`
	OutcomeEN      string `bun:"outcome_en"`
	Field          Field
	Audience       []string `bun:",array"`
	Level          string
	Periods        int
	PassMark       int
	ValidityMonths int
	ReviewOn       *time.Time
	UpdatedOn      time.Time
	Licence        string
	WatchShare     int
	WatchMaxSpeed  int
	WatchInOrder   bool
	Details        json.RawMessage `bun:"type:jsonb"`
	ModuleCount    int
	LessonCount    int
}

func (r courseRow) course() Course {
	c := Course{ID: r.ID, VersionID: r.VersionID, AgencyID: r.AgencyID.UUID, Number: r.Number, Key: r.Key, Code: r.Code,
		Title: LocalText{r.TitleVI, r.TitleEN}, Summary: LocalText{r.SummaryVI, r.SummaryEN}, Outcome: LocalText{r.OutcomeVI, r.OutcomeEN},
		Field: r.Field, Audience: r.Audience, Level: r.Level, Periods: r.Periods, PassMark: r.PassMark, ValidityMonths: r.ValidityMonths,
		UpdatedOn: r.UpdatedOn, Licence: r.Licence, ModuleCount: r.ModuleCount, LessonCount: r.LessonCount,
		Watching: WatchingRules{Share: r.WatchShare, MaxSpeed: r.WatchMaxSpeed, InOrder: r.WatchInOrder}}
	if r.ReviewOn != nil {
		c.ReviewOn = *r.ReviewOn
	}
	_ = json.Unmarshal(r.Details, &c.Details) // written by insertVersion from the same type
	return c
}
