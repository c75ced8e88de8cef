package config

import (
	"fmt"
	"log/slog"
	"strings"
)

// fields lists the configuration in the order and under the names of the
// environment, secrets hidden.
func (c Config) fields() []slog.Attr {
	public := ""
	if c.PublicURL != nil {
		public = c.PublicURL.String()
	}
	return []slog.Attr{
		slog.String("ADDR", c.Addr),
		slog.String("METRICS_ADDR", c.MetricsAddr),
		slog.String("PUBLIC_URL", public),
		slog.String("TRUSTED_PROXIES", strings.Trim(fmt.Sprint(c.TrustedProxies), "[]")),
		slog.String("TLS_CERT_FILE", c.TLSCertFile),
		slog.String("TLS_KEY_FILE", c.TLSKeyFile),
		slog.String("DATABASE_URL", c.DatabaseURL.String()),
		slog.Int("DATABASE_CONNECTIONS", c.DatabaseConnections),
		slog.String("PG_BIN", c.PGBin),
		slog.String("DATA_DIR", c.DataDir),
		slog.String("MEDIA_S3_URL", c.MediaS3URL.String()),
		slog.String("MEDIA_DELIVERY", c.mediaDelivery()),
		slog.String("FFMPEG", c.FFmpeg),
		slog.Duration("VIDEO_LONGEST", c.VideoLongest),
		slog.String("MEDIA_MAX_UPLOAD", sizeText(c.MediaMaxUpload)),
		slog.String("MEDIA_QUOTA", sizeText(c.MediaQuota)),
		slog.String("COURSES_DIR", c.CoursesDir),
		slog.String("BACKUP_DIR", c.BackupDir),
		slog.String("SECRET_KEY_FILE", c.SecretKeyFile),
		slog.String("SIGNING_KEY_FILE", c.SigningKeyFile),
		slog.String("SIGNING_KEY_PASSWORD", c.SigningKeyPassword.String()),
		slog.String("TIME_STAMP_URL", c.TimeStampURL),
		slog.String("SMTP_URL", c.SMTPURL.String()),
		slog.String("MAIL_FROM", c.MailFrom),
		slog.String("LOG_LEVEL", strings.ToLower(c.LogLevel.String())),
		slog.Int("PASSWORD_HASHES_AT_ONCE", c.PasswordHashesAtOnce),
		slog.Duration("SHUTDOWN_TIMEOUT", c.ShutdownTimeout),
	}
}

func (c Config) mediaDelivery() string {
	if c.MediaRedirect {
		return "redirect"
	}
	return "proxy"
}

// String shows one NAME=value a line, secrets hidden.
func (c Config) String() string {
	var text strings.Builder
	for _, field := range c.fields() {
		fmt.Fprintf(&text, "%s=%s\n", field.Key, field.Value)
	}
	return text.String()
}

// GoString is String, so that %#v hides secrets too.
func (c Config) GoString() string { return c.String() }

// LogValue logs the fields as a group, secrets hidden.
func (c Config) LogValue() slog.Value { return slog.GroupValue(c.fields()...) }
