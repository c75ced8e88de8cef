package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"taphuan/internal/fault"
)

// Problem is an error as a client sees it (RFC 9457). It never repeats what the client sent.
type Problem struct {
	Type              string         `json:"type" doc:"Always about:blank; code tells problems apart"`
	Title             string         `json:"title"`
	Status            int            `json:"status"`
	Code              string         `json:"code" doc:"Stable code for programs"`
	Detail            string         `json:"detail" doc:"What to do, in the language of Accept-Language"`
	RequestID         string         `json:"requestId,omitempty"`
	Errors            []FieldProblem `json:"errors,omitempty"`
	RetryAfterSeconds int            `json:"retryAfterSeconds,omitempty"`
}

// FieldProblem is the problem of one field.
type FieldProblem struct {
	Field   string `json:"field" example:"body.username"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error makes Problem an error for huma.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType turns JSON into problem+json.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders adds Retry-After where the client should wait.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.RetryAfterSeconds > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfterSeconds))
	}
	return h
}

var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.SlowDown:        http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

var (
	errMethod = fault.New(fault.Invalid, "method_not_allowed",
		fault.Text{VI: "Địa chỉ này không nhận yêu cầu kiểu đó.", EN: "This address does not take that method."})
	errRestricted = fault.New(fault.Forbidden, "auth.restricted",
		fault.Text{VI: "Hãy đổi mật khẩu lần đầu và bật xác thực hai bước (nếu được yêu cầu) trước khi tiếp tục.", EN: "Change the first password, and turn on two-step verification where asked, before you go on."})
	errCrossOrigin = fault.New(fault.Forbidden, "cross_origin",
		fault.Text{VI: "Yêu cầu đến từ một trang khác nên bị từ chối.", EN: "The request came from another site and was refused."})
)

func problemOf(f *fault.Error, locale, requestID string) *Problem {
	status, ok := statuses[f.Kind]
	if !ok {
		status = http.StatusInternalServerError
	}
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: f.Code,
		Detail: f.Text.In(locale), RequestID: requestID}
	if f.RetryAfter > 0 {
		p.RetryAfterSeconds = int(f.RetryAfter.Seconds() + 0.999)
	}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, FieldProblem{Field: field.Path, Code: field.Code, Message: field.Text.In(locale)})
	}
	return p
}

// Problem is an error as the caller of ctx sees it; it is logged. For handlers that answer through a library of
// another kind; all others return their errors.
func (s *Server) Problem(ctx context.Context, err error) *Problem {
	f := fault.From(err)
	s.logFault(ctx, f)
	return problemOf(f, Locale(ctx), fault.RequestID(ctx))
}

// logFault writes what went wrong for operators: our own failures as errors, the rest for
// debugging only.
func (s *Server) logFault(ctx context.Context, f *fault.Error) {
	level := slog.LevelDebug
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		level = slog.LevelError
	}
	s.log.Log(ctx, level, "request failed", "code", f.Code, "error", f.Error(), "request_id", fault.RequestID(ctx))
}

// writeProblem renders a fault outside huma.
func writeProblem(c *gin.Context, f *fault.Error) {
	p := problemOf(f, locale(c), fault.RequestID(c.Request.Context()))
	body, _ := json.Marshal(p)
	for k, v := range p.GetHeaders() {
		c.Header(k, v[0])
	}
	c.Abort()
	c.Data(p.Status, "application/problem+json", body)
}

// problemFromHuma replaces huma's own errors: validation of input, unreadable bodies and the like.
func problemFromHuma(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
	locale := "vi"
	requestID := ""
	if ctx != nil {
		locale, requestID = Locale(ctx.Context()), fault.RequestID(ctx.Context())
	}
	f := humaFault(status, message)
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			code, text := wordsFor(detail.Message)
			f = f.At(fieldOf(detail), code, text)
		}
	}
	return problemOf(f, locale, requestID)
}

var missingProperty = regexp.MustCompile(`^expected required property (\S+) to be present$`)

// fieldOf names the field as the client wrote it; of a missing property huma names only the object.
func fieldOf(detail *huma.ErrorDetail) string {
	field := strings.TrimSuffix(detail.Location, ".")
	if m := missingProperty.FindStringSubmatch(detail.Message); m != nil {
		field += "." + m[1]
	}
	return field
}

func humaFault(status int, message string) *fault.Error {
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return fault.ErrTooLarge
	case status == http.StatusRequestTimeout:
		return fault.ErrUnavailable
	case status >= 500:
		return fault.ErrInternal.Because(errors.New(message))
	}
	return fault.ErrInvalid
}
