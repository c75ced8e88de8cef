package coursepackage

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"taphuan/internal/fault"
)

// Bounds of course.yaml.
const (
	maxModules      = 50
	maxLessons      = 300
	maxTitleLength  = 200
	maxPhraseLength = 1000
	maxListed       = 100
	maxEquivalents  = 20
)

var (
	keyForm  = regexp.MustCompile(`^[a-z0-9-]{2,40}$`)
	slugForm = regexp.MustCompile(`^[a-z0-9-]{2,80}$`)
	codeForm = regexp.MustCompile(`^[A-Z0-9-]{2,20}$`)

	fields    = []string{"it", "cybersecurity", "pedagogy", "psychology"}
	levels    = []string{"basic", "intermediate", "advanced"}
	audiences = []string{"CB", "ĐM", "LĐ", "GV", "CX", "VT", "ĐT"}
)

type courseYAML struct {
	Key            string    `yaml:"key"`
	Code           string    `yaml:"code"`
	Title          localYAML `yaml:"title"`
	Summary        localYAML `yaml:"summary"`
	Outcome        localYAML `yaml:"outcome"`
	Field          string    `yaml:"field"`
	Audience       []string  `yaml:"audience"`
	Level          string    `yaml:"level"`
	Periods        whole     `yaml:"periods"`
	PassMark       whole     `yaml:"pass_mark"`
	ValidityMonths whole     `yaml:"validity_months"`
	ReviewOn       string    `yaml:"review_on"`
	UpdatedOn      string    `yaml:"updated_on"`
	Licence        string    `yaml:"licence"`
	Watching       struct {
		Share    *whole `yaml:"share"`
		MaxSpeed *whole `yaml:"max_speed"`
		InOrder  bool   `yaml:"in_order"`
	} `yaml:"watching"`
	Frameworks []struct {
		Framework string `yaml:"framework"`
		Version   string `yaml:"version"`
		Code      string `yaml:"code"`
		Level     string `yaml:"level"`
	} `yaml:"frameworks"`
	Sources []struct {
		Title localYAML `yaml:"title"`
		URL   string    `yaml:"url"`
	} `yaml:"sources"`
	Contacts []struct {
		Name      localYAML `yaml:"name"`
		Value     string    `yaml:"value"`
		CheckedOn string    `yaml:"checked_on"`
	} `yaml:"contacts"`
	EquivalentTo []struct {
		Course   string `yaml:"course"`
		From     string `yaml:"from"`
		Document string `yaml:"document"`
	} `yaml:"equivalent_to"`
	Modules []moduleYAML `yaml:"modules"`
}

type moduleYAML struct {
	Key     string    `yaml:"key"`
	Title   localYAML `yaml:"title"`
	Lessons []string  `yaml:"lessons"`
}

// course reads course.yaml and, by it, every lesson.
func (r *reader) course(key string) {
	doc := r.yaml("course.yaml")
	var c courseYAML
	if doc == nil || !doc.decode(&r.found, doc.root, &c) {
		return
	}
	r.courseRead = true
	if c.Key != key || !keyForm.MatchString(c.Key) {
		r.found.add(doc.file, doc.line("key"), "course.key", key)
	}
	if !codeForm.MatchString(c.Code) {
		r.found.add(doc.file, doc.line("code"), "course.code")
	}
	p := r.pkg
	p.Key, p.Code, p.Licence = c.Key, c.Code, c.Licence
	p.Title = r.local(doc, c.Title, maxTitleLength, "title")
	p.Summary = r.local(doc, c.Summary, maxPhraseLength, "summary")
	p.Outcome = r.local(doc, c.Outcome, maxPhraseLength, "outcome")
	p.Field = r.oneOf(doc, c.Field, fields, "field")
	p.Level = r.oneOf(doc, c.Level, levels, "level")
	p.Periods = r.between(doc, c.Periods, 1, 200, "periods")
	p.PassMark = r.between(doc, c.PassMark, 0, 1000, "pass_mark")
	p.ValidityMonths = r.between(doc, c.ValidityMonths, 0, 120, "validity_months")
	p.ReviewOn = r.day(doc, c.ReviewOn, "review_on")
	p.UpdatedOn = r.day(doc, c.UpdatedOn, "updated_on")
	r.required(doc, c.Licence, "licence")
	r.watching(doc, c)
	r.audience(doc, c.Audience)
	r.references(doc, c)
	r.equivalents(doc, c)
	r.modules(doc, c.Modules)
}

// watching reads what the course asks of watching its videos; what it does not say is as usual.
func (r *reader) watching(doc *document, c courseYAML) {
	w := &r.pkg.Watching
	if c.Watching.Share != nil {
		w.Share = r.between(doc, *c.Watching.Share, 50, 100, "watching", "share")
	}
	if c.Watching.MaxSpeed != nil {
		w.MaxSpeed = r.between(doc, *c.Watching.MaxSpeed, 100, 200, "watching", "max_speed")
	}
	w.InOrder = c.Watching.InOrder
}

// equivalents reads for which courses this one counts: each once, and never itself.
func (r *reader) equivalents(doc *document, c courseYAML) {
	if len(c.EquivalentTo) > maxEquivalents {
		r.found.add(doc.file, doc.line("equivalent_to"), "course.too_many_equivalents", maxEquivalents)
		return
	}
	named := map[string]bool{c.Key: true}
	for i, e := range c.EquivalentTo {
		if !keyForm.MatchString(e.Course) || named[e.Course] {
			r.found.add(doc.file, doc.line("equivalent_to", i, "course"), "course.equivalent", e.Course)
		}
		named[e.Course] = true
		if n := len([]rune(e.Document)); n < fault.ShortestReason || n > fault.LongestDocument {
			r.found.add(doc.file, doc.line("equivalent_to", i, "document"), "course.equivalent_document", fault.ShortestReason, fault.LongestDocument)
		}
		r.pkg.EquivalentTo = append(r.pkg.EquivalentTo, Equivalent{Course: e.Course, From: r.day(doc, e.From, "equivalent_to", i, "from"), Document: e.Document})
	}
}

