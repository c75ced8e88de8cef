package planning

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// Plan (kế hoạch) is the document that orders the training, with the days on which it holds.
type Plan struct {
	bun.BaseModel `bun:"table:planning.plans"`
	ID            uuid.UUID  `bun:"id"`
	Number        string     `bun:"number"` // "1905/KH-BCĐ138"
	IssuedOn      time.Time  `bun:"issued_on,type:date"`
	Title         string     `bun:"title"`    // what it is about, as cited: "phòng ngừa, đấu tranh ..."
	Issuer        string     `bun:"issuer"`   // "Ban Chỉ đạo 138 tỉnh"
	Receiver      string     `bun:"receiver"` // kính gửi
	ValidFrom     time.Time  `bun:"valid_from,type:date"`
	ValidTo       time.Time  `bun:"valid_to,type:date"`
	PredecessorID *uuid.UUID `bun:"predecessor_id"`
	// RollToWorkday moves a deadline on a Saturday or Sunday to the next Monday.
	RollToWorkday bool `bun:"roll_to_workday"`
}

// Reporter (cơ quan báo cáo) is an agency that owes reports under a plan, by a document, from one
// day (included) to another (excluded; nil: still).
type Reporter struct {
	bun.BaseModel `bun:"table:planning.reporters"`
	PlanID        uuid.UUID  `bun:"plan_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	ValidFrom     time.Time  `bun:"valid_from,type:date"`
	ValidTo       *time.Time `bun:"valid_to,type:date"`
	Document      string     `bun:"document"`
}

// Bounds of one plan.
const (
	maxPeriods   = 60
	maxReporters = 5_000
	maxYears     = 20
)

// Validate says what is wrong with the plan's own fields: fault.ErrInvalid with the fields named.
func (p Plan) Validate() error {
	wrong := fault.ErrInvalid
	for _, f := range []struct {
		name, text string
		max        int
	}{{"number", p.Number, 60}, {"title", p.Title, 500}, {"issuer", p.Issuer, 200}, {"receiver", p.Receiver, 500}} {
		if strings.TrimSpace(f.text) == "" {
			f.text = ""
		}
		wrong = wrong.CheckText(f.name, f.text, 1, f.max)
	}
	if p.IssuedOn.IsZero() {
		wrong = wrong.At("issuedOn", "required", fault.TextRequired)
	}
	if !p.ValidTo.After(p.ValidFrom) || p.ValidTo.Year()-p.ValidFrom.Year() > maxYears {
		wrong = wrong.At("validTo", "invalid", fault.Text{
			VI: fmt.Sprintf("Ngày hết hiệu lực phải sau ngày bắt đầu và không quá %d năm.", maxYears),
			EN: fmt.Sprintf("The plan must end after it begins, within %d years.", maxYears)})
	}
	return wrong.OrNil()
}
