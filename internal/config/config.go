package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"runtime"
	"time"

	"github.com/caarlos0/env/v11"
)

// Config is everything that the environment decides, checked.
type Config struct {
	// Addr is where the web server listens, host:port.
	Addr string
	// MetricsAddr is where /metrics is served, apart from the web; empty means nowhere.
	MetricsAddr string
	// PublicURL is how browsers reach the server, without a path: it stands in
	// QR codes and letters.
	PublicURL *url.URL
	// TrustedProxies are the networks whose X-Forwarded-* headers are believed.
	TrustedProxies []netip.Prefix
	// TLSCertFile and TLSKeyFile are both set, or both empty for plain HTTP.
	TLSCertFile, TLSKeyFile string

	// DatabaseURL names a PostgreSQL 15 to 18; empty means the bundled one.
	DatabaseURL Secret
	// DatabaseConnections bounds the pool.
	DatabaseConnections int
	// PGBin is a directory with the programs of another PostgreSQL for the bundled
	// server; empty means that they are looked for.
	PGBin string
	// DataDir holds the bundled database, uploads and the secret key. Empty means
	// that it was not given: then files are in Home, and the database chooses.
	DataDir string
	// MediaS3URL names a bucket of an S3 server for media files; empty means that they are in Home.
	MediaS3URL Secret
	// MediaRedirect sends browsers to the bucket for videos, by addresses that expire.
	MediaRedirect bool
	// FFmpeg is the program that converts videos; empty means that it is looked for in PATH.
	FFmpeg string
	// VideoLongest bounds how long a video may be.
	VideoLongest time.Duration
	// MediaMaxUpload bounds one uploaded video, in bytes.
	MediaMaxUpload int64
	// MediaQuota bounds all videos in the library of one agency, in bytes.
	MediaQuota int64
	// CoursesDir holds the course packages.
	CoursesDir string
	// BackupDir is where backups are written and looked for; empty means nowhere.
	BackupDir string
	// SecretKeyFile holds the key that other keys derive from; see SecretKey.
	SecretKeyFile string

	// SigningKeyFile is a PKCS#12 file with the key that signs documents instead of one that the platform makes; empty: none.
	SigningKeyFile string
	// SigningKeyPassword opens it.
	SigningKeyPassword Secret
	// TimeStampURL is a time-stamping authority (RFC 3161) whose time signatures carry; empty: none.
	TimeStampURL string

	// SMTPURL names the mail server; empty means that no mail is sent.
	SMTPURL Secret
	// MailFrom is the sender's address of every mail.
	MailFrom string

	// LogLevel is the least important level that is logged.
	LogLevel slog.Level
	// PasswordHashesAtOnce bounds how many passwords are checked at the same time;
	// each takes 19 MiB and one core.
	PasswordHashesAtOnce int
	// ShutdownTimeout bounds how long requests may take to finish after a signal.
	ShutdownTimeout time.Duration
}

// defaultHome is the directory for data when DATA_DIR is not given.
const defaultHome = ".data"

// Home is the directory for files: DataDir, or .data in the working directory.
func (c Config) Home() string {
	if c.DataDir == "" {
		return defaultHome
	}
	return c.DataDir
}

// MediaOrigin is where browsers are sent for videos, scheme://host:port; empty when they come from here.
func (c Config) MediaOrigin() string {
	if !c.MediaRedirect {
		return ""
	}
	address, err := url.Parse(c.MediaS3URL.Reveal())
	if err != nil {
		return "" // refused when it was read
	}
	return (&url.URL{Scheme: address.Scheme, Host: address.Host}).String()
}

// variables are the texts of the environment, before they are checked.
type variables struct {
	Addr                 string `env:"ADDR" envDefault:"localhost:8080"`
	MetricsAddr          string `env:"METRICS_ADDR"`
	PublicURL            string `env:"PUBLIC_URL"`
	TrustedProxies       string `env:"TRUSTED_PROXIES"`
	TLSCertFile          string `env:"TLS_CERT_FILE"`
	TLSKeyFile           string `env:"TLS_KEY_FILE"`
	DatabaseURL          string `env:"DATABASE_URL"`
	DatabaseConnections  string `env:"DATABASE_CONNECTIONS" envDefault:"20"`
	PGBin                string `env:"PG_BIN"`
	DataDir              string `env:"DATA_DIR"`
	MediaS3URL           string `env:"MEDIA_S3_URL"`
	MediaDelivery        string `env:"MEDIA_DELIVERY" envDefault:"proxy"`
	FFmpeg               string `env:"FFMPEG"`
	VideoLongest         string `env:"VIDEO_LONGEST" envDefault:"3h"`
	MediaMaxUpload       string `env:"MEDIA_MAX_UPLOAD" envDefault:"4GiB"`
	MediaQuota           string `env:"MEDIA_QUOTA" envDefault:"100GiB"`
	CoursesDir           string `env:"COURSES_DIR" envDefault:"./courses"`
	BackupDir            string `env:"BACKUP_DIR"`
	SecretKeyFile        string `env:"SECRET_KEY_FILE"`
	SigningKeyFile       string `env:"SIGNING_KEY_FILE"`
	SigningKeyPassword   string `env:"SIGNING_KEY_PASSWORD"`
	TimeStampURL         string `env:"TIME_STAMP_URL"`
	SMTPURL              string `env:"SMTP_URL"`
	MailFrom             string `env:"MAIL_FROM"`
	LogLevel             string `env:"LOG_LEVEL" envDefault:"info"`
	PasswordHashesAtOnce string `env:"PASSWORD_HASHES_AT_ONCE"`
	ShutdownTimeout      string `env:"SHUTDOWN_TIMEOUT" envDefault:"20s"`
}