func (r *reader) audience(doc *document, audience []string) {
	if len(audience) == 0 || len(audience) > len(audiences) {
		r.found.add(doc.file, doc.line("audience"), "text.one_of", "audience", strings.Join(audiences, ", "))
		return
	}
	for i, a := range audience {
		r.pkg.Audience = append(r.pkg.Audience, r.oneOf(doc, a, audiences, "audience", i))
	}
}

// references reads frameworks, sources and contacts.
func (r *reader) references(doc *document, c courseYAML) {
	if len(c.Frameworks) > maxListed || len(c.Sources) > maxListed || len(c.Contacts) > maxListed {
		r.found.add(doc.file, 0, "course.too_many_listed", maxListed)
		return
	}
	for i, f := range c.Frameworks {
		r.required(doc, f.Framework, "frameworks", i, "framework")
		r.required(doc, f.Code, "frameworks", i, "code")
		r.pkg.Frameworks = append(r.pkg.Frameworks, Framework(f))
	}
	for i, s := range c.Sources {
		title := r.local(doc, s.Title, maxPhraseLength, "sources", i, "title")
		if s.URL != "" && !isWebAddress(s.URL) {
			r.found.add(doc.file, doc.line("sources", i, "url"), "text.url")
		}
		r.pkg.Sources = append(r.pkg.Sources, Source{Title: title, URL: s.URL})
	}
	for i, k := range c.Contacts {
		r.required(doc, k.Value, "contacts", i, "value")
		r.pkg.Contacts = append(r.pkg.Contacts, Contact{
			Name:      r.local(doc, k.Name, maxTitleLength, "contacts", i, "name"),
			Value:     k.Value,
			CheckedOn: r.day(doc, k.CheckedOn, "contacts", i, "checked_on"),
		})
	}
}

func isWebAddress(text string) bool {
	address, err := url.Parse(text)
	return err == nil && (address.Scheme == "https" || address.Scheme == "http") && address.Host != "" && len(text) <= maxPhraseLength
}

func (r *reader) modules(doc *document, modules []moduleYAML) {
	if len(modules) == 0 || len(modules) > maxModules {
		r.found.add(doc.file, doc.line("modules"), "course.module_count", maxModules)
		return
	}
	keys, slugs := map[string]bool{}, map[string]bool{}
	for i, m := range modules {
		if !keyForm.MatchString(m.Key) {
			r.found.add(doc.file, doc.line("modules", i, "key"), "module.key")
		}
		if keys[m.Key] {
			r.found.add(doc.file, doc.line("modules", i, "key"), "module.key_twice", m.Key)
		}
		keys[m.Key] = true
		r.pkg.Modules = append(r.pkg.Modules, Module{
			Key:     m.Key,
			Title:   r.local(doc, m.Title, maxTitleLength, "modules", i, "title"),
			Lessons: r.lessons(doc, i, m.Lessons, slugs),
		})
	}
}

// lessons reads the lessons of one module; slugs holds those of the modules before.
func (r *reader) lessons(doc *document, module int, list []string, slugs map[string]bool) []Lesson {
	var lessons []Lesson
	if len(list) == 0 {
		r.found.add(doc.file, doc.line("modules", module), "module.no_lessons")
	}
	for i, slug := range list {
		line := doc.line("modules", module, "lessons", i)
		switch {
		case !slugForm.MatchString(slug):
			r.found.add(doc.file, line, "lesson.slug", slug)
		case slugs[slug]:
			r.found.add(doc.file, line, "lesson.slug_twice", slug)
		case len(slugs) == maxLessons:
			r.found.add(doc.file, line, "course.lesson_count", maxLessons)
			return lessons
		default:
			slugs[slug] = true
			lessons = append(lessons, r.lesson(slug, doc, line))
		}
	}
	return lessons
}

// required refuses an empty text.
func (r *reader) required(doc *document, text string, path ...any) {
	switch {
	case strings.TrimSpace(text) == "":
		r.found.add(doc.file, doc.line(path...), "text.required", pathName(path))
	case len([]rune(text)) > maxPhraseLength:
		r.found.add(doc.file, doc.line(path...), "text.too_long", pathName(path), maxPhraseLength)
	}
}

// oneOf refuses a word that is not in the list.
func (r *reader) oneOf(doc *document, text string, allowed []string, path ...any) string {
	if !slices.Contains(allowed, text) {
		r.found.add(doc.file, doc.line(path...), "text.one_of", pathName(path), strings.Join(allowed, ", "))
	}
	return text
}

// between refuses a number out of range.
func (r *reader) between(doc *document, n whole, low, high int, path ...any) int {
	if int(n) < low || int(n) > high {
		r.found.add(doc.file, doc.line(path...), "number.range", pathName(path), low, high)
	}
	return int(n)
}

// day reads a day written YYYY-MM-DD.
func (r *reader) day(doc *document, text string, path ...any) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		r.found.add(doc.file, doc.line(path...), "text.day", pathName(path))
	}
	return day
}

// pathName writes a path as people read it: modules[2].title.
func pathName(path []any) string {
	var name strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&name, "[%d]", step)
		case string:
			if name.Len() > 0 {
				name.WriteByte('.')
			}
			name.WriteString(step)
		}
	}
	return name.String()
}
