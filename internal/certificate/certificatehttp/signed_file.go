package certificatehttp

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// FileSignature is a signature of a file. Whether who vouches for the name deserves trust is not asked.
type FileSignature struct {
	Name      string     `json:"name"`
	Issuer    string     `json:"issuer" doc:"Who vouches for the name"`
	ClaimedAt *time.Time `json:"claimedAt,omitempty" doc:"By the signer's clock"`
	StampedAt *time.Time `json:"stampedAt,omitempty" doc:"By a time-stamping authority"`
	Platform  bool       `json:"platform" doc:"The platform's own"`
}

// FileDifference is one of two: a fact that the file does not say, or words that it says beside.
type FileDifference struct {
	Fact  string `json:"fact,omitempty"`
	Added string `json:"added,omitempty"`
}

// SignedFile is what an office signed outside, compared with the certificate.
type SignedFile struct {
	SHA256      string           `json:"sha256"`
	Continues   bool             `json:"continues" doc:"It begins with the platform's file, byte by byte"`
	Differences []FileDifference `json:"differences" nullable:"false"`
	Signatures  []FileSignature  `json:"signatures" nullable:"false"`
	BroughtAt   *time.Time       `json:"broughtAt,omitempty" doc:"Since when it is the holder's copy"`
}

type signedFileInput struct {
	ID uuid.UUID `path:"id"`
}

type bringSignedInput struct {
	ID      uuid.UUID `path:"id"`
	RawBody []byte    `contentType:"application/octet-stream"`
}

type keepSignedInput struct {
	ID       uuid.UUID `path:"id"`
	RawBody  []byte    `contentType:"application/octet-stream"`
	Accepted bool      `query:"accepted" doc:"The registrar has seen the differences and takes the file all the same"`
}

type keptSignedFile struct {
	File *SignedFile `json:"file,omitempty"`
}

func signedFileRoutes(s *web.Server, certificates *certificate.Service) {
	const path = "/register/certificates/{id}/signed-file"
	web.Handle(s, web.Route{Method: http.MethodGet, Path: path, Permission: access.ManageRegister, Name: "find-signed-certificate",
		Summary: "The file that an office signed for the copy in force"}, findSignedFile(certificates))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: path + "/check", Permission: access.ManageRegister, Name: "check-signed-certificate", MaxBody: certificate.MostSignedFile,
		Summary: "Compare a file signed outside with the certificate; nothing is stored"}, checkSignedFile(certificates))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: path, Permission: access.ManageRegister, Name: "keep-signed-certificate", MaxBody: certificate.MostSignedFile,
		Summary: "Keep a file signed outside as the holder's copy"}, keepSignedFile(certificates))
	s.Stream(http.MethodGet, web.Prefix+"/register/certificates/:id/original.pdf", access.ManageRegister, original(certificates))
}

func findSignedFile(s *certificate.Service) func(context.Context, access.Principal, *signedFileInput) (*web.Body[keptSignedFile], error) {
	return func(ctx context.Context, who access.Principal, in *signedFileInput) (*web.Body[keptSignedFile], error) {
		found, err := s.FindSignedFile(ctx, who, in.ID)
		if err != nil || found == nil {
			return web.Respond(keptSignedFile{}), err
		}
		shown := signedFileOf(*found)
		return web.Respond(keptSignedFile{File: &shown}), nil
	}
}

func checkSignedFile(s *certificate.Service) func(context.Context, access.Principal, *bringSignedInput) (*web.Body[SignedFile], error) {
	return func(ctx context.Context, who access.Principal, in *bringSignedInput) (*web.Body[SignedFile], error) {
		found, err := s.CheckSignedFile(ctx, who, in.ID, in.RawBody)
		return web.Respond(signedFileOf(found)), err
	}
}

func keepSignedFile(s *certificate.Service) func(context.Context, access.Principal, *keepSignedInput) (*web.Body[SignedFile], error) {
	return func(ctx context.Context, who access.Principal, in *keepSignedInput) (*web.Body[SignedFile], error) {
		kept, err := s.KeepSignedFile(ctx, who, in.ID, in.RawBody, in.Accepted)
		return web.Respond(signedFileOf(kept)), err
	}
}

func signedFileOf(f certificate.SignedFile) SignedFile {
	shown := SignedFile{SHA256: hex.EncodeToString(f.Hash), Continues: f.Continues, Differences: make([]FileDifference, len(f.Differences)), Signatures: make([]FileSignature, len(f.Signatures))}
	for i, d := range f.Differences {
		shown.Differences[i] = FileDifference(d)
	}
	for i, sign := range f.Signatures {
		shown.Signatures[i] = FileSignature(sign)
	}
	if !f.BroughtAt.IsZero() {
		shown.BroughtAt = &f.BroughtAt
	}
	return shown
}

// original is the platform's file, to be signed outside.
func original(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		id, err := uuid.Parse(c.Param("id"))
		if err != nil {
			return fault.ErrNotFound
		}
		found, pdf, err := s.FindOriginal(c.Request.Context(), who, id)
		if err != nil {
			return err
		}
		sendFile(c, found, pdf)
		return nil
	}
}
