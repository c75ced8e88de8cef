package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"taphuan/internal/access"
)

// Authenticator finds the person behind a request's token. It returns the zero Principal when
// there is no token, and fault.ErrSessionExpired when the token no longer holds.
type Authenticator func(ctx context.Context, token string) (access.Principal, error)

// Options are the parts a Server is built from.
type Options struct {
	Log            *slog.Logger
	Version        string
	Authenticate   Authenticator
	Static         fs.FS          // the built front end
	Head           HeadFinder     // heads of public pages; may be nil
	Demo           bool           // a demonstration: every page of the front end is marked
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; none by default
	HTTPS          bool           // served by TLS, here or at a proxy: sends HSTS
	MediaOrigin    string         // where browsers are sent for videos, scheme://host:port; empty: nowhere
	Ready          func(ctx context.Context) error
}

// Server is the engine with its routes.
type Server struct {
	Engine  *gin.Engine
	API     huma.API
	log     *slog.Logger
	routes  []RouteRight
	bounds  map[string]int64 // of bodies in bytes, by method and path; unbounded: the handler bounds it
	bodies  *bodies
	seconds *prometheus.HistogramVec
}

// RouteRight is one route with the permission it asks for; the access tests walk them.
type RouteRight struct {
	Method     string
	Path       string
	Permission access.Permission
}

// New returns a server without business routes: health checks, the OpenAPI document and the
// front end are there.
func New(o Options) (*Server, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	if err := engine.SetTrustedProxies(prefixes(o.TrustedProxies)); err != nil {
		return nil, err
	}
	site, err := newSite(o.Static, o.Head, o.Demo)
	if err != nil {
		return nil, err
	}
	seconds := newRequestSeconds()
	s := &Server{Engine: engine, log: o.Log, seconds: seconds, bounds: map[string]int64{}, bodies: newBodies(memoryForBodies)}
	engine.Use(requestID(), measure(seconds), logRequest(o.Log), recoverPanic(o.Log), securityHeaders(site, o.HTTPS, o.MediaOrigin), compress(), refuseCrossOrigin(), refuseZeroBytes(), s.limitBody(), authenticate(o.Authenticate))
	s.API = humagin.New(engine, apiConfig(o.Version))
	engine.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	engine.GET("/readyz", readiness(o.Ready))
	engine.NoRoute(site.serve)
	engine.NoMethod(func(c *gin.Context) { writeProblem(c, errMethod) })
	return s, nil
}

// Routes lists every route that was added, in order.
func (s *Server) Routes() []RouteRight { return s.routes }

// setHuma sets what huma keeps for the whole program, once.
var setHuma sync.Once

func apiConfig(version string) huma.Config {
	setHuma.Do(func() {
		huma.DefaultArrayNullable = false
		huma.NewErrorWithContext = problemFromHuma
		huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
			return problemFromHuma(nil, status, message, errs...) // tells the document what problems look like
		}
	})
	cfg := huma.DefaultConfig("Tập Huấn", version)
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	cfg.OpenAPIPath = "/api/openapi"
	cfg.Formats = formats()
	cfg.DocsPath = ""
	cfg.SchemasPath = ""
	cfg.CreateHooks = nil
	cfg.RejectUnknownQueryParameters = true
	return cfg
}

func readiness(ready func(context.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if ready != nil {
			if err := ready(c.Request.Context()); err != nil {
				c.String(http.StatusServiceUnavailable, "not ready")
				return
			}
		}
		c.String(http.StatusOK, "ready")
	}
}

func prefixes(list []netip.Prefix) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.String())
	}
	return out
}
