package identityhttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/identity"
	"taphuan/internal/web"
)

// ceremonyCookie holds the id of a sign-in that waits for its second factor.
const ceremonyCookie = "__Host-sign-in"

// Browser is the part of a request that tells the browser: its cookies. It is exported because
// huma reads no fields of an embedded type that is not. Their length is not bounded here: a spoiled
// cookie is as good as none and must not keep anybody from signing in.
type Browser struct {
	Device  string `cookie:"__Host-device"`
	Refresh string `cookie:"__Host-refresh"`
}

func (b Browser) client(ctx context.Context) identity.Client {
	from := web.ClientFrom(ctx)
	return identity.Client{Address: from.Address, UserAgent: from.UserAgent, Device: b.Device, Refresh: b.Refresh}
}

func cookie(name, value string, life time.Duration, sameSite http.SameSite) http.Cookie {
	return http.Cookie{Name: name, Value: value, Path: "/", MaxAge: max(1, int(life.Seconds())), Secure: true, HttpOnly: true, SameSite: sameSite}
}

func noCookie(name string, sameSite http.SameSite) http.Cookie {
	c := cookie(name, "", 0, sameSite)
	c.MaxAge = -1
	return c
}

// tokenCookies carry a session. The access token goes with links from elsewhere (Lax), so that a
// followed link finds its reader signed in; the refresh token never does.
func tokenCookies(t identity.Tokens) []http.Cookie {
	return []http.Cookie{
		cookie(web.AccessCookie, t.Access, time.Until(t.AccessExpires), http.SameSiteLaxMode),
		cookie(web.RefreshCookie, t.Refresh, time.Until(t.RefreshExpires), http.SameSiteStrictMode),
	}
}

// entryCookies carry what a step of signing in gives the browser.
func entryCookies(in identity.SignedIn) []http.Cookie {
	if in.Ceremony != uuid.Nil {
		return []http.Cookie{cookie(ceremonyCookie, in.Ceremony.String(), identity.CeremonyLife, http.SameSiteStrictMode)}
	}
	return append(tokenCookies(in.Tokens),
		cookie(web.DeviceCookie, in.Device, identity.DeviceLife, http.SameSiteLaxMode),
		noCookie(ceremonyCookie, http.SameSiteStrictMode))
}

// exitCookies take the session away; the browser stays known.
func exitCookies() []http.Cookie {
	return []http.Cookie{noCookie(web.AccessCookie, http.SameSiteLaxMode), noCookie(web.RefreshCookie, http.SameSiteStrictMode),
		noCookie(ceremonyCookie, http.SameSiteStrictMode)}
}
