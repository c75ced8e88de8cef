package identityhttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

// Instance is what this installation is.
type Instance struct {
	Demo         bool          `json:"demo"`
	Name         string        `json:"name"`
	Version      string        `json:"version"`
	DemoAccounts []DemoAccount `json:"demoAccounts,omitempty" doc:"Only in demonstration mode"`
	Contacts     []Contact     `json:"contacts"`
}

// DemoAccount is an account that anybody may try.
type DemoAccount struct {
	Role     string `json:"role"`
	Username string `json:"username"`
	Password string `json:"password"`
	Note     string `json:"note"`
}

// Contact is whom to ask.
type Contact struct {
	Name      web.LocalText `json:"name"`
	Value     string        `json:"value"`
	CheckedOn string        `json:"checkedOn,omitempty" format:"date"`
}

func (h handlers) getInstance(ctx context.Context, _ access.Principal, _ *struct{}) (*web.Body[Instance], error) {
	instance, err := h.Instance(ctx)
	instance.Contacts = append([]Contact{}, instance.Contacts...)
	return web.Respond(instance), err
}
