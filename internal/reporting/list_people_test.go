package reporting

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
)

func TestListPeople(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	for name, c := range map[string]struct {
		role   access.Role
		agency string
		q      ListPeople
		want   []string
		total  int
	}{
		"overdue in the department":      {access.FocalPoint, department, ListPeople{State: Overdue}, []string{"d3 an1", "d4 an1", "d5 an1"}, 3},
		"a page of them":                 {access.FocalPoint, department, ListPeople{State: Overdue, Limit: 2, Offset: 1}, []string{"d4 an1", "d5 an1"}, 3},
		"not done is not overdue":        {access.AgencyLeader, department, ListPeople{State: NotDone}, []string{"d1 sp1"}, 1},
		"done anywhere, the mover too":   {access.FocalPoint, communeN, ListPeople{State: Done}, []string{"a1 an1", "a2 an1", "b1 an1", "b2 an1", "mover an1"}, 5},
		"one course":                     {access.FocalPoint, school, ListPeople{State: Done, CourseKey: "sp1"}, []string{"t1 sp1"}, 1},
		"a unit without published names": {access.FocalPoint, police, ListPeople{State: Overdue}, nil, 0},
	} {
		q := c.q
		q.AgencyID = w.id(c.agency)
		if q.Limit == 0 {
			q.Limit = 100
		}
		people, total, err := s.ListPeople(t.Context(), w.as(c.role, c.agency), q)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, p := range people {
			got = append(got, strings.TrimPrefix(p.FullName, "Nguyễn ")+" "+p.CourseKey)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || total != c.total {
			t.Errorf("%s: total %d, %s", name, total, diff)
		}
	}
	var readers []string
	err := w.owner.NewRaw(`SELECT DISTINCT what FROM audit.person_reads WHERE person_id = ?`, w.id("mover")).Scan(t.Context(), &readers)
	if err != nil || !slices.Equal(readers, []string{"completion_list"}) {
		t.Errorf("the mover was told of %v, %v", readers, err)
	}
}

// The list behind a cell has as many rows as the cell says, for every unit and state.
func TestListEqualsTheCell(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	for _, agency := range []string{department, communeN, school} {
		focal := w.as(access.FocalPoint, agency)
		c, err := s.CountCompletion(t.Context(), focal, CountCompletion{AgencyID: w.id(agency)})
		if err != nil {
			t.Fatal(err)
		}
		for state, want := range map[DutyState]int64{Done: c.Total.Done, NotDone: c.Total.NotDone, Overdue: c.Total.Overdue} {
			people, total, err := s.ListPeople(t.Context(), focal, ListPeople{AgencyID: w.id(agency), State: state, Limit: 100})
			if err != nil || int64(total) != want || int64(len(people)) != want {
				t.Errorf("%s %s: %d rows of %d, the cell says %d, %v", agency, state, len(people), total, want, err)
			}
		}
	}
}

// No service call gives a province role a person: lists are refused, and the figures' types hold none.
func TestProvinceSeesNoPerson(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s, year := w.service(), w.plan(planning.Year, 2025)
	var persons []string
	if err := w.owner.NewRaw(`SELECT id::text FROM organization.persons UNION ALL SELECT full_name FROM organization.persons`).Scan(t.Context(), &persons); err != nil || len(persons) != 40 {
		t.Fatalf("%d ids and names, %v", len(persons), err)
	}
	for _, role := range []access.Role{access.ProvinceManager, access.StandingAgency} {
		for _, agency := range []string{province, police, department, communeN, school} {
			who := w.as(role, agency) // even the agency of their own grant
			q := ListPeople{AgencyID: w.id(agency), State: Overdue, Limit: 10}
			if _, _, err := s.ListPeople(t.Context(), who, q); !errors.Is(err, fault.ErrForbidden) {
				t.Errorf("%s at %s lists people: %v", role, agency, err)
			}
			var out bytes.Buffer
			if err := s.ExportPeople(t.Context(), who, q, "vi", &out); !errors.Is(err, fault.ErrForbidden) || out.Len() > 0 {
				t.Errorf("%s at %s exports people: %v", role, agency, err)
			}
			completion, err := s.CountCompletion(t.Context(), who, CountCompletion{AgencyID: w.id(agency)})
			if err != nil {
				t.Fatal(err)
			}
			results, err := s.FindResults(t.Context(), who, FindResults{w.id(agency), year})
			if err != nil {
				t.Fatal(err)
			}
			text := fmt.Sprintf("%+v %+v", completion, results)
			for _, person := range persons {
				if strings.Contains(text, person) {
					t.Errorf("%s at %s sees %s", role, agency, person)
				}
			}
		}
	}
	for _, result := range []any{Completion{}, Results{}} {
		findPersons(t, reflect.TypeOf(result), reflect.TypeOf(result).Name(), 0)
	}
}

// findPersons fails for a field that could hold a person.
func findPersons(t *testing.T, typ reflect.Type, path string, depth int) {
	if depth > 6 {
		return
	}
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		findPersons(t, typ.Elem(), path, depth+1)
	case reflect.Struct:
		for i := range typ.NumField() {
			f := typ.Field(i)
			if strings.Contains(f.Name, "Person") || strings.Contains(f.Name, "FullName") {
				t.Errorf("%s.%s", path, f.Name)
			}
			findPersons(t, f.Type, path+"."+f.Name, depth+1)
		}
	}
}

