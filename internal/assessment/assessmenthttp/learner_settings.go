package assessmenthttp

import (
	"context"
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

// LearnerSettings are how the caller takes tests. Only the caller sees them.
type LearnerSettings struct {
	PlainItems bool `json:"plainItems" doc:"No questions that need dragging or an image, where there is an equivalent"`
}

// OwnSettings are the caller's settings and what the caller was given.
type OwnSettings struct {
	LearnerSettings
	ExtraTimes []ExtraTime `json:"extraTimes" doc:"The newest first"`
}

// settingsRoutes adds how the caller takes tests.
func settingsRoutes(s *web.Server, k Keeping) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/test-settings", Permission: access.Learn, Name: "find-test-settings",
		Summary: "How the caller takes tests, and the extra time that the caller was given"}, findSettings(k))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/me/test-settings", Permission: access.Learn, Name: "save-test-settings",
		Summary: "Change how the caller takes tests that are started from now on"}, saveSettings(k))
}

func findSettings(k Keeping) func(context.Context, access.Principal, *struct{}) (*web.Body[OwnSettings], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[OwnSettings], error) {
		settings, err := k.Assessment.FindLearnerSettings(ctx, who)
		if err != nil {
			return nil, err
		}
		given, err := k.Assessment.ListOwnExtraTimes(ctx, who)
		if err != nil {
			return nil, err
		}
		times, err := k.extraTimes(ctx, given)
		return web.Respond(OwnSettings{LearnerSettings: LearnerSettings(settings), ExtraTimes: times}), err
	}
}

type settingsInput struct{ Body LearnerSettings }

func saveSettings(k Keeping) func(context.Context, access.Principal, *settingsInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *settingsInput) (*struct{}, error) {
		return nil, k.Assessment.SaveLearnerSettings(ctx, who, assessment.LearnerSettings(in.Body))
	}
}
