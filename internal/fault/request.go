package fault

import "context"

type requestIDKey struct{}

// WithRequestID returns a context that carries the id of a request: it ties together an answer,
// its log lines and its audit entries.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the id of the request, or "" outside one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}
