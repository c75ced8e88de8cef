package cataloghttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/web"
)

type listInput struct {
	web.Paging
	Query string `query:"q" maxLength:"100" doc:"Words of titles or lessons; accents are folded"`
	Field string `query:"field" enum:"it,cybersecurity,pedagogy,psychology" doc:"Field of the plan"`
}

// CourseCard is a course in a list.
type CourseCard struct {
	Key            string        `json:"key"`
	Code           string        `json:"code"`
	Title          web.LocalText `json:"title"`
	Summary        web.LocalText `json:"summary"`
	Field          string        `json:"field"`
	Level          string        `json:"level"`
	Periods        float64       `json:"periods" doc:"Periods (tiết) of 45 minutes"`
	ModuleCount    int           `json:"moduleCount"`
	LessonCount    int           `json:"lessonCount"`
	ValidityMonths int           `json:"validityMonths" doc:"0: without end"`
	UpdatedOn      string        `json:"updatedOn" format:"date"`
	Hits           []Hit         `json:"hits,omitempty" doc:"After a search: the first places where the words stand"`
	HitCount       int           `json:"hitCount,omitempty"`
}

// Hit is a place inside a course: a lesson, a module or, without both, what the course is for.
type Hit struct {
	ModuleKey   string        `json:"moduleKey,omitempty"`
	ModuleTitle web.LocalText `json:"moduleTitle"`
	LessonSlug  string        `json:"lessonSlug,omitempty"`
	LessonTitle web.LocalText `json:"lessonTitle"`
	Excerpt     []Span        `json:"excerpt"`
}

// Span is a piece of an excerpt.
type Span struct {
	Text   string `json:"text"`
	Marked bool   `json:"marked,omitempty" doc:"Holds the words that were looked for"`
}

func listCourses(courses *catalog.Service) func(context.Context, access.Principal, *listInput) (*web.Body[web.List[CourseCard]], error) {
	return func(ctx context.Context, _ access.Principal, in *listInput) (*web.Body[web.List[CourseCard]], error) {
		found, total, err := courses.ListCourses(ctx, catalog.ListCourses{Query: in.Query, Locale: web.Locale(ctx), Field: catalog.Field(in.Field), Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(found, total, in.Paging, cardOf)), nil
	}
}

func cardOf(c catalog.Course) CourseCard {
	return CourseCard{Key: c.Key, Code: c.Code, Title: textOf(c.Title), Summary: textOf(c.Summary), Field: string(c.Field), Level: c.Level,
		Periods: web.Periods(c.Periods), ModuleCount: c.ModuleCount, LessonCount: c.LessonCount, ValidityMonths: c.ValidityMonths,
		UpdatedOn: web.Date(&c.UpdatedOn), Hits: hitsOf(c.Hits), HitCount: c.Hits.Total}
}

func hitsOf(found catalog.Hits) []Hit {
	hits := make([]Hit, len(found.Places))
	for i, h := range found.Places {
		hits[i] = Hit{ModuleKey: h.ModuleKey, ModuleTitle: textOf(h.ModuleTitle), LessonSlug: h.LessonSlug, LessonTitle: textOf(h.LessonTitle), Excerpt: make([]Span, len(h.Excerpt))}
		for j, s := range h.Excerpt {
			hits[i].Excerpt[j] = Span(s)
		}
	}
	return hits
}

func textOf(t catalog.LocalText) web.LocalText { return web.LocalText{VI: t.VI, EN: t.EN} }
