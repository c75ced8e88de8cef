package reporting

import (
	"io"
	"testing"

	"taphuan/internal/access"
	"taphuan/internal/planning"
)

// bigWorld is 20,000 officers in 100 communes, 10 required courses, 200,000 enrollments of which half
// are completed.
func bigWorld(b *testing.B) *world {
	w := newWorld(b)
	w.agency(province, "province", "", "2022-01-01", "")
	w.exec(`CREATE TABLE public.units AS SELECT gen_random_uuid() AS id, n FROM generate_series(0, 99) n`)
	w.exec(`INSERT INTO organization.agencies SELECT id FROM units`)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, parent_id, name_key)
		SELECT gen_random_uuid(), id, '2022-01-01', 'Xã ' || n, 'commune', n::text, ?, '' FROM units`, w.id(province))
	w.closeTree()
	w.exec(`CREATE TABLE public.people AS SELECT gen_random_uuid() AS id, u.id AS agency_id, i AS n FROM generate_series(0, 19999) i JOIN units u ON u.n = i % 100`)
	w.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, family_name, given_name) SELECT id, agency_id, 'officer', 'Nguyễn Văn ' || n, 'Nguyễn', n::text FROM people`)
	w.exec(`INSERT INTO organization.postings (id, person_id, agency_id, valid_from) SELECT gen_random_uuid(), id, agency_id, '2022-01-01' FROM people`)
	for _, course := range []string{"c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"} {
		w.course(course, "it", 700, 600)
		w.require(course, province, "2024-11-01", "2025-10-31", nil, "")
		w.exec(`INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source, due_on, enrolled_at, started_at, completed_at)
			SELECT gen_random_uuid(), id, agency_id, ?, ?, 'list', '2025-10-31', '2025-03-01', '2025-03-02', CASE WHEN n % 2 = 0 THEN timestamptz '2025-05-05' END FROM people`, w.id(course), w.copies[course])
	}
	w.exec(`INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
		SELECT gen_random_uuid(), id, person_id, agency_id, course_id, course_version_id, 1, completed_at, completed_at::date, 800, 600 FROM learning.enrollments WHERE completed_at IS NOT NULL`)
	w.exec(`ANALYZE`)
	return w
}

// BenchmarkFigures measures a province's screen, its report, one commune's, and the export of 200,000 duties.
func BenchmarkFigures(b *testing.B) {
	w := bigWorld(b)
	s, year := w.service(), w.plan(planning.Year, 2025)
	standing, focal := w.as(access.StandingAgency, province), w.as(access.FocalPoint, province)
	commune := focal.Grants[0].Agencies[len(focal.Grants[0].Agencies)-1]
	if commune == w.id(province) {
		commune = focal.Grants[0].Agencies[0]
	}
	own := focal
	own.Grants = []access.Grant{{Role: access.FocalPoint, AgencyID: commune, Agencies: focal.Grants[0].Agencies[:]}}
	for name, run := range map[string]func() error{
		"completion of the province": func() error {
			_, err := s.CountCompletion(b.Context(), standing, CountCompletion{AgencyID: w.id(province)})
			return err
		},
		"completion of a commune": func() error {
			_, err := s.CountCompletion(b.Context(), own, CountCompletion{AgencyID: commune})
			return err
		},
		"report of the province": func() error {
			_, err := s.FindResults(b.Context(), standing, FindResults{w.id(province), year})
			return err
		},
		"report of a commune": func() error {
			_, err := s.FindResults(b.Context(), own, FindResults{commune, year})
			return err
		},
		"targets of the province": func() error {
			_, err := s.CompareTargets(b.Context(), standing, CompareTargets{AgencyID: w.id(province), PeriodID: year, Measure: planning.MeasureCoverage})
			return err
		},
		"page of people": func() error {
			_, _, err := s.ListPeople(b.Context(), own, ListPeople{AgencyID: commune, State: Overdue, Limit: 25})
			return err
		},
		"export of 100,000 rows": func() error {
			return s.ExportPeople(b.Context(), focal, ListPeople{AgencyID: w.id(province), State: Overdue}, "vi", io.Discard)
		},
		"rebuild": func() error { _, err := s.Verify(b.Context()); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
