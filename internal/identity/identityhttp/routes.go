package identityhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/identity"
	"taphuan/internal/web"
)

// Options are what the routes need from elsewhere.
type Options struct {
	// Describe says who a person is beyond their account: names, agency and roles.
	Describe func(ctx context.Context, personID uuid.UUID) (Profile, error)
	// Instance says what this installation is; it is public.
	Instance func(ctx context.Context) (Instance, error)
	Demo     bool // demonstration mode
}

type handlers struct {
	identity *identity.Service
	Options
}

// smallBody bounds the bodies of these routes, in bytes; a passkey's answer is the largest.
const smallBody = 64 << 10

// Routes adds the routes of identity to the server.
func Routes(s *web.Server, service *identity.Service, o Options) {
	h := handlers{identity: service, Options: o}
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/instance", Permission: access.Public, Name: "get-instance",
		Summary: "What this installation is"}, h.getInstance)

	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/session", Permission: access.Public, Name: "sign-in", MaxBody: smallBody,
		Summary: "Sign in by username and password"}, h.signIn)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/session/second-factor", Permission: access.Public, Name: "finish-second-factor", MaxBody: smallBody,
		Summary: "Finish a sign-in by a code of the authenticator app or a recovery code"}, h.finishSecondFactor)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/session/refresh", Permission: access.Public, Name: "refresh-session",
		Summary: "Exchange the refresh token for new tokens"}, h.refresh)
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/session", Permission: access.Public, Name: "sign-out",
		Summary: "Sign out in this browser"}, h.signOut)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/session/passkey/begin", Permission: access.Public, Name: "begin-passkey-sign-in",
		Summary: "Start a sign-in by passkey"}, h.beginPasskeySignIn)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/session/passkey/finish", Permission: access.Public, Name: "finish-passkey-sign-in", MaxBody: smallBody,
		Summary: "Sign in by passkey"}, h.finishPasskeySignIn)

	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me", Permission: access.SignedIn, Name: "get-me",
		Summary: "Who I am and what I may do"}, h.getMe)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/password", Permission: access.SignedIn, Name: "change-password", MaxBody: smallBody,
		Summary: "Change my password; my other sessions end"}, h.changePassword)
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/sessions", Permission: access.SignedIn, Name: "list-sessions",
		Summary: "My open sessions"}, h.listSessions)
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/me/sessions", Permission: access.SignedIn, Name: "end-other-sessions",
		Summary: "End all my sessions but this one"}, h.endOtherSessions)
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/me/sessions/{id}", Permission: access.SignedIn, Name: "end-session",
		Summary: "End one of my sessions"}, h.endSession)

	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/totp", Permission: access.SignedIn, Name: "begin-totp",
		Summary: "Start to set up an authenticator app"}, h.beginTOTP)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/totp/confirm", Permission: access.SignedIn, Name: "confirm-totp", MaxBody: smallBody,
		Summary: "Turn two-step verification on; returns the recovery codes once"}, h.confirmTOTP)
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/me/totp", Permission: access.SignedIn, Name: "remove-totp", MaxBody: smallBody,
		Summary: "Turn two-step verification by app off"}, h.removeTOTP)
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/passkeys", Permission: access.SignedIn, Name: "list-passkeys",
		Summary: "My passkeys"}, h.listPasskeys)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/passkeys/begin", Permission: access.SignedIn, Name: "begin-passkey",
		Summary: "Start to register a passkey"}, h.beginPasskey)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/passkeys/finish", Permission: access.SignedIn, Name: "finish-passkey", MaxBody: smallBody,
		Status: http.StatusCreated, Summary: "Register a passkey"}, h.finishPasskey)
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/me/passkeys/{id}", Permission: access.SignedIn, Name: "remove-passkey",
		Summary: "Remove one of my passkeys"}, h.removePasskey)
}
