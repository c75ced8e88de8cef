package backup

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxSecret bounds the key's file in bytes.
const maxSecret = 1024

// readKey returns the text of a secret key file, without the space around it; nothing when there
// is no file.
func readKey(path string) ([]byte, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSecret+1))
	if len(text) > maxSecret {
		return nil, fmt.Errorf("%s is too large for a secret key", path)
	}
	return bytes.TrimSpace(text), err
}

// checkOf tells keys apart without telling them: the key has 256 random bits.
func checkOf(key []byte) string {
	if len(key) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("taphuan backup: which secret key"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

func (s Source) writeSecret(archive *archiveWriter, m *Manifest) error {
	key, err := readKey(s.SecretKeyFile)
	if err != nil {
		return err
	}
	m.SecretCheck = checkOf(key)
	if !s.WithSecret {
		return nil
	}
	if len(key) == 0 {
		return fmt.Errorf("there is no secret key in %s (SECRET_KEY_FILE)", s.SecretKeyFile)
	}
	sum := sha256.Sum256(key)
	m.Secret = &File{Bytes: int64(len(key)), SHA256: hex.EncodeToString(sum[:])}
	return archive.file(secretSection, m.Secret.Bytes, bytes.NewReader(key))
}

// storeSecret brings a key back. One that is there already stays: it is the same (checkSecret).
func storeSecret(path string, r io.Reader) error {
	key, err := io.ReadAll(io.LimitReader(r, maxSecret+1))
	if err != nil || len(key) > maxSecret {
		return errors.Join(errors.New("the secret key cannot be read from the backup"), err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "%s\n", key)
	return errors.Join(err, file.Sync(), file.Close(), syncDir(filepath.Dir(path)))
}

// checkSecret refuses to bring a key back over another one.
func checkSecret(path string, m Manifest) error {
	key, err := readKey(path)
	if err != nil {
		return err
	}
	if m.Secret != nil && len(key) > 0 && checkOf(key) != m.SecretCheck {
		return fmt.Errorf("%s holds another secret key than the backup: move it away, and restore again", path)
	}
	return nil
}