// Load reads the process's environment. The error joins every mistake in it.
func Load() (Config, error) { return Parse(nil) }

// Parse reads the given environment; nil means the process's. An empty variable
// counts as not set. The error joins every mistake in it.
func Parse(environment map[string]string) (Config, error) {
	raw, err := env.ParseAsWithOptions[variables](env.Options{Environment: environment})
	if err != nil {
		return Config{}, err
	}
	check := &checker{}
	c := Config{
		Addr:                check.address("ADDR", raw.Addr),
		TrustedProxies:      check.networks("TRUSTED_PROXIES", raw.TrustedProxies),
		TLSCertFile:         raw.TLSCertFile,
		TLSKeyFile:          raw.TLSKeyFile,
		DatabaseURL:         check.databaseURL("DATABASE_URL", raw.DatabaseURL),
		DatabaseConnections: check.number("DATABASE_CONNECTIONS", raw.DatabaseConnections, 4, 500),
		PGBin:               raw.PGBin,
		DataDir:             raw.DataDir,
		MediaS3URL:          check.bucket("MEDIA_S3_URL", raw.MediaS3URL),
		MediaRedirect:       check.delivery("MEDIA_DELIVERY", raw.MediaDelivery, raw.MediaS3URL != ""),
		FFmpeg:              raw.FFmpeg,
		VideoLongest:        check.duration("VIDEO_LONGEST", raw.VideoLongest, time.Minute, 12*time.Hour),
		MediaMaxUpload:      check.bytes("MEDIA_MAX_UPLOAD", raw.MediaMaxUpload, 1<<20, 1<<40),
		MediaQuota:          check.bytes("MEDIA_QUOTA", raw.MediaQuota, 1<<20, 1<<50),
		CoursesDir:          raw.CoursesDir,
		BackupDir:           raw.BackupDir,
		SecretKeyFile:       raw.SecretKeyFile,
		SigningKeyFile:      raw.SigningKeyFile,
		SigningKeyPassword:  check.keyPassword("SIGNING_KEY_PASSWORD", raw.SigningKeyPassword, raw.SigningKeyFile),
		TimeStampURL:        check.webAddress("TIME_STAMP_URL", raw.TimeStampURL),
		SMTPURL:             check.mailServer("SMTP_URL", raw.SMTPURL),
		MailFrom:            check.sender("MAIL_FROM", raw.MailFrom, raw.SMTPURL != ""),
		LogLevel:            check.level("LOG_LEVEL", raw.LogLevel),
		ShutdownTimeout:     check.duration("SHUTDOWN_TIMEOUT", raw.ShutdownTimeout, time.Second, 10*time.Minute),
	}
	check.certificate(raw.TLSCertFile, raw.TLSKeyFile)
	c.PublicURL = check.publicURL("PUBLIC_URL", raw.PublicURL, defaultPublicURL(c))
	c.PasswordHashesAtOnce = runtime.NumCPU()
	if raw.PasswordHashesAtOnce != "" {
		c.PasswordHashesAtOnce = check.number("PASSWORD_HASHES_AT_ONCE", raw.PasswordHashesAtOnce, 1, 256)
	}
	if raw.MetricsAddr != "" {
		c.MetricsAddr = check.address("METRICS_ADDR", raw.MetricsAddr)
		check.distinct(c.Addr, c.MetricsAddr)
	}
	if c.SecretKeyFile == "" {
		c.SecretKeyFile = filepath.Join(c.Home(), "secret.key")
	}
	if err := errors.Join(check.mistakes...); err != nil {
		return Config{}, fmt.Errorf("the environment has mistakes:\n%w", err)
	}
	return c, nil
}
