package config

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// Secret is a text that shows itself only through Reveal.
type Secret string

const hidden = "[hidden]"

// Reveal returns the text itself.
func (s Secret) Reveal() string { return string(s) }

// String hides the text, and says whether there is one.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the text from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the text from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the text from JSON and other encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// secretKeySize is the length of the key in bytes; the file holds it in hexadecimal.
const secretKeySize = 32

// SecretKey returns the 32 bytes in SecretKeyFile, from which the keys for tokens
// and sealed fields derive, and creates the file when there is none. The error says
// what to do when others may read the file or its content is no key. Who loses the
// file loses every session and everything sealed: it belongs into the backup.
func (c Config) SecretKey() ([]byte, error) {
	key, err := readSecretKey(c.SecretKeyFile)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := createSecretKey(c.SecretKeyFile); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("create SECRET_KEY_FILE: %w", err)
	}
	return readSecretKey(c.SecretKeyFile)
}

func readSecretKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("SECRET_KEY_FILE: others may read %s; run chmod 600 on it", path)
	}
	if info.Size() > 1024 {
		return nil, notAKey(path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != secretKeySize {
		return nil, notAKey(path)
	}
	return key, nil
}

func notAKey(path string) error {
	return fmt.Errorf("SECRET_KEY_FILE: %s does not hold %d bytes in hexadecimal; bring the right file back from a backup, or remove this one to end all sessions and begin with a new key", path, secretKeySize)
}

// createSecretKey writes a new key beside its place and links it there, so that of
// two processes one wins and nobody reads half a key.
func createSecretKey(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".secret-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	key := make([]byte, secretKeySize)
	rand.Read(key) // never fails
	_, err = fmt.Fprintln(file, hex.EncodeToString(key))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Link(file.Name(), path)
}
