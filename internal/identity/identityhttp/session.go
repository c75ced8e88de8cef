package identityhttp

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/identity"
)

type signInInput struct {
	Browser
	Body struct {
		Username string `json:"username" minLength:"1" maxLength:"128"`
		Password string `json:"password" minLength:"1" maxLength:"256"`
	}
}

// SecondFactorRequired says that the sign-in waits for a second factor.
type SecondFactorRequired struct {
	State   string   `json:"state" enum:"second_factor_required"`
	Methods []string `json:"methods" enum:"code,passkey" doc:"What the account can answer with"`
}

// SignInAnswer is either Me or SecondFactorRequired; state tells them apart.
type SignInAnswer struct {
	me      *Me
	waiting *SecondFactorRequired
}

// MarshalJSON writes the one that it is.
func (a SignInAnswer) MarshalJSON() ([]byte, error) {
	if a.me != nil {
		return json.Marshal(a.me)
	}
	return json.Marshal(a.waiting)
}

// Schema describes the choice.
func (SignInAnswer) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{
		r.Schema(reflect.TypeFor[Me](), true, "Me"),
		r.Schema(reflect.TypeFor[SecondFactorRequired](), true, "SecondFactorRequired"),
	}}
}

type signInOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      SignInAnswer
}

type meOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      Me
}

type cookieOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

func (h handlers) signIn(ctx context.Context, _ access.Principal, in *signInInput) (*signInOutput, error) {
	done, err := h.identity.SignIn(ctx, identity.SignIn{Username: in.Body.Username, Password: in.Body.Password, Client: in.client(ctx)})
	if err != nil {
		return nil, err
	}
	if done.Ceremony != uuid.Nil {
		return &signInOutput{SetCookie: entryCookies(done), Body: SignInAnswer{waiting: waitingFor(done.Factors)}}, nil
	}
	out, err := h.enter(ctx, done)
	if err != nil {
		return nil, err
	}
	return &signInOutput{SetCookie: out.SetCookie, Body: SignInAnswer{me: &out.Body}}, nil
}

func waitingFor(f identity.Factors) *SecondFactorRequired {
	waiting := &SecondFactorRequired{State: "second_factor_required", Methods: []string{}}
	if f.TOTP {
		waiting.Methods = append(waiting.Methods, "code")
	}
	if f.Passkeys > 0 {
		waiting.Methods = append(waiting.Methods, "passkey")
	}
	return waiting
}

// enter answers a finished sign-in with the person and the cookies.
func (h handlers) enter(ctx context.Context, done identity.SignedIn) (*meOutput, error) {
	me, err := h.me(ctx, done.PersonID)
	if err != nil {
		return nil, err
	}
	return &meOutput{SetCookie: entryCookies(done), Body: me}, nil
}

type secondFactorInput struct {
	Browser
	Ceremony string `cookie:"__Host-sign-in"`
	Body     struct {
		Code string `json:"code" minLength:"1" maxLength:"40"`
	}
}

func (h handlers) finishSecondFactor(ctx context.Context, _ access.Principal, in *secondFactorInput) (*meOutput, error) {
	ceremony, err := uuid.Parse(in.Ceremony)
	if err != nil {
		return nil, identity.ErrSignInStale
	}
	done, err := h.identity.FinishSecondFactor(ctx, identity.SecondFactor{Ceremony: ceremony, Code: in.Body.Code, Client: in.client(ctx)})
	if err != nil {
		return nil, err
	}
	return h.enter(ctx, done)
}

func (h handlers) refresh(ctx context.Context, _ access.Principal, in *Browser) (*cookieOutput, error) {
	tokens, err := h.identity.Refresh(ctx, in.Refresh)
	if err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: tokenCookies(tokens)}, nil
}

func (h handlers) signOut(ctx context.Context, who access.Principal, in *Browser) (*cookieOutput, error) {
	if err := h.identity.SignOut(ctx, who, in.Refresh); err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: exitCookies()}, nil
}
