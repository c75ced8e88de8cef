package doctor_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"taphuan/internal/app/doctor"
	"taphuan/internal/config"
	"taphuan/internal/media"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// healthy is a machine without errors, on a migrated database.
func healthy(t *testing.T) doctor.Machine {
	t.Helper()
	home := t.TempDir()
	cfg, err := config.Parse(map[string]string{"DATA_DIR": home, "COURSES_DIR": "../../../courses", "PUBLIC_URL": "https://taphuan.example.vn", "TRUSTED_PROXIES": "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cfg.SecretKey(); err != nil {
		t.Fatal(err)
	}
	return doctor.Machine{Config: cfg, Database: pgtest.URL(t), Media: media.Disk{Dir: filepath.Join(home, "media")}, BackupDir: home, Now: time.Now}
}

// find returns the finding of a check.
func find(t *testing.T, m doctor.Machine, check string) doctor.Finding {
	t.Helper()
	for _, f := range doctor.Examine(t.Context(), m) {
		if f.Check == check {
			return f
		}
	}
	t.Fatalf("no finding about %s", check)
	return doctor.Finding{}
}

func TestHealthyMachine(t *testing.T) {
	t.Parallel()
	m := healthy(t)
	for _, f := range doctor.Examine(t.Context(), m) {
		if f.Level == doctor.Error && f.Check != "space" { // the disk of the test's machine
			t.Errorf("%s: %s", f.Check, f.Text)
		}
		if (f.Level == doctor.OK) == (f.Cure != "") {
			t.Errorf("%s is %s with the cure %q", f.Check, f.Level, f.Cure)
		}
	}
}

// TestFindings: each fault is found, with its level and a word that helps.
func TestFindings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(t *testing.T, m *doctor.Machine)
		check string
		level doctor.Level
		says  string
	}{
		"no database": {func(_ *testing.T, m *doctor.Machine) {
			m.Database = "postgres://nobody@/none?host=/nowhere"
		}, "database", doctor.Error, "connect"},
		"not migrated": {func(t *testing.T, m *doctor.Machine) { m.Database = pgtest.Empty(t) }, "schema", doctor.Error, "pending"},
		"newer database": {func(t *testing.T, m *doctor.Machine) {
			exec(t, m.Database, "INSERT INTO public.bun_migrations (name) VALUES ('29990101000000')")
		}, "schema", doctor.Error, "newer"},
		"clock": {func(_ *testing.T, m *doctor.Machine) {
			m.Now = func() time.Time { return time.Now().Add(5 * time.Minute) }
		}, "clock", doctor.Error, "NTP"},
		"open key":  {func(t *testing.T, m *doctor.Machine) { chmod(t, m.Config.SecretKeyFile, 0o644) }, "secret key", doctor.Error, "chmod 600"},
		"wrong key": {func(t *testing.T, m *doctor.Machine) { write(t, m.Config.SecretKeyFile, "short") }, "secret key", doctor.Error, "hexadecimal"},
		"lost key": {func(t *testing.T, m *doctor.Machine) {
			m.Config.SecretKeyFile += ".gone"
			exec(t, m.Database, "INSERT INTO identity.accounts (person_id, username, username_key) VALUES (gen_random_uuid(), 'abc', 'abc')")
		}, "secret key", doctor.Error, "missing, while accounts exist"},
		"lost media": {func(t *testing.T, m *doctor.Machine) {
			exec(t, m.Database, "INSERT INTO media.files (id, sha256, size, mime) VALUES (gen_random_uuid(), sha256('x'), 1, 'video/mp4')")
		}, "media", doctor.Error, "1 of 1"},
		"no courses":    {func(t *testing.T, m *doctor.Machine) { m.Config.CoursesDir = t.TempDir() }, "courses", doctor.Warning, "no course package"},
		"broken course": {func(t *testing.T, m *doctor.Machine) { m.Config.CoursesDir = brokenCourse(t) }, "courses", doctor.Error, "course.yaml"},
		"no https":      {func(_ *testing.T, m *doctor.Machine) { m.Config.PublicURL.Scheme = "http" }, "address", doctor.Error, "readable"},
		"localhost":     {func(_ *testing.T, m *doctor.Machine) { m.Config.PublicURL.Host = "localhost:8080" }, "address", doctor.Warning, "QR code"},
		"unnamed proxy": {func(_ *testing.T, m *doctor.Machine) { m.Config.TrustedProxies = nil }, "proxy", doctor.Warning, "TRUSTED_PROXIES"},
		"no signing key": {func(t *testing.T, m *doctor.Machine) {
			m.Config.SigningKeyFile = filepath.Join(t.TempDir(), "gone.p12")
		}, "signing key", doctor.Error, "SIGNING_KEY_PASSWORD"},
		"signing key":    {func(t *testing.T, m *doctor.Machine) { signWith(t, m, 200) }, "signing key", doctor.OK, "Sở Khoa học"},
		"key ends soon":  {func(t *testing.T, m *doctor.Machine) { signWith(t, m, 20) }, "signing key", doctor.Warning, "new key"},
		"key has ended":  {func(t *testing.T, m *doctor.Machine) { signWith(t, m, -1) }, "signing key", doctor.Error, "ended"},
		"open metrics":   {func(_ *testing.T, m *doctor.Machine) { m.Config.MetricsAddr = ":9090" }, "metrics", doctor.Warning, "other machines"},
		"no backup":      {func(_ *testing.T, _ *doctor.Machine) {}, "backup", doctor.Warning, "no backup in"},
		"unknown backup": {func(_ *testing.T, m *doctor.Machine) { m.BackupDir = "" }, "backup", doctor.Warning, "BACKUP_DIR"},
		"old backup":     {func(t *testing.T, m *doctor.Machine) { backupAged(t, m.BackupDir, 50*time.Hour) }, "backup", doctor.Warning, "50h0m0s old"},
		"fresh backup":   {func(t *testing.T, m *doctor.Machine) { backupAged(t, m.BackupDir, time.Hour) }, "backup", doctor.OK, "1h0m0s old"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := healthy(t)
			c.spoil(t, &m)
			if f := find(t, m, c.check); f.Level != c.level || !strings.Contains(f.Text+f.Cure, c.says) {
				t.Errorf("%+v, want %s that says %q", f, c.level, c.says)
			}
		})
	}
}

func exec(t *testing.T, url, query string) {
	t.Helper()
	db, err := postgres.OpenAsOwner(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

// signWith gives the machine a signing key that ends in some days.
func signWith(t *testing.T, m *doctor.Machine, days int) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Sở Khoa học và Công nghệ"},
		NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(0, 0, days)}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	file, err := pkcs12.Modern2023.Encode(key, own, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	m.Config.SigningKeyFile = filepath.Join(t.TempDir(), "key.p12")
	write(t, m.Config.SigningKeyFile, string(file))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func brokenCourse(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "x1"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "x1", "course.yaml"), "title: 1\n")
	return dir
}

func backupAged(t *testing.T, dir string, age time.Duration) {
	t.Helper()
	path := filepath.Join(dir, "taphuan-2026-11-20T000000Z.tar.gz")
	write(t, path, "x")
	at := time.Now().Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

// TestPrint writes a line per finding and counts the errors.
func TestPrint(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	failed := doctor.Print(&out, []doctor.Finding{{Level: doctor.OK, Check: "a", Text: "b"}, doctor.Fail("c", "d", "e")})
	if want := "ok       a            b\nerror    c            d -> e\n"; failed != 1 || out.String() != want {
		t.Errorf("%d errors, %q", failed, out.String())
	}
}
