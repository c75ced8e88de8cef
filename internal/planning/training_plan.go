package planning

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// TrainingPlanState says whether a yearly plan can still be changed.
type TrainingPlanState string

// The states of a yearly plan.
const (
	TrainingPlanDraft     TrainingPlanState = "draft"     // bản nháp
	TrainingPlanSubmitted TrainingPlanState = "submitted" // đã nộp
)

// TrainingPlan (kế hoạch tập huấn, bồi dưỡng năm) is what an agency itself intends in a year. Number
// counts its versions: a submitted one never changes.
type TrainingPlan struct {
	bun.BaseModel `bun:"table:planning.training_plans"`
	ID            uuid.UUID         `bun:"id"`
	AgencyID      uuid.UUID         `bun:"agency_id"`
	Year          int               `bun:"year"`
	Number        int               `bun:"number"`
	State         TrainingPlanState `bun:"state"`
	Document      string            `bun:"document"` // number and day of the agency's own plan
	Revision      int               `bun:"revision"` // counts the savings of a draft
	SavedBy       *uuid.UUID        `bun:"saved_by"`
	SavedAt       time.Time         `bun:"saved_at"`
	SubmittedBy   *uuid.UUID        `bun:"submitted_by"`
	SubmittedAt   *time.Time        `bun:"submitted_at"`
	Items         []PlannedTraining `bun:"-"`
}

// PlannedTraining (lớp, khóa dự kiến) is one line of a yearly plan.
type PlannedTraining struct {
	bun.BaseModel  `bun:"table:planning.training_plan_items"`
	TrainingPlanID uuid.UUID  `bun:"training_plan_id"`
	AgencyID       uuid.UUID  `bun:"agency_id"`
	Position       int        `bun:"position"`
	CourseID       *uuid.UUID `bun:"course_id"`
	Title          string     `bun:"title"` // of what is no course of the platform
	Form           string     `bun:"form"`  // online, in_person, blended
	People         int        `bun:"people"`
	Month          int        `bun:"month"`
	Budget         *int64     `bun:"budget"` // đồng, as declared; nil: no figure
}

// Bounds of a yearly plan.
const (
	maxPlannedTrainings = 200
	maxPlannedText      = 200 // characters
	maxPlannedPeople    = 1_000_000
	maxBudget           = 1_000_000_000_000
	firstPlanYear       = 2022
	lastPlanYear        = 2100
)

// Faults of yearly plans.
var (
	ErrTrainingPlanChanged = fault.New(fault.Conflict, "training_plan.changed",
		fault.Text{VI: "Kế hoạch vừa được người khác sửa hoặc nộp. Hãy tải lại trang rồi sửa tiếp.", EN: "Somebody else has just changed or submitted this plan. Reload the page, then go on."})
	ErrTrainingPlanEmpty = fault.New(fault.Conflict, "training_plan.empty",
		fault.Text{VI: "Kế hoạch chưa có lớp nào. Hãy thêm ít nhất một dòng rồi nộp.", EN: "The plan has no training yet. Add a line, then submit it."})
	ErrTrainingPlanDocument = fault.New(fault.Conflict, "training_plan.document",
		fault.Text{VI: "Hãy ghi số, ngày của văn bản kế hoạch rồi nộp.", EN: "Enter the number and day of the plan's document, then submit it."})
)

// Total adds up the plan: people are turns, since one person may stand in several lines.
func (p TrainingPlan) Total() (people int, budget *int64) {
	for _, item := range p.Items {
		people += item.People
		if item.Budget != nil {
			if budget == nil {
				budget = new(int64)
			}
			*budget += *item.Budget
		}
	}
	return people, budget
}

// clean puts a line's texts in their stored form: a course has no title of its own.
func (t *PlannedTraining) clean() {
	t.Title = vietnamese.Normalize(t.Title)
	if t.CourseID != nil {
		t.Title = ""
	}
}

// check adds what is wrong with a line.
func (t PlannedTraining) check(wrong *fault.Error, at int) *fault.Error {
	name := fmt.Sprintf("items[%d].", at)
	if t.CourseID == nil {
		wrong = wrong.CheckText("body."+name+"title", t.Title, 1, maxPlannedText)
	}
	if t.Form != "online" && t.Form != "in_person" && t.Form != "blended" {
		wrong = wrong.At("body."+name+"form", "not_an_option", fault.TextInvalid)
	}
	for _, n := range []struct {
		field            string
		value, low, most int64
	}{{"people", int64(t.People), 1, maxPlannedPeople}, {"month", int64(t.Month), 1, 12}, {"budget", budgetOf(t), 0, maxBudget}} {
		if n.value < n.low || n.value > n.most {
			wrong = wrong.At("body."+name+n.field, "out_of_range", fault.Text{VI: "Số này nằm ngoài giới hạn.", EN: "This number is out of bounds."})
		}
	}
	return wrong
}

func budgetOf(t PlannedTraining) int64 {
	if t.Budget == nil {
		return 0
	}
	return *t.Budget
}

// latestPlans returns the newest versions of an agency's year, at most limit, with their lines.
func latestPlans(ctx context.Context, tx bun.IDB, agency uuid.UUID, year, limit int) ([]TrainingPlan, error) {
	var plans []TrainingPlan
	err := tx.NewSelect().Model(&plans).Where("agency_id = ? AND year = ?", agency, year).Order("number DESC").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return plans, addItems(ctx, tx, plans)
}

func addItems(ctx context.Context, tx bun.IDB, plans []TrainingPlan) error {
	if len(plans) == 0 {
		return nil
	}
	byID := map[uuid.UUID]*TrainingPlan{}
	ids := make([]uuid.UUID, len(plans))
	for i := range plans {
		ids[i], byID[plans[i].ID] = plans[i].ID, &plans[i]
	}
	var items []PlannedTraining
	err := tx.NewSelect().Model(&items).Where("training_plan_id IN (?)", bun.List(ids)).Order("training_plan_id", "position").Scan(ctx)
	for _, item := range items {
		plan := byID[item.TrainingPlanID]
		plan.Items = append(plan.Items, item)
	}
	return err
}
