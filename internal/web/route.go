package web

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// Route describes one operation of the API.
type Route struct {
	Method     string            // GET, POST, ...
	Path       string            // below /api/v1, with {parameters}
	Permission access.Permission // what the caller must hold; there is no default
	Name       string            // operation id: verb-noun, kebab-case
	Summary    string            // one line for the OpenAPI document
	Status     int               // status of success; 0: 200, or 204 when there is no output body
	MaxBody    int64             // bytes; 0: 1 MiB
}

// Prefix is where the API lives.
const Prefix = "/api/v1"

// unbounded is the bound of bodies that their handler bounds itself.
const unbounded = -1

// ginPath writes a path's parameters in gin's form.
var ginPath = strings.NewReplacer("{", ":", "}", "")

// Handle adds a typed operation. The permission is asked before the input is read; what fn returns is
// rendered as JSON, an error as a problem.
func Handle[I, O any](s *Server, r Route, fn func(ctx context.Context, who access.Principal, in *I) (*O, error)) {
	s.declare(r)
	r.MaxBody = cmp.Or(r.MaxBody, smallBody)
	s.bounds[r.Method+" "+Prefix+ginPath.Replace(r.Path)] = r.MaxBody
	op := huma.Operation{
		OperationID:     r.Name,
		Method:          r.Method,
		Path:            Prefix + r.Path,
		Summary:         r.Summary,
		Tags:            []string{strings.SplitN(strings.TrimPrefix(r.Path, "/"), "/", 2)[0]},
		DefaultStatus:   r.Status,
		MaxBodyBytes:    r.MaxBody,
		BodyReadTimeout: timeToSend(r.MaxBody),
		Errors:          []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity},
		Extensions:      map[string]any{"x-permission": string(r.Permission)},
		Middlewares:     huma.Middlewares{s.guard(r.Permission), s.takeIn(r.MaxBody), keepDeadline},
	}
	huma.Register(s.API, op, func(ctx context.Context, in *I) (*O, error) {
		liftDeadline(ctx)
		out, err := fn(ctx, PrincipalFrom(ctx), in)
		if err != nil {
			return nil, s.Problem(ctx, err)
		}
		return out, nil
	})
}

// guard asks for the permission before anything of the input is read.
func (s *Server) guard(permission access.Permission) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if err := require(ctx.Context(), PrincipalFrom(ctx.Context()), permission); err != nil {
			s.logFault(ctx.Context(), fault.From(err))
			writeProblem(humagin.Unwrap(ctx), fault.From(err))
			return
		}
		next(ctx)
	}
}

type deadlineKey struct{}

// keepDeadline remembers whose time for reading the body is bounded.
func keepDeadline(ctx huma.Context, next func(huma.Context)) {
	next(huma.WithValue(ctx, deadlineKey{}, ctx.SetReadDeadline))
}

// liftDeadline ends the bound once the body is read. Of a request without one, where one is possible, the server goes on
// reading, to notice when the client goes away, and takes the end of that time for it: whatever worked for longer than
// the five seconds was cancelled.
func liftDeadline(ctx context.Context) {
	if set, ok := ctx.Value(deadlineKey{}).(func(time.Time) error); ok {
		_ = set(time.Time{}) // it fails only where there is no connection, in tests
	}
}

// Stream adds an operation that writes its own response (files, media, HTML). path is absolute,
// in gin's form. fn returns an error only before it has written anything.
func (s *Server) Stream(method, path string, permission access.Permission, fn func(c *gin.Context, who access.Principal) error) {
	s.declare(Route{Method: method, Path: path, Permission: permission})
	s.Engine.Handle(method, path, func(c *gin.Context) {
		ctx := c.Request.Context()
		who := PrincipalFrom(ctx)
		err := require(ctx, who, permission)
		if err == nil {
			err = fn(c, who)
		}
		if err != nil {
			s.logFault(ctx, fault.From(err))
			writeProblem(c, fault.From(err))
		}
	})
}

// Receive is Stream for a body that no bound of this package holds: fn reads it bit by bit and bounds it itself.
func (s *Server) Receive(method, path string, permission access.Permission, fn func(c *gin.Context, who access.Principal) error) {
	s.bounds[method+" "+path] = unbounded
	s.Stream(method, path, permission, fn)
}

func (s *Server) declare(r Route) {
	if r.Permission == "" {
		panic("web: route without a permission: " + r.Method + " " + r.Path)
	}
	s.routes = append(s.routes, RouteRight{Method: r.Method, Path: r.Path, Permission: r.Permission})
}

// require checks the permission; a token that no longer holds is told apart from no token, so
// that the browser refreshes it.
func require(ctx context.Context, who access.Principal, p access.Permission) error {
	if p == access.Public {
		return nil
	}
	if err := authFault(ctx); err != nil {
		return err
	}
	if who.Restricted && p != access.SignedIn {
		return errRestricted
	}
	return who.Require(p)
}