func TestListPeopleRefuses(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	for name, c := range map[string]struct {
		who    access.Principal
		agency uuid.UUID
		want   error
	}{
		"another agency":           {w.as(access.FocalPoint, department), w.id(communeN), fault.ErrNotFound},
		"the agency above":         {w.as(access.AgencyLeader, department), w.id(province), fault.ErrNotFound},
		"a learner":                {w.as(access.Learner, department), w.id(department), fault.ErrForbidden},
		"nobody":                   {access.Principal{}, w.id(department), fault.ErrSignInRequired},
		"a predecessor that ended": {w.as(access.FocalPoint, communeN), w.id(communeA), fault.ErrNotFound},
	} {
		if _, _, err := s.ListPeople(t.Context(), c.who, ListPeople{AgencyID: c.agency, State: Done, Limit: 10}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	// Row-level security is the net below: a principal who claims another agency's right without its
	// reach, past the service's own check, finds nobody there.
	forged := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: w.id(department), Agencies: []uuid.UUID{w.id(department)}}}}
	people, _, err := s.ListPeople(t.Context(), forged, ListPeople{AgencyID: w.id(department), State: Done, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.Unit != department {
			t.Errorf("%s of %s", p.FullName, p.Unit)
		}
	}
}

func TestExportPeople(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	w.exec(`UPDATE organization.persons SET full_name = '=HYPERLINK("http://x")' WHERE id = ?`, w.id("d4"))
	var out bytes.Buffer
	err := w.service().ExportPeople(t.Context(), w.as(access.FocalPoint, department), ListPeople{AgencyID: w.id(department), State: Overdue}, "vi", &out)
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows("Sheet1")
	want := [][]string{
		{"MẪU - SỐ LIỆU MINH HỌA"},
		{"STT", "Họ và tên", "Đơn vị", "Nhóm vị trí", "Mã khóa học", "Khóa học", "Trạng thái", "Hạn hoàn thành", "Ngày hoàn thành"},
		{"1", "Nguyễn d3", department, "Công chức, viên chức", "an1", "Khóa an1", "Quá hạn", "30/09/2025"},
		{"2", `'=HYPERLINK("http://x")`, department, "Công chức, viên chức", "an1", "Khóa an1", "Quá hạn", "30/09/2025"},
		{"3", "Nguyễn d5", department, "Công chức, viên chức", "an1", "Khóa an1", "Quá hạn", "30/09/2025"},
	}
	if diff := cmp.Diff(want, rows); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if formula, _ := file.GetCellFormula("Sheet1", "B4"); formula != "" {
		t.Errorf("a formula: %s", formula)
	}
}
