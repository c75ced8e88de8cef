package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	// formatVersion changes when a reader of this program could misread the file.
	formatVersion = 1
	// maxManifest bounds manifest.json, in bytes; 1,000,000 media files take 100 MB.
	maxManifest = 256 << 20
)

// Manifest (bảng kê của bản sao lưu) says what a backup holds. It is stored as JSON, the last entry
// of the file.
type Manifest struct {
	Format     int       `json:"format"`
	Program    string    `json:"program"` // version of taphuan
	TakenAt    time.Time `json:"takenAt"` // when the snapshot began, by this machine's clock
	PostgreSQL string    `json:"postgresql"`
	Mode       string    `json:"mode"` // production, demonstration or nothing yet

	Migrations     []string `json:"migrations"`     // applied ones, in order
	QueueMigration int      `json:"queueMigration"` // newest version of the job queue's schema

	Tables    []Table    `json:"tables"`
	Sequences []Sequence `json:"sequences"`
	Media     []File     `json:"media"`
	// MissingMedia are files that the database names and the disk did not have whole.
	MissingMedia []string `json:"missingMedia"`

	Secret *File `json:"secret"` // the secret key, when it is inside
	// SecretCheck tells whether a key is the one that this installation had; it does not tell the key.
	SecretCheck string `json:"secretCheck"`
}

// Table is the rows of one table in COPY's text format.
type Table struct {
	Name    string   `json:"name"` // schema.table
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
	Bytes   int64    `json:"bytes"`
	SHA256  string   `json:"sha256"`
}

// Sequence is where a sequence stood.
type Sequence struct {
	Name   string `json:"name"` // schema.sequence
	Value  int64  `json:"value"`
	Called bool   `json:"called"`
}

// File is one file of the backup; a media file's name is its SHA-256.
type File struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Rows counts the rows of all tables.
func (m Manifest) Rows() int64 {
	var rows int64
	for _, t := range m.Tables {
		rows += t.Rows
	}
	return rows
}

// MediaBytes is the size of all media files.
func (m Manifest) MediaBytes() int64 {
	var size int64
	for _, f := range m.Media {
		size += f.Bytes
	}
	return size
}

func decodeManifest(r io.Reader) (Manifest, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxManifest+1))
	if err != nil {
		return Manifest{}, err
	}
	if len(data) > maxManifest {
		return Manifest{}, errors.New("manifest.json is too large")
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("manifest.json: %w", err)
	}
	if m.Format != formatVersion {
		return Manifest{}, fmt.Errorf("the backup has format %d and this program (which reads %d) does not know it: restore it with taphuan %s", m.Format, formatVersion, m.Program)
	}
	return m, nil
}

// contents is every section that the manifest names, with size and hash. A table without rows has
// no section.
func (m Manifest) contents() map[string]File {
	list := make(map[string]File, len(m.Tables)+len(m.Media)+1)
	for _, t := range m.Tables {
		if t.Bytes > 0 {
			list[tableSection+t.Name] = File{Bytes: t.Bytes, SHA256: t.SHA256}
		}
	}
	for _, f := range m.Media {
		list[mediaSection+f.SHA256] = f
	}
	if m.Secret != nil {
		list[secretSection] = *m.Secret
	}
	return list
}
