package demo

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/identity"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/pgtest"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting"
	"taphuan/internal/vietnamese"
)

// before is the two provinces of June 2025: 23 districts with their communes, two people in each, one of
// whom has completed the course.
type before struct {
	t              *testing.T
	db             *postgres.DB
	owner          *bun.DB
	units          []unit
	course, copy   uuid.UUID
	root, kontum   uuid.UUID
	districts      map[string]uuid.UUID
	former         map[string]uuid.UUID // by district and name
	formerOf       map[string][]uuid.UUID
	heirs          map[uuid.UUID][]string // codes of the units that a former commune went to
	begun          map[string]uuid.UUID
	now            time.Time
	events         *organization.AgencyEvents
	people         int
	ids            []uuid.UUID // events in the order of their application
	period         uuid.UUID
	administrator  access.Principal
	standingAgency access.Principal
}

// TestReformOf2025: the events of 2025, applied by the use cases over a world with results from before,
// move no figure of 30 June 2025; nor does taking them all back, nor applying them again.
func TestReformOf2025(t *testing.T) {
	t.Parallel()
	w := newBefore(t)
	want, state := w.figures(), w.state()
	if len(w.former) < 200 || !strings.Contains(want, "Done:1 ") {
		t.Fatalf("the world is too small: %d communes, %s", len(w.former), want)
	}
	w.reform()
	if diff := cmp.Diff(want, w.figures()); diff != "" {
		t.Errorf("figures of before have moved (-before +after):\n%s", diff)
	}
	w.checkAfter()
	for i := len(w.ids) - 1; i >= 0; i-- {
		done, err := w.events.ReverseAgencyEvent(t.Context(), w.administrator, organization.ReverseAgencyEvent{EventID: w.ids[i], Reason: "nạp lại danh mục"})
		if err != nil || len(done.Restated) > 0 {
			t.Fatalf("event %d: %v %+v", i, err, done)
		}
	}
	if diff := cmp.Diff(state, w.state()); diff != "" {
		t.Errorf("rows differ after all events were taken back:\n%s", diff)
	}
	if diff := cmp.Diff(want, w.figures()); diff != "" {
		t.Errorf("figures of before, after taking back:\n%s", diff)
	}
	w.ids = nil
	w.reform()
	if diff := cmp.Diff(want, w.figures()); diff != "" {
		t.Errorf("figures of before, after applying again:\n%s", diff)
	}
}

func (w *before) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *before) exec(query string, args ...any) {
	w.t.Helper()
	_, err := w.owner.ExecContext(context.Background(), query, args...)
	w.must(err)
}

