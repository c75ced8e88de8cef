package coursepackagehttp

import (
	"context"
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/assessment/assessmenthttp"
	"taphuan/internal/coursepackage"
	"taphuan/internal/web"
)

type changeTestsInput struct {
	Key  string `path:"key" maxLength:"40"`
	Body struct {
		Version int                        `json:"version" doc:"Of the course that was seen"`
		Tests   []assessmenthttp.TestRules `json:"tests" maxItems:"4" nullable:"false" doc:"All tests of the course"`
	}
}

func testRoutes(s *web.Server, editor *coursepackage.Editor) {
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/courses/{key}/test-rules", Permission: access.ManageCourses, Name: "change-tests",
		Summary: "Publish the course with other blueprints and rules: whoever has begun stays on the old version"},
		func(ctx context.Context, who access.Principal, in *changeTestsInput) (*web.Body[NewVersion], error) {
			cmd := coursepackage.ChangeTests{CourseKey: in.Key, Version: in.Body.Version}
			for _, t := range in.Body.Tests {
				cmd.Tests = append(cmd.Tests, t.Rules())
			}
			version, err := editor.ChangeTests(ctx, who, cmd)
			return web.Respond(NewVersion{Version: version}), err
		})
}
