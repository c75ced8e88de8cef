package web

import (
	"context"
	"strings"

	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// AccessCookie and RefreshCookie hold a browser's session. The __Host- prefix binds them to this
// host, to HTTPS (or localhost) and to the whole site.
const (
	AccessCookie  = "__Host-access"
	RefreshCookie = "__Host-refresh"
	DeviceCookie  = "__Host-device"
)

type principalKey struct{}
type authFaultKey struct{}
type localeKey struct{}
type clientKey struct{}

// Client is what the edge knows of the caller's browser.
type Client struct {
	Address   string // remote address; used for throttling only, never stored as it is
	UserAgent string
}

// authenticate finds the person behind the cookie or the bearer token and puts them into the
// request's context. A failing token is remembered, not refused: public routes still answer.
func authenticate(find Authenticator) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx := context.WithValue(c.Request.Context(), localeKey{}, locale(c))
		ctx = context.WithValue(ctx, clientKey{}, Client{Address: c.ClientIP(), UserAgent: c.Request.UserAgent()})
		if token := tokenOf(c); token != "" && find != nil {
			who, err := find(ctx, token)
			if err != nil {
				ctx = context.WithValue(ctx, authFaultKey{}, err)
			} else {
				ctx = context.WithValue(ctx, principalKey{}, who)
			}
		} else if _, err := c.Cookie(RefreshCookie); err == nil {
			ctx = context.WithValue(ctx, authFaultKey{}, error(fault.ErrSessionExpired))
		}
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

func tokenOf(c *gin.Context) string {
	if bearer, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer "); ok {
		return bearer
	}
	token, _ := c.Cookie(AccessCookie)
	return token
}

// PrincipalFrom returns the person behind the request, or nobody.
func PrincipalFrom(ctx context.Context) access.Principal {
	who, _ := ctx.Value(principalKey{}).(access.Principal)
	return who
}

// ClientFrom returns what is known of the caller's browser.
func ClientFrom(ctx context.Context) Client {
	client, _ := ctx.Value(clientKey{}).(Client)
	return client
}

// Locale returns the language of the answer: "vi" or "en".
func Locale(ctx context.Context) string {
	if l, ok := ctx.Value(localeKey{}).(string); ok {
		return l
	}
	return "vi"
}

func authFault(ctx context.Context) error {
	err, _ := ctx.Value(authFaultKey{}).(error)
	return err
}

// locale reads Accept-Language: English only when it is asked for first.
func locale(c *gin.Context) string {
	if strings.HasPrefix(strings.ToLower(c.GetHeader("Accept-Language")), "en") {
		return "en"
	}
	return "vi"
}