func newBefore(t *testing.T) *before {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	w := &before{t: t, db: db, owner: owner, districts: map[string]uuid.UUID{}, former: map[string]uuid.UUID{}, formerOf: map[string][]uuid.UUID{}, heirs: map[uuid.UUID][]string{},
		begun: map[string]uuid.UUID{}, now: time.Date(2025, 7, 5, 3, 0, 0, 0, time.UTC)}
	var err error
	w.units, err = readUnits()
	w.must(err)
	w.publish()
	w.root, w.kontum = w.agency("51", "Tỉnh Quảng Ngãi", "province", uuid.Nil), w.agency("62", "Tỉnh Kon Tum", "province", uuid.Nil)
	for _, u := range w.units {
		w.standing(u)
	}
	w.must(organization.RebuildClosureTx(t.Context(), owner))
	w.exec(`INSERT INTO learning.requirements (id, agency_id, due_on, starts_on, document) VALUES (?, ?, '2025-06-30', '2024-01-01', 'KH 1905')`, w.root, w.root)
	w.exec(`INSERT INTO learning.requirement_rules (requirement_id, number, agency_id) VALUES (?0, 1, ?0), (?0, 2, ?1)`, w.root, w.kontum)
	w.exec(`INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) VALUES (?, 1, ?)`, w.root, w.course)
	plan := planning.Plan{ID: audit.NewID(), Number: "1905/KH-BCĐ138", IssuedOn: planStart, Title: "phòng, chống", Issuer: "Ban Chỉ đạo 138 tỉnh", Receiver: "Ban Chỉ đạo 138 tỉnh",
		ValidFrom: planStart, ValidTo: date(2026, 12, 31)}
	w.must(planning.CreatePlanTx(t.Context(), owner, planning.CreatePlan{Plan: plan}))
	w.must(owner.NewRaw(`SELECT id FROM planning.periods WHERE kind = 'half_year' AND year = 2025`).Scan(t.Context(), &w.period))
	keys, err := identity.NewKeys(make([]byte, 32))
	w.must(err)
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "http://localhost", Log: slog.New(slog.DiscardHandler)})
	w.must(err)
	links := organization.Links{Closed: planning.ClosedPeriods, Restate: planning.RestateTx,
		Followers: []organization.Follower{learning.FollowAgencies(), planning.FollowAgencies(), planning.FollowGathering()}}
	w.events = organization.NewAgencyEvents(organization.New(db, accounts, nil, links, func() time.Time { return w.now }))
	w.administrator = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.SystemAdmin, AgencyID: w.root, Agencies: []uuid.UUID{w.root}}}}
	w.standingAgency = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.StandingAgency, AgencyID: w.root, Agencies: []uuid.UUID{w.root}}}}
	return w
}

// publish stores the one course.
func (w *before) publish() {
	err := w.db.RunInTx(w.t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		d := catalog.Draft{Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Khóa học"}, Field: catalog.Cybersecurity, Level: "basic",
			Audience: []string{"CB"}, Periods: 800, PassMark: 700, ValidityMonths: 24, UpdatedOn: planStart}, ContentHash: []byte("an1"),
			Modules: []catalog.Module{{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{{Slug: "bai-1", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài"}, Minutes: 10,
				Texts: map[string]catalog.LessonText{"vi": {Blocks: []catalog.Block{{Kind: "html", HTML: "<p>Nội dung</p>"}}}}}}}}}
		_, err := catalog.PublishVersionTx(ctx, tx, &d, planStart)
		return err
	})
	w.must(err)
	w.must(w.owner.NewRaw(`SELECT id, current_version_id FROM catalog.courses`).Scan(w.t.Context(), &w.course, &w.copy))
}

func (w *before) agency(code, name, kind string, parent uuid.UUID) uuid.UUID {
	id := audit.NewID()
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, parent_id, name_key) VALUES (?, ?, '2020-01-01', ?, ?, ?, ?, ?)`,
		audit.NewID(), id, name, kind, code, postgres.NullID(parent), vietnamese.Fold(name))
	return id
}

// standing adds the district and the former communes of a unit of today.
func (w *before) standing(u unit) {
	top := w.root
	if u.province == "Kon Tum" {
		top = w.kontum
	}
	if w.districts[u.district] == uuid.Nil {
		w.districts[u.district] = w.agency(fmt.Sprintf("H%02d", len(w.districts)), u.district, "district", top)
		w.staff(w.districts[u.district])
	}
	for i, name := range u.predecessors {
		district := u.district
		if other, corrected := formerDistrict[name]; corrected {
			district = other
		}
		if name == district {
			w.formerOf[u.code] = append(w.formerOf[u.code], w.districts[district])
			continue
		}
		key := district + "/" + name
		if w.former[key] == uuid.Nil {
			if w.districts[district] == uuid.Nil {
				w.districts[district] = w.agency(fmt.Sprintf("H%02d", len(w.districts)), district, "district", top)
			}
			w.former[key] = w.agency(fmt.Sprintf("%s.%d", u.code, i+1), name, "commune", w.districts[district])
			w.staff(w.former[key])
		}
		w.formerOf[u.code] = append(w.formerOf[u.code], w.former[key])
		w.heirs[w.former[key]] = append(w.heirs[w.former[key]], u.code)
	}
}

// staff puts two people into an agency, of whom the first has completed the course there.
func (w *before) staff(agency uuid.UUID) {
	for i := range 2 {
		w.people++
		person, enrollment := audit.NewID(), audit.NewID()
		p, err := organization.NewPerson(person, agency, organization.Officer, "Nguyễn Văn An")
		w.must(err)
		code := fmt.Sprintf("%03d", i)
		p.Code = &code
		w.must(organization.InsertPersonTx(w.t.Context(), w.owner, p))
		w.exec(`INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2021-01-01')`, audit.NewID(), person, agency)
		if i > 0 {
			continue
		}
		w.exec(`INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source, enrolled_at, started_at, completed_at)
			VALUES (?, ?, ?, ?, ?, 'list', '2025-01-10', '2025-01-10', '2025-03-10')`, enrollment, person, agency, w.course, w.copy)
		w.exec(`INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
			VALUES (?, ?, ?, ?, ?, ?, 1, '2025-03-10', '2025-03-10', 900, 800)`, audit.NewID(), enrollment, person, agency, w.course, w.copy)
	}
}

