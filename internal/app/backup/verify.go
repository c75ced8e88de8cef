package backup

import (
	"errors"
	"fmt"
	"io"
)

// DamagedError says that a file is no whole backup. Nothing was changed.
type DamagedError struct {
	File   string
	Reason error
}

// Error names the file, the place and the cure.
func (e DamagedError) Error() string {
	return fmt.Sprintf("%s cannot be used: %v. Nothing was changed; take another copy of this backup or an older one", e.File, e.Reason)
}

// Unwrap returns the reason.
func (e DamagedError) Unwrap() error { return e.Reason }

// Verify reads a whole backup and compares every size and hash with its manifest. The error is a
// DamagedError when anything differs, is missing or is there twice.
func Verify(file string) (Manifest, error) {
	archive, err := openArchive(file)
	if errors.Is(err, errNoBackup) {
		return Manifest{}, DamagedError{File: file, Reason: err}
	}
	if err != nil {
		return Manifest{}, err
	}
	defer archive.Close()
	m, err := verify(archive)
	if err != nil {
		return Manifest{}, DamagedError{File: file, Reason: err}
	}
	return m, nil
}

func verify(archive *archiveReader) (Manifest, error) {
	sections := map[string]File{}
	for {
		name, err := archive.next()
		switch {
		case err == io.EOF:
			return Manifest{}, errors.New("it ends without manifest.json")
		case err != nil:
			return Manifest{}, err
		case name == manifestSection:
			return closeVerify(archive, sections)
		}
		if _, err := io.Copy(io.Discard, archive); err != nil {
			return Manifest{}, fmt.Errorf("%s: %w", name, err)
		}
		if _, twice := sections[name]; twice || len(sections) == maxSections {
			return Manifest{}, fmt.Errorf("%s is there twice, or too much is there", name)
		}
		sections[name] = archive.found()
	}
}

// closeVerify compares what was read with the manifest, which must be the last entry.
func closeVerify(archive *archiveReader, sections map[string]File) (Manifest, error) {
	m, err := decodeManifest(archive)
	if err != nil {
		return m, err
	}
	if name, err := archive.next(); err != io.EOF {
		return m, errors.Join(fmt.Errorf("something follows manifest.json: %.100q", name), err)
	}
	for name, expected := range m.contents() {
		found, ok := sections[name]
		switch {
		case !ok:
			return m, fmt.Errorf("%s is missing", name)
		case found != expected:
			return m, fmt.Errorf("%s is damaged: its SHA-256 is not the manifest's", name)
		}
		delete(sections, name)
	}
	for name := range sections {
		return m, fmt.Errorf("%.100q does not stand in the manifest", name)
	}
	return m, nil
}
