package config

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxProxies bounds the list of trusted networks.
const maxProxies = 64

// checker collects mistakes, so that all are reported at once.
type checker struct{ mistakes []error }

func (c *checker) mistake(variable, format string, arguments ...any) {
	c.mistakes = append(c.mistakes, fmt.Errorf(variable+": "+format, arguments...))
}

func (c *checker) address(variable, text string) string {
	_, port, err := net.SplitHostPort(text)
	if number, numberErr := strconv.ParseUint(port, 10, 16); err != nil || numberErr != nil || number > 65535 {
		c.mistake(variable, "%q is no address; write host:port, such as localhost:8080 or :443", text)
	}
	return text
}

func (c *checker) distinct(addr, metricsAddr string) {
	if addr == metricsAddr && !strings.HasSuffix(addr, ":0") {
		c.mistake("METRICS_ADDR", "it equals ADDR; figures for operators need a port of their own")
	}
}

func (c *checker) networks(variable, text string) []netip.Prefix {
	var list []netip.Prefix
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		network, err := parseNetwork(part)
		if err != nil {
			c.mistake(variable, "%q is no network; write addresses or networks with commas between, such as 127.0.0.1,10.0.0.0/8", part)
			continue
		}
		list = append(list, network)
	}
	if len(list) > maxProxies {
		c.mistake(variable, "%d networks are too many; at most %d", len(list), maxProxies)
	}
	return list
}

func parseNetwork(text string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(text); err == nil {
		return address.Prefix(address.BitLen())
	}
	network, err := netip.ParsePrefix(text)
	return network.Masked(), err
}

// databaseURL never repeats the text, because it may hold a password.
func (c *checker) databaseURL(variable, text string) Secret {
	if text == "" {
		return ""
	}
	address, err := url.Parse(text)
	switch {
	case err != nil, address.Scheme != "postgres" && address.Scheme != "postgresql":
		c.mistake(variable, "it is no PostgreSQL URL; write postgres://user:password@host:5432/database, with special characters in the password as %%XX")
	case address.Host == "" && address.Query().Get("host") == "":
		c.mistake(variable, "it names no host; write postgres://user:password@host:5432/database, or ?host=/directory for a socket")
	case strings.Trim(address.Path, "/") == "":
		c.mistake(variable, "it names no database; write postgres://user:password@host:5432/database")
	}
	return Secret(text)
}

// mailServer never repeats the text, because it may hold a password.
func (c *checker) mailServer(variable, text string) Secret {
	if text == "" {
		return ""
	}
	address, err := url.Parse(text)
	switch {
	case err != nil, address.Hostname() == "":
		c.mistake(variable, "it is no URL; write smtp://user:password@host:587, with special characters in the password as %%XX")
	case address.Scheme != "smtp" && address.Scheme != "smtps" && address.Scheme != "smtp+plain":
		c.mistake(variable, "its scheme is unknown; write smtp:// (STARTTLS), smtps:// (TLS) or smtp+plain:// (a server on this machine, without TLS)")
	case address.Scheme == "smtp+plain" && !isLoopback(address.Hostname()):
		c.mistake(variable, "smtp+plain:// sends passwords and mail in the clear and is for localhost alone; write smtp:// or smtps://")
	}
	return Secret(text)
}

// keyPassword is for a key in a file alone.
func (c *checker) keyPassword(variable, text, file string) Secret {
	if text != "" && file == "" {
		c.mistake(variable, "there is no SIGNING_KEY_FILE that it could open; set both or neither")
	}
	return Secret(text)
}

// webAddress is an http or https URL without a password, or empty.
func (c *checker) webAddress(variable, text string) string {
	if text == "" {
		return ""
	}
	address, err := url.Parse(text)
	if err != nil || address.Hostname() == "" || address.User != nil || address.Scheme != "http" && address.Scheme != "https" {
		c.mistake(variable, "it is no web address without a password; write https://host/path")
	}
	return text
}

// bucket never repeats the text, because it holds a secret.
func (c *checker) bucket(variable, text string) Secret {
	if text == "" {
		return ""
	}
	const form = "write https://key:secret@host:9000/bucket, with special characters in the secret as %%XX"
	address, err := url.Parse(text)
	switch {
	case err != nil, address.Scheme != "https" && address.Scheme != "http", address.Hostname() == "":
		c.mistake(variable, "it is no http or https URL; "+form)
	case strings.Trim(address.Path, "/") == "":
		c.mistake(variable, "it names no bucket; "+form)
	default:
		if secret, _ := address.User.Password(); secret == "" {
			c.mistake(variable, "it has no key or no secret; "+form)
		}
	}
	return Secret(text)
}