// figures are what the reports of before say: completion on 30 June 2025 of both provinces and of every
// district and commune, and the indicators of the first half of 2025.
func (w *before) figures() string {
	w.t.Helper()
	service := reporting.New(w.db, planning.New(w.db, time.Now), func() time.Time { return time.Date(2025, 6, 30, 5, 0, 0, 0, time.UTC) }, true)
	var b strings.Builder
	completion := func(id uuid.UUID) {
		c, err := service.CountCompletion(w.t.Context(), w.standingAgency, reporting.CountCompletion{AgencyID: id})
		w.must(err)
		fmt.Fprintf(&b, "%s: %+v %+v\n", c.Agency.Name, c.Total, c.Rows)
	}
	for _, id := range []uuid.UUID{w.root, w.kontum} {
		completion(id)
		r, err := service.FindResults(w.t.Context(), w.standingAgency, reporting.FindResults{AgencyID: id, PeriodID: w.period})
		w.must(err)
		for _, line := range r.Lines {
			fmt.Fprintf(&b, "%s %s/%s/%s\n", line.Code, figure(line.Value), figure(line.Previous), figure(line.Cumulative))
		}
	}
	seen := map[string]bool{}
	for _, u := range w.units {
		if !seen[u.district] { // its rows are its communes
			seen[u.district] = true
			completion(w.districts[u.district])
		}
	}
	return b.String()
}

func figure(n *int64) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(*n)
}

// state is every row of the organization and of the requirements.
func (w *before) state() map[string][]string {
	all := map[string][]string{}
	for _, table := range []string{"organization.agencies", "organization.agency_versions", "organization.agency_closure", "organization.agency_events", "organization.persons",
		"organization.postings", "organization.person_tokens", "learning.requirements", "learning.requirement_rules", "learning.requirement_courses"} {
		var rows []string
		w.must(w.owner.NewRaw("SELECT to_jsonb(t)::text AS row FROM "+table+" t ORDER BY 1").Scan(w.t.Context(), &rows))
		all[table] = rows
	}
	return all
}

func (w *before) apply(e organization.AgencyEvent) {
	w.t.Helper()
	e.OccurredOn = merger
	preview, err := w.events.PreviewAgencyEvent(w.t.Context(), w.administrator, e)
	w.must(err)
	id, err := w.events.ApplyAgencyEvent(w.t.Context(), w.administrator, organization.ApplyAgencyEvent{Event: e, Digest: preview.Digest})
	w.must(err)
	w.ids = append(w.ids, id)
}

