package cataloghttp_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/catalog/cataloghttp"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

var enrollment = uuid.MustParse("0198c9a0-0000-7000-8000-00000000000e")

// newServer serves a catalogue of one course without frameworks, sources and contacts.
func newServer(t *testing.T) *web.Server {
	t.Helper()
	db := pgtest.New(t)
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	draft := catalog.Draft{ContentHash: []byte{1}, Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Nhận biết lừa đảo", EN: "Scams"},
		Field: catalog.Cybersecurity, Level: "basic", Periods: 850, PassMark: 500, UpdatedOn: now},
		Modules: []catalog.Module{{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{{Slug: "01-a", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài 1"}, Minutes: 5}}}}}
	err := db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		_, err := catalog.PublishVersionTx(ctx, tx, &draft, now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	server, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		return access.Principal{PersonID: uuid.MustParse(token)}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	cataloghttp.Routes(server, cataloghttp.Parts{Courses: catalog.New(db),
		Tests: func(context.Context, uuid.UUID) ([]cataloghttp.TestCard, error) {
			return []cataloghttp.TestCard{{Kind: "final", Minutes: 20}}, nil
		},
		OwnEnrollment: func(context.Context, access.Principal, uuid.UUID) (*uuid.UUID, error) { return &enrollment, nil },
	})
	return server
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	for name, test := range map[string]struct {
		path   string
		token  string
		status int
		has    []string
		lacks  []string
	}{
		"list":                 {"/courses", "", 200, []string{`"total":1`, `"key":"an1"`, `"periods":8.5`, `"lessonCount":1`, `"pageSize":25`}, []string{"null", "hits"}},
		"found without accent": {"/courses?q=lua+dao", "", 200, []string{`"total":1`}, nil},
		"why it was found":     {"/courses?q=bai", "", 200, []string{`"hitCount":1`, `"hits":[{"moduleKey":"m1","moduleTitle":{"vi":"Phần 1"},"lessonSlug":"01-a"`, `"excerpt":[{"text":"Bài","marked":true},{"text":" 1"}]`}, nil},
		"nothing found":        {"/courses?q=xyz", "", 200, []string{`"items":[]`, `"total":0`}, nil},
		"another field":        {"/courses?field=pedagogy", "", 200, []string{`"total":0`}, nil},
		"page beyond the end":  {"/courses?page=9", "", 200, []string{`"items":[]`, `"total":1`}, nil},
		"unknown field":        {"/courses?field=magic", "", 422, []string{"field"}, []string{"magic"}},
		"page of nothing":      {"/courses?page=0", "", 422, nil, nil},
		"page too large":       {"/courses?pageSize=1000", "", 422, nil, nil},
		"query too long":       {"/courses?q=" + strings.Repeat("a", 101), "", 422, nil, nil},
		"unknown parameter":    {"/courses?sort=1", "", 422, nil, nil},
		"course":               {"/courses/an1", "", 200, []string{`"moduleCount":1`, `"slug":"01-a"`, `"kind":"final"`, `"sources":[]`, `"audience":[]`}, []string{"null", "myEnrollmentId"}},
		"course, signed in":    {"/courses/an1", uuid.NewString(), 200, []string{enrollment.String()}, nil},
		"unknown course":       {"/courses/an9", "", 404, nil, nil},
		"no key":               {"/courses/AN1%00", "", 422, nil, nil},
	} {
		request := httptest.NewRequest("GET", "/api/v1"+test.path, nil)
		if test.token != "" {
			request.Header.Set("Authorization", "Bearer "+test.token)
		}
		answer := httptest.NewRecorder()
		server.Engine.ServeHTTP(answer, request)
		body := answer.Body.String()
		if answer.Code != test.status {
			t.Errorf("%s: status %d, want %d: %s", name, answer.Code, test.status, body)
		}
		for _, text := range test.has {
			if !strings.Contains(body, text) {
				t.Errorf("%s lacks %q: %s", name, text, body)
			}
		}
		for _, text := range test.lacks {
			if strings.Contains(body, text) {
				t.Errorf("%s has %q: %s", name, text, body)
			}
		}
	}
}
