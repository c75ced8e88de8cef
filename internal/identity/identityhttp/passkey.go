package identityhttp

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/identity"
	"taphuan/internal/web"
)

// Passkey is one of my passkeys.
type Passkey struct {
	ID         uuid.UUID  `json:"id"`
	Name       string     `json:"name"`
	CreatedAt  time.Time  `json:"createdAt"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
}

func passkey(k identity.Passkey) Passkey {
	return Passkey{ID: k.ID, Name: k.Name, CreatedAt: k.CreatedAt.UTC(), LastUsedAt: k.LastUsedAt}
}

// PasskeyOptions are for PublicKeyCredential.parseCreationOptionsFromJSON.
type PasskeyOptions struct {
	Options json.RawMessage `json:"options"`
}

// PasskeySignInOptions are for PublicKeyCredential.parseRequestOptionsFromJSON.
type PasskeySignInOptions struct {
	Options    json.RawMessage `json:"options"`
	CeremonyID uuid.UUID       `json:"ceremonyId" doc:"To be sent with the answer"`
}

func (h handlers) listPasskeys(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[web.List[Passkey]], error) {
	keys, err := h.identity.ListPasskeys(ctx, who)
	if err != nil {
		return nil, err
	}
	return web.Respond(web.ListOf(keys, len(keys), whole(len(keys)), passkey)), nil
}

func (h handlers) beginPasskey(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[PasskeyOptions], error) {
	options, err := h.identity.BeginPasskey(ctx, who)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(options.Response)
	return web.Respond(PasskeyOptions{Options: text}), err
}

type finishPasskeyInput struct {
	Body struct {
		Name       string          `json:"name" minLength:"1" maxLength:"80"`
		Credential json.RawMessage `json:"credential" doc:"The PublicKeyCredential as JSON"`
	}
}

func (h handlers) finishPasskey(ctx context.Context, who access.Principal, in *finishPasskeyInput) (*web.Body[Passkey], error) {
	key, err := h.identity.FinishPasskey(ctx, who, in.Body.Name, in.Body.Credential)
	return web.Respond(passkey(key)), err
}

func (h handlers) removePasskey(ctx context.Context, who access.Principal, in *byID) (*struct{}, error) {
	return nil, h.identity.RemovePasskey(ctx, who, in.ID)
}

func (h handlers) beginPasskeySignIn(ctx context.Context, _ access.Principal, in *Browser) (*web.Body[PasskeySignInOptions], error) {
	options, ceremony, err := h.identity.BeginPasskeySignIn(ctx, in.client(ctx))
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(options.Response)
	return web.Respond(PasskeySignInOptions{Options: text, CeremonyID: ceremony}), err
}

type finishPasskeySignInInput struct {
	Browser
	Body struct {
		CeremonyID uuid.UUID       `json:"ceremonyId" format:"uuid"`
		Credential json.RawMessage `json:"credential" doc:"The PublicKeyCredential as JSON"`
	}
}

func (h handlers) finishPasskeySignIn(ctx context.Context, _ access.Principal, in *finishPasskeySignInInput) (*meOutput, error) {
	done, err := h.identity.FinishPasskeySignIn(ctx, identity.PasskeySignIn{Ceremony: in.Body.CeremonyID, Credential: in.Body.Credential, Client: in.client(ctx)})
	if err != nil {
		return nil, err
	}
	return h.enter(ctx, done)
}
