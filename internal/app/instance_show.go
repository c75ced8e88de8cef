package app

import (
	"context"
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/app/demo"
	"taphuan/internal/web"
)

// Instance is what anybody may know of this installation.
type Instance struct {
	Name         string        `json:"name"`
	Version      string        `json:"version"`
	Demo         bool          `json:"demo" doc:"Everything shown is invented"`
	DemoAccounts []DemoAccount `json:"demoAccounts,omitempty" doc:"In a demonstration: one account per role"`
}

// DemoAccount is an account of the demonstration, shown at its sign-in page.
type DemoAccount struct {
	Role     string        `json:"role"`
	Username string        `json:"username"`
	Password string        `json:"password"`
	Note     web.LocalText `json:"note"`
}

func (a *App) instanceRoutes(version string) {
	web.Handle(a.server, web.Route{Method: http.MethodGet, Path: "/instance", Permission: access.Public, Name: "find-instance",
		Summary: "What this installation is"}, func(context.Context, access.Principal, *struct{}) (*web.Body[Instance], error) {
		shown := Instance{Name: "Tập Huấn", Version: version, Demo: a.demo}
		if a.demo {
			for _, account := range demo.Accounts() {
				shown.DemoAccounts = append(shown.DemoAccounts, DemoAccount{Role: string(account.Role), Username: account.Username,
					Password: account.Password, Note: web.LocalText{VI: account.Note.VI, EN: account.Note.EN}})
			}
		}
		return web.Respond(shown), nil
	})
}
