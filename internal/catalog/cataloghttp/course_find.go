package cataloghttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/web"
)

type courseInput struct {
	Key string `path:"key" maxLength:"40" pattern:"^[a-z0-9-]+$"`
}

// CoursePage is a course with its outline.
type CoursePage struct {
	CourseCard
	Outcome       web.LocalText `json:"outcome"`
	Audience      []string      `json:"audience"`
	Frameworks    []Framework   `json:"frameworks"`
	Sources       []Source      `json:"sources"`
	Contacts      []Contact     `json:"contacts"`
	Licence       string        `json:"licence"`
	ReviewOn      string        `json:"reviewOn,omitempty" format:"date"`
	PassMark      int           `json:"passMark" doc:"Hundredths of 10"`
	VersionNumber int           `json:"versionNumber"`
	Modules       []Module      `json:"modules"`
	Tests         []TestCard    `json:"tests"`
	EnrollmentID  *uuid.UUID    `json:"myEnrollmentId,omitempty" doc:"The caller's own enrollment"`

	id uuid.UUID // of the course
}

// Framework is a competence that the course teaches.
type Framework struct {
	Framework string `json:"framework"`
	Version   string `json:"version"`
	Code      string `json:"code"`
	Level     string `json:"level"`
}

// Source is a text that the course rests on.
type Source struct {
	Title web.LocalText `json:"title"`
	URL   string        `json:"url,omitempty"`
}

// Contact is a hotline with the day it was last checked.
type Contact struct {
	Name      web.LocalText `json:"name"`
	Value     string        `json:"value"`
	CheckedOn string        `json:"checkedOn" format:"date"`
}

// Module is a part of a course.
type Module struct {
	Key     string        `json:"key"`
	Title   web.LocalText `json:"title"`
	Lessons []Lesson      `json:"lessons"`
}

// Lesson is a lesson in an outline.
type Lesson struct {
	ID      uuid.UUID     `json:"id" doc:"Of this version"`
	Slug    string        `json:"slug"`
	Title   web.LocalText `json:"title"`
	Kind    string        `json:"kind" enum:"text,video"`
	Minutes int           `json:"minutes"`
	Bytes   int64         `json:"bytes,omitempty" doc:"Size of the video"`
}

// TestCard is a test as the course page announces it.
type TestCard struct {
	Kind          string        `json:"kind" enum:"pre_test,self_check,final"`
	Title         web.LocalText `json:"title"`
	Minutes       int           `json:"minutes"`
	QuestionCount int           `json:"questionCount"`
	PassMark      int           `json:"passMark" doc:"Hundredths of 10"`
	Attempts      int           `json:"attempts" doc:"0: no limit"`
}

func findCourse(p Parts) func(context.Context, access.Principal, *courseInput) (*web.Body[CoursePage], error) {
	return func(ctx context.Context, who access.Principal, in *courseInput) (*web.Body[CoursePage], error) {
		page, err := FindPage(ctx, p, in.Key)
		if err != nil {
			return nil, err
		}
		if !who.IsAnonymous() {
			if page.EnrollmentID, err = p.OwnEnrollment(ctx, who, page.id); err != nil {
				return nil, err
			}
		}
		return web.Respond(page), nil
	}
}

// FindPage returns the page of a course as anybody sees it; fault.ErrNotFound when there is none.
func FindPage(ctx context.Context, p Parts, key string) (CoursePage, error) {
	course, modules, err := p.Courses.FindCourse(ctx, key)
	if err != nil {
		return CoursePage{}, err
	}
	page := pageOf(course, modules)
	page.Tests, err = p.Tests(ctx, course.VersionID)
	return page, err
}

func pageOf(c catalog.Course, modules []catalog.Module) CoursePage {
	page := CoursePage{id: c.ID, CourseCard: cardOf(c), Outcome: textOf(c.Outcome), Audience: c.Audience, Licence: c.Licence,
		ReviewOn: web.Date(&c.ReviewOn), PassMark: c.PassMark, VersionNumber: c.Number, Frameworks: []Framework{}, Sources: []Source{}, Contacts: []Contact{}, Modules: []Module{}}
	for _, f := range c.Details.Frameworks {
		page.Frameworks = append(page.Frameworks, Framework(f))
	}
	for _, s := range c.Details.Sources {
		page.Sources = append(page.Sources, Source{Title: web.LocalText{VI: s.TitleVI, EN: s.TitleEN}, URL: s.URL})
	}
	for _, k := range c.Details.Contacts {
		page.Contacts = append(page.Contacts, Contact{Name: web.LocalText{VI: k.NameVI, EN: k.NameEN}, Value: k.Value, CheckedOn: k.CheckedOn})
	}
	for _, m := range modules {
		module := Module{Key: m.Key, Title: textOf(m.Title), Lessons: []Lesson{}}
		for _, l := range m.Lessons {
			module.Lessons = append(module.Lessons, Lesson{ID: l.ID, Slug: l.Slug, Title: textOf(l.Title), Kind: string(l.Kind), Minutes: l.Minutes, Bytes: l.VideoBytes})
		}
		page.Modules = append(page.Modules, module)
	}
	page.ModuleCount = len(modules)
	return page
}