// reform applies the events: merges, moves of what stays as it is, splits, the end of the districts and
// of the second province.
func (w *before) reform() {
	w.t.Helper()
	for _, u := range w.units {
		if u.unchanged {
			continue
		}
		e := organization.AgencyEvent{Kind: organization.Merge, Document: docCommunes, Targets: []organization.EventTarget{{New: &organization.AgencyDetails{
			Name: u.name, Kind: kindOfUnit(u), Code: u.code, ParentID: w.root}}}}
		for _, id := range w.formerOf[u.code] {
			if len(w.heirs[id]) < 2 {
				e.Sources = append(e.Sources, id)
			}
		}
		w.apply(e)
		w.must(w.owner.NewRaw(`SELECT agency_id FROM organization.agency_event_targets WHERE event_id = ?`, w.ids[len(w.ids)-1]).Scan(w.t.Context(), ptr(w.begun, u.code)))
	}
	for _, u := range w.units {
		for _, id := range w.formerOf[u.code] {
			if codes := w.heirs[id]; len(codes) > 1 && codes[0] == u.code {
				e := organization.AgencyEvent{Kind: organization.Split, Document: docCommunes, Sources: []uuid.UUID{id}}
				for _, code := range codes {
					e.Targets = append(e.Targets, organization.EventTarget{AgencyID: w.begun[code]})
				}
				w.apply(e)
			}
		}
		if u.unchanged {
			w.apply(organization.AgencyEvent{Kind: organization.MoveParent, Document: docCommunes, Sources: w.formerOf[u.code],
				Details: &organization.AgencyDetails{Name: u.name, Kind: kindOfUnit(u), Code: u.code + ".1", ParentID: w.root}})
		}
	}
	for _, u := range w.units {
		if district := w.districts[u.district]; w.stands(district) {
			w.apply(organization.AgencyEvent{Kind: organization.Absorb, Document: docDistricts, Sources: []uuid.UUID{district}, Targets: []organization.EventTarget{{AgencyID: w.root}}})
		}
	}
	w.apply(organization.AgencyEvent{Kind: organization.Absorb, Document: docProvinces, Sources: []uuid.UUID{w.kontum}, Targets: []organization.EventTarget{{AgencyID: w.root}}})
}

// ptr lets a scan write into a map.
func ptr(m map[string]uuid.UUID, key string) any { return scanInto(func(id uuid.UUID) { m[key] = id }) }

type scanInto func(uuid.UUID)

func (f scanInto) Scan(src any) error {
	var id uuid.UUID
	err := id.Scan(src)
	f(id)
	return err
}

func (w *before) stands(id uuid.UUID) bool {
	n, err := w.owner.NewSelect().Table("organization.agency_versions").Where("agency_id = ? AND valid_to IS NULL", id).Count(w.t.Context())
	w.must(err)
	return n > 0
}

// checkAfter: on the day of the merger 96 units stand under the one province, and everybody is in one of
// them, or in the province itself.
func (w *before) checkAfter() {
	w.t.Helper()
	if got := names(w.t, w.owner, `SELECT name FROM organization.agency_versions WHERE parent_id = ? AND valid_from <= '2025-07-01' AND valid_to IS NULL`, w.root); len(got) != 96 {
		w.t.Errorf("%d units after the reform", len(got))
	}
	var posted int
	w.must(w.owner.NewRaw(`SELECT count(DISTINCT p.person_id) FROM organization.postings p JOIN organization.agency_closure c ON c.descendant_id = p.agency_id AND c.valid_to IS NULL
		WHERE c.ancestor_id = ? AND p.counts AND p.valid_to IS NULL`, w.root).Scan(w.t.Context(), &posted))
	if posted != w.people {
		w.t.Errorf("%d of %d people are in the province", posted, w.people)
	}
	service := reporting.New(w.db, planning.New(w.db, time.Now), func() time.Time { return time.Date(2025, 7, 1, 5, 0, 0, 0, time.UTC) }, true)
	c, err := service.CountCompletion(w.t.Context(), w.standingAgency, reporting.CountCompletion{AgencyID: w.root})
	w.must(err)
	if c.Total.People != int64(w.people) || c.Total.PeopleDone != int64(w.people/2) {
		w.t.Errorf("on 1 July %+v of %d people", c.Total, w.people)
	}
}