func (c *checker) delivery(variable, text string, inBucket bool) (redirect bool) {
	switch {
	case text != "proxy" && text != "redirect":
		c.mistake(variable, "%q is unknown; write proxy or redirect", text)
	case text == "redirect" && !inBucket:
		c.mistake(variable, "redirect sends browsers to a bucket, and MEDIA_S3_URL names none; set it, or write proxy")
	}
	return text == "redirect"
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (c *checker) sender(variable, text string, required bool) string {
	switch address, err := mail.ParseAddress(text); {
	case text == "" && !required:
	case text == "":
		c.mistake(variable, "it is missing while SMTP_URL is set; write the sender's address, such as taphuan@coquan.gov.vn")
	case err != nil, address.Address != text:
		c.mistake(variable, "%q is no mail address; write it bare, such as taphuan@coquan.gov.vn", text)
	}
	return text
}

func (c *checker) number(variable, text string, least, most int) int {
	number, err := strconv.Atoi(text)
	if err != nil || number < least || number > most {
		c.mistake(variable, "%q is no whole number from %d to %d", text, least, most)
	}
	return number
}

// sizes are the units of bytes.
var sizes = []struct {
	unit  string
	bytes int64
}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}}

func (c *checker) bytes(variable, text string, least, most int64) int64 {
	for _, size := range sizes {
		digits, named := strings.CutSuffix(text, size.unit)
		if !named {
			continue
		}
		if number, err := strconv.ParseInt(digits, 10, 32); err == nil && number >= 0 && number*size.bytes >= least && number*size.bytes <= most {
			return number * size.bytes
		}
	}
	c.mistake(variable, "%q is no size from %s to %s; write it as 500MiB, 4GiB or 1TiB", text, sizeText(least), sizeText(most))
	return 0
}

// sizeText writes a size in the largest unit that keeps it whole.
func sizeText(bytes int64) string {
	for _, size := range sizes {
		if bytes >= size.bytes && bytes%size.bytes == 0 {
			return fmt.Sprintf("%d%s", bytes/size.bytes, size.unit)
		}
	}
	return strconv.FormatInt(bytes, 10)
}

func (c *checker) duration(variable, text string, least, most time.Duration) time.Duration {
	duration, err := time.ParseDuration(text)
	if err != nil || duration < least || duration > most {
		c.mistake(variable, "%q is no duration from %s to %s; write it as 20s or 1m", text, least, most)
	}
	return duration
}

func (c *checker) level(variable, text string) slog.Level {
	switch strings.ToLower(text) {
	case "debug":
		return slog.LevelDebug
	case "info":
		return slog.LevelInfo
	case "warn":
		return slog.LevelWarn
	case "error":
		return slog.LevelError
	}
	c.mistake(variable, "%q is unknown; write debug, info, warn or error", text)
	return slog.LevelInfo
}

func (c *checker) certificate(certFile, keyFile string) {
	switch {
	case certFile == "" && keyFile == "":
	case certFile == "":
		c.mistake("TLS_CERT_FILE", "it is missing while TLS_KEY_FILE is set; set both or neither")
	case keyFile == "":
		c.mistake("TLS_KEY_FILE", "it is missing while TLS_CERT_FILE is set; set both or neither")
	default:
		if _, err := tls.LoadX509KeyPair(certFile, keyFile); err != nil {
			c.mistake("TLS_CERT_FILE", "the pair cannot be used: %w", err)
		}
	}
}

// publicURL checks the address that browsers use. The text is the given one or,
// without it, the default.
func (c *checker) publicURL(variable, given, byDefault string) *url.URL {
	address, err := url.Parse(cmp.Or(given, byDefault))
	switch {
	case err != nil, address.Scheme != "http" && address.Scheme != "https", address.Hostname() == "":
		c.mistake(variable, "%q is no web address; write https://host or http://host:port", cmp.Or(given, byDefault))
		return &url.URL{}
	case strings.Trim(address.Path, "/") != "", address.RawQuery != "", address.Fragment != "", address.User != nil:
		c.mistake(variable, "%q has more than a host; the application needs a host of its own, such as https://taphuan.example.vn", address.Redacted())
	}
	address.Path = ""
	return address
}

// defaultPublicURL is right for a trial on one machine.
func defaultPublicURL(c Config) string {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return "http://localhost" // ADDR is reported already
	}
	scheme := "http"
	if c.TLSCertFile != "" {
		scheme = "https"
	}
	if ip, err := netip.ParseAddr(host); host == "" || (err == nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}
