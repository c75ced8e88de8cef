package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	c, err := Parse(map[string]string{"ADDR": "", "LOG_LEVEL": ""}) // empty counts as not set
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.Addr, c.MetricsAddr, c.PublicURL.String(), c.Home(), c.DataDir, c.CoursesDir, c.SecretKeyFile, c.LogLevel.String()}
	want := []string{"localhost:8080", "", "http://localhost:8080", ".data", "", "./courses", ".data/secret.key", "INFO"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c.DatabaseConnections < 4 || c.PasswordHashesAtOnce < 1 || c.ShutdownTimeout <= 0 {
		t.Errorf("unbounded: %s", c)
	}
}

func TestGivenValues(t *testing.T) {
	t.Parallel()
	c, err := Parse(map[string]string{
		"ADDR": "0.0.0.0:443", "METRICS_ADDR": "127.0.0.1:9090", "PUBLIC_URL": "https://taphuan.example.vn/",
		"TRUSTED_PROXIES": "127.0.0.1, 10.1.2.3/8,::1", "DATA_DIR": "/srv/taphuan", "LOG_LEVEL": "Debug",
		"DATABASE_URL": "postgres://u:p@db/taphuan", "PASSWORD_HASHES_AT_ONCE": "3",
	})
	if err != nil {
		t.Fatal(err)
	}
	var proxies []string
	for _, network := range c.TrustedProxies {
		proxies = append(proxies, network.String())
	}
	got := []string{c.PublicURL.String(), strings.Join(proxies, " "), c.SecretKeyFile, c.LogLevel.String(), c.DatabaseURL.Reveal()}
	want := []string{"https://taphuan.example.vn", "127.0.0.1/32 10.0.0.0/8 ::1/128", "/srv/taphuan/secret.key", "DEBUG", "postgres://u:p@db/taphuan"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c.PasswordHashesAtOnce != 3 {
		t.Errorf("%d hashes at once", c.PasswordHashesAtOnce)
	}
}

func TestDefaultPublicURL(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		":8080": "http://localhost:8080", "0.0.0.0:80": "http://localhost:80", "[::]:81": "http://localhost:81",
		"192.0.2.7:8080": "http://192.0.2.7:8080", "[2001:db8::1]:8080": "http://[2001:db8::1]:8080",
	} {
		c, err := Parse(map[string]string{"ADDR": addr})
		if err != nil || c.PublicURL.String() != want {
			t.Errorf("%s: %v, %v; want %s", addr, c.PublicURL, err, want)
		}
	}
}

func TestMistakesAreReportedTogether(t *testing.T) {
	t.Parallel()
	mistakes := map[string]string{
		"ADDR": "8080", "METRICS_ADDR": "localhost:99999", "PUBLIC_URL": "taphuan.example.vn",
		"TRUSTED_PROXIES": "10.0.0.0/8,proxy", "TLS_CERT_FILE": "only.pem", "DATABASE_URL": "host=db password=s3cret",
		"DATABASE_CONNECTIONS": "many", "LOG_LEVEL": "loud", "PASSWORD_HASHES_AT_ONCE": "0", "SHUTDOWN_TIMEOUT": "20",
		"MEDIA_S3_URL": "https://s3.example.vn/taphuan", "MEDIA_DELIVERY": "pigeon",
		"MEDIA_MAX_UPLOAD": "4GB", "MEDIA_QUOTA": "lots",
	}
	_, err := Parse(mistakes)
	if err == nil {
		t.Fatal("no error")
	}
	for name := range mistakes {
		if name == "TLS_CERT_FILE" {
			name = "TLS_KEY_FILE" // the one that is missing
		}
		if !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s is not reported in\n%s", name, err)
		}
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Error("the error shows a password")
	}
}

func TestSingleMistakes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, value, want string }{
		{"DATABASE_URL", "mysql://u:p@db/x", "no PostgreSQL URL"},
		{"DATABASE_URL", "postgres://u:s3%zz@db/x", "no PostgreSQL URL"},
		{"DATABASE_URL", "postgres:///x", "names no host"},
		{"DATABASE_URL", "postgres://db", "names no database"},
		{"PUBLIC_URL", "https://example.vn/taphuan", "more than a host"},
		{"PUBLIC_URL", "ftp://example.vn", "no web address"},
		{"METRICS_ADDR", "localhost:8080", "equals ADDR"},
		{"SMTP_URL", "smtp://", "no URL"},
		{"SMTP_URL", "https://mail.example.vn", "scheme is unknown"},
		{"SMTP_URL", "smtp+plain://mail.example.vn:25", "for localhost alone"},
		{"SIGNING_KEY_PASSWORD", "s3cret", "no SIGNING_KEY_FILE"},
		{"TIME_STAMP_URL", "tsa.example.vn", "no web address"},
		{"TIME_STAMP_URL", "https://user:s3cret@tsa.example.vn/", "without a password"},
		{"MAIL_FROM", "Tập Huấn <a@b.vn>", "no mail address"},
		{"MEDIA_MAX_UPLOAD", "0MiB", "from 1MiB to 1TiB"},
		{"MEDIA_MAX_UPLOAD", "2TiB", "from 1MiB to 1TiB"},
		{"MEDIA_QUOTA", "-1GiB", "no size"},
		{"MEDIA_QUOTA", "9999999999TiB", "no size"},
		{"TRUSTED_PROXIES", strings.Repeat("10.0.0.1,", 65), "too many"},
	} {
		_, err := Parse(map[string]string{test.name: test.value})
		if err == nil || !strings.Contains(err.Error(), test.name+": ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s=%s: got %v, want %q", test.name, test.value, err, test.want)
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	c, err := Parse(map[string]string{"MEDIA_MAX_UPLOAD": "500MiB"})
	if err != nil || c.MediaMaxUpload != 500<<20 || c.MediaQuota != 100<<30 || !strings.Contains(c.String(), "MEDIA_MAX_UPLOAD=500MiB\nMEDIA_QUOTA=100GiB\n") {
		t.Errorf("%d, %d, %v: %s", c.MediaMaxUpload, c.MediaQuota, err, c)
	}
}

