// Package identityhttp is the wire shape of package identity: signing in and out, one's own sessions,
// password and second factors, who I am, and what this installation is.
//
// Browsers hold a session in cookies that scripts cannot read: __Host-access and __Host-refresh, the
// mark of a known browser in __Host-device, and a sign-in that waits for its second factor in
// __Host-sign-in. API clients send the value of __Host-access as a bearer token.
package identityhttp
