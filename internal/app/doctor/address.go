package doctor

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// renewBefore is how long before its end a certificate should have been renewed.
const renewBefore = 21 * 24 * time.Hour

// isLocal reports whether only this machine can reach a host.
func isLocal(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

func (m Machine) publicURL() Finding {
	address := m.Config.PublicURL
	switch {
	case isLocal(address.Hostname()):
		return warn("address", fmt.Sprintf("PUBLIC_URL is %s: only this machine reaches it, and it stands in the QR code of certificates", address), "for real work set PUBLIC_URL=https://... before the first certificate")
	case address.Scheme != "https":
		return fail("address", fmt.Sprintf("PUBLIC_URL is %s: passwords would cross the network readable, and browsers would not keep the session", address), "see docs/operations/tls.md")
	}
	return ok("address", "%s", address)
}

// proxy warns when a proxy that ends TLS is not named: every user would seem to come from its address.
func (m Machine) proxy() Finding {
	if m.Config.PublicURL.Scheme != "https" || m.Config.TLSCertFile != "" || len(m.Config.TrustedProxies) > 0 {
		return Finding{}
	}
	return warn("proxy", "TLS ends elsewhere and TRUSTED_PROXIES is empty: sign-ins of all people would be counted as one address", "set TRUSTED_PROXIES to the proxy's address, such as 127.0.0.1")
}

func (m Machine) certificate() Finding {
	if m.Config.TLSCertFile == "" {
		return Finding{}
	}
	pair, err := tls.LoadX509KeyPair(m.Config.TLSCertFile, m.Config.TLSKeyFile)
	if err != nil {
		return fail("certificate", err.Error(), "see docs/operations/tls.md")
	}
	if err := pair.Leaf.VerifyHostname(m.Config.PublicURL.Hostname()); err != nil {
		return fail("certificate", err.Error(), "get a certificate for the host of PUBLIC_URL")
	}
	left := pair.Leaf.NotAfter.Sub(m.Now())
	text := fmt.Sprintf("it holds until %s", pair.Leaf.NotAfter.Format("2006-01-02"))
	switch {
	case left <= 0:
		return fail("certificate", text, "renew it and restart taphuan")
	case left < renewBefore:
		return warn("certificate", text, "renew it and restart taphuan")
	}
	return ok("certificate", "%s", text)
}

func (m Machine) metrics() Finding {
	if m.Config.MetricsAddr == "" {
		return Finding{}
	}
	host, _, err := net.SplitHostPort(m.Config.MetricsAddr)
	if err != nil || !isLocal(host) {
		return warn("metrics", m.Config.MetricsAddr+" may be reached from other machines", "let a firewall admit only the monitoring, or set METRICS_ADDR=localhost:9090")
	}
	return ok("metrics", "served on %s", m.Config.MetricsAddr)
}