func TestDatabaseURLOnASocket(t *testing.T) {
	t.Parallel()
	if _, err := Parse(map[string]string{"DATABASE_URL": "postgres:///taphuan?host=/run/postgresql"}); err != nil {
		t.Error(err)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	c, err := Parse(map[string]string{"DATABASE_URL": "postgres://u:s3cret@db/taphuan"})
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("start", "config", c, "url", c.DatabaseURL)
	for how, text := range map[string]string{
		"%v": fmt.Sprintf("%v", c), "%+v": fmt.Sprintf("%+v", c), "%#v": fmt.Sprintf("%#v", c),
		//lint:ignore S1025 the verb itself is tested
		"%s": fmt.Sprintf("%s", c.DatabaseURL),
		"%q": fmt.Sprintf("%q", c.DatabaseURL), "%x": fmt.Sprintf("%x", c.DatabaseURL), "pointer": fmt.Sprintf("%+v", &c), "json": string(encoded), "slog": logged.String(),
	} {
		if strings.Contains(text, "s3cret") || strings.Contains(text, fmt.Sprintf("%x", "s3cret")) {
			t.Errorf("%s shows the password: %s", how, text)
		}
		if !strings.Contains(text, hidden) && !strings.Contains(text, fmt.Sprintf("%x", hidden)) {
			t.Errorf("%s does not say that something is hidden: %s", how, text)
		}
	}
}

func TestSecretKey(t *testing.T) {
	t.Parallel()
	c, err := Parse(map[string]string{"DATA_DIR": filepath.Join(t.TempDir(), "new")})
	if err != nil {
		t.Fatal(err)
	}
	keys := make(chan string, 8)
	for range cap(keys) {
		go func() {
			key, err := c.SecretKey()
			if err != nil {
				t.Error(err)
			}
			keys <- string(key)
		}()
	}
	first := <-keys
	for range cap(keys) - 1 {
		if other := <-keys; other != first || len(other) != secretKeySize {
			t.Error("two processes got different keys")
		}
	}
	info, err := os.Stat(c.SecretKeyFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if entries, err := os.ReadDir(c.Home()); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestBadSecretKey(t *testing.T) {
	t.Parallel()
	good := strings.Repeat("ab", secretKeySize)
	for name, test := range map[string]struct {
		content string
		mode    os.FileMode
		want    string
	}{
		"others may read": {good, 0o644, "chmod 600"},
		"too short":       {"abcd", 0o600, "does not hold"},
		"empty":           {"", 0o600, "does not hold"},
		"no hexadecimal":  {strings.Repeat("zz", secretKeySize), 0o600, "does not hold"},
		"huge":            {strings.Repeat(good, 100), 0o600, "does not hold"},
	} {
		path := filepath.Join(t.TempDir(), "secret.key")
		if err := os.WriteFile(path, []byte(test.content), test.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := (Config{SecretKeyFile: path}).SecretKey(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
		if content, err := os.ReadFile(path); err != nil || string(content) != test.content {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

// TestExampleIsComplete holds .env.example to the list of variables.
func TestExampleIsComplete(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range (Config{}).fields() {
		if !strings.Contains(string(example), "\n#"+field.Key+"=") {
			t.Errorf(".env.example does not show %s", field.Key)
		}
	}
}

// TestMedia: where media files are, and where browsers are sent for them.
func TestMedia(t *testing.T) {
	t.Parallel()
	const bucket = "https://key:s3cret@s3.example.vn:9000/taphuan"
	for name, c := range map[string]struct {
		given          map[string]string
		origin, faulty string
	}{
		"folder":                  {map[string]string{}, "", ""},
		"bucket":                  {map[string]string{"MEDIA_S3_URL": bucket}, "", ""},
		"bucket, by redirect":     {map[string]string{"MEDIA_S3_URL": bucket, "MEDIA_DELIVERY": "redirect"}, "https://s3.example.vn:9000", ""},
		"redirect without bucket": {map[string]string{"MEDIA_DELIVERY": "redirect"}, "", "MEDIA_S3_URL names none"},
		"no bucket named":         {map[string]string{"MEDIA_S3_URL": "https://key:s3cret@s3.example.vn"}, "", "names no bucket"},
		"no secret":               {map[string]string{"MEDIA_S3_URL": "https://key@s3.example.vn/taphuan"}, "", "no secret"},
		"another scheme":          {map[string]string{"MEDIA_S3_URL": "s3://key:s3cret@s3.example.vn/taphuan"}, "", "no http or https"},
	} {
		parsed, err := Parse(c.given)
		switch {
		case c.faulty == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.faulty != "" && (err == nil || !strings.Contains(err.Error(), c.faulty) || strings.Contains(err.Error(), "s3cret")):
			t.Errorf("%s: %v, want %q", name, err, c.faulty)
		case parsed.MediaOrigin() != c.origin:
			t.Errorf("%s: origin %q, want %q", name, parsed.MediaOrigin(), c.origin)
		case c.faulty == "" && strings.Contains(parsed.String(), "s3cret"):
			t.Errorf("%s: the secret is printed", name)
		}
	}
}
