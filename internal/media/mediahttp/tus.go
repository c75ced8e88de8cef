package mediahttp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/tus/tusd/v2/pkg/handler"
	"golang.org/x/exp/slog"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/web"
)

// uploadsPath is where uploads are made, by tus 1.0 (https://tus.io/protocols/resumable-upload).
const uploadsPath = web.Prefix + "/uploads"

// storeTime is how long the storage may take after the line was cut, to keep what has arrived.
const storeTime = time.Minute

// tusRoutes adds the uploads themselves. Rights, forms of errors and the refusal of other sites' requests are those of
// every route; tusd speaks the protocol.
func tusRoutes(s *web.Server, uploads *media.Uploads) {
	composer := handler.NewStoreComposer()
	store := tusStore{uploads: uploads, server: s}
	composer.UseCore(store)
	composer.UseTerminater(store)
	tus, err := handler.NewUnroutedHandler(handler.Config{StoreComposer: composer, BasePath: uploadsPath, Cors: &handler.CorsConfig{Disable: true},
		Logger: slog.New(silent{}), GracefulRequestCompletionTimeout: storeTime})
	if err != nil {
		panic(err) // the configuration above is wrong: found by the first test that runs
	}
	serve := func(handle http.HandlerFunc) func(*gin.Context, access.Principal) error {
		h := http.StripPrefix(uploadsPath, tus.Middleware(handle))
		return func(c *gin.Context, _ access.Principal) error {
			c.Header("Cache-Control", "no-store")
			h.ServeHTTP(relativeLocation{c.Writer}, c.Request)
			return nil
		}
	}
	s.Stream(http.MethodPost, uploadsPath, access.ManageCourses, serve(tus.PostFile))
	s.Stream(http.MethodHead, uploadsPath+"/:id", access.ManageCourses, serve(tus.HeadFile))
	s.Receive(http.MethodPatch, uploadsPath+"/:id", access.ManageCourses, serve(tus.PatchFile))
	s.Stream(http.MethodDelete, uploadsPath+"/:id", access.ManageCourses, serve(tus.DelFile))
}

// relativeLocation makes the address of a new upload one of this host, whatever a proxy in front calls it.
type relativeLocation struct{ gin.ResponseWriter }

// WriteHeader cuts scheme and host off.
func (w relativeLocation) WriteHeader(status int) {
	if at, err := url.Parse(w.Header().Get("Location")); err == nil && at.Path != "" {
		w.Header().Set("Location", at.Path)
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap gives the deadlines of the connection.
func (w relativeLocation) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// silent drops what tusd tells of each request: web has a line for it.
type silent struct{}

func (silent) Enabled(context.Context, slog.Level) bool  { return false }
func (silent) Handle(context.Context, slog.Record) error { return nil }
func (s silent) WithAttrs([]slog.Attr) slog.Handler      { return s }
func (s silent) WithGroup(string) slog.Handler           { return s }

// tusStore gives tusd our uploads. The person is that of the request.
type tusStore struct {
	uploads *media.Uploads
	server  *web.Server
}

// tusUpload is an upload as tusd asks for it.
type tusUpload struct {
	tusStore
	upload media.Upload
}

// NewUpload opens an upload: the metadata name the agency, the file and its fingerprint.
func (s tusStore) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	agency, err := uuid.Parse(info.MetaData["agencyId"])
	if err != nil {
		return nil, s.problem(ctx, fault.ErrInvalid.At("Upload-Metadata.agencyId", "invalid", fault.TextInvalid))
	}
	upload, err := s.uploads.BeginUpload(ctx, web.PrincipalFrom(ctx), media.BeginUpload{AgencyID: agency, Name: info.MetaData["filename"], Size: info.Size, Fingerprint: info.MetaData["fingerprint"]})
	return tusUpload{s, upload}, s.problem(ctx, err)
}

// GetUpload finds an upload of the caller.
func (s tusStore) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return nil, s.problem(ctx, fault.ErrNotFound)
	}
	upload, err := s.uploads.FindUpload(ctx, web.PrincipalFrom(ctx), parsed)
	return tusUpload{s, upload}, s.problem(ctx, err)
}

// AsTerminatableUpload lets an upload be cancelled.
func (s tusStore) AsTerminatableUpload(upload handler.Upload) handler.TerminatableUpload {
	return upload.(tusUpload)
}

// GetInfo tells how far it is.
func (u tusUpload) GetInfo(context.Context) (handler.FileInfo, error) {
	return handler.FileInfo{ID: u.upload.ID.String(), Size: u.upload.Size, Offset: u.upload.Received}, nil
}

// WriteChunk keeps what arrives.
func (u tusUpload) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	kept, err := u.uploads.AppendUpload(ctx, web.PrincipalFrom(ctx), u.upload.ID, offset, src)
	return kept, u.problem(ctx, err)
}

// FinishUpload has nothing left to do: the last part was stored together with the order to make a video of all.
func (u tusUpload) FinishUpload(context.Context) error { return nil }

// GetReader gives nothing: what is on its way is not read.
func (u tusUpload) GetReader(context.Context) (io.ReadCloser, error) {
	return nil, handler.ErrNotImplemented
}

// Terminate cancels it.
func (u tusUpload) Terminate(ctx context.Context) error {
	return u.problem(ctx, u.uploads.CancelUpload(ctx, web.PrincipalFrom(ctx), u.upload.ID))
}

// problem is an error as tusd answers with it: the problem that every other route would give. The offset after a
// failed part is asked for again by the sender.
func (s tusStore) problem(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	p := s.server.Problem(ctx, err)
	body, failed := json.Marshal(p)
	if failed != nil {
		return errors.Join(err, failed)
	}
	header := handler.HTTPHeader{"Content-Type": "application/problem+json"}
	for name, values := range p.GetHeaders() {
		header[name] = values[0]
	}
	return handler.Error{ErrorCode: p.Code, Message: p.Detail, HTTPResponse: handler.HTTPResponse{StatusCode: p.Status, Body: string(body), Header: header}}
}
