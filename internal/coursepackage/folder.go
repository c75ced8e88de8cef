package coursepackage

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of the files of a package, in bytes.
const (
	maxYAMLBytes     = 1 << 20
	maxMarkdownBytes = 96 << 10
	maxCaptionBytes  = 256 << 10
	maxVideoBytes    = 200 << 20
	maxFolderEntries = 1000
)

// folder is the package's folder. Every file goes through it, so that nothing outside is opened,
// nothing is unbounded and everything that counts enters the hash.
type folder struct {
	fsys  fs.FS
	label string // the folder as problems name it
	sums  checksums
}

// shown returns a file's name as problems show it.
func (f *folder) shown(name string) string { return path.Join(f.label, name) }

// exists reports whether there is a file of that name, whatever it is.
func (f *folder) exists(name string) bool {
	_, err := fs.Stat(f.fsys, name)
	return !errors.Is(err, fs.ErrNotExist)
}

// open opens a regular file of at most limit bytes; otherwise it returns the code of the problem.
func (f *folder) open(name string, limit int64) (file fs.File, size int64, code string) {
	info, err := fs.Stat(f.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, "file.missing"
	case err != nil || !info.Mode().IsRegular():
		return nil, 0, "file.unreadable"
	case info.Size() > limit:
		return nil, 0, "file.too_big"
	case info.Size() == 0:
		return nil, 0, "file.empty"
	}
	if file, err = f.fsys.Open(name); err != nil {
		return nil, 0, "file.unreadable"
	}
	return file, info.Size(), ""
}

// refuse records why a file could not be opened.
func (f *folder) refuse(found *problems, name, code string, limit int64) {
	if code == "file.too_big" {
		found.add(f.shown(name), 0, code, limit>>10)
		return
	}
	found.add(f.shown(name), 0, code)
}

// text reads a text file: UTF-8, brought to NFC, lines ended by \n. Problems are added to found
// and answered with ok false.
func (f *folder) text(found *problems, name string, limit int64) (data []byte, ok bool) {
	data, code := f.read(name, limit)
	if code != "" {
		f.refuse(found, name, code, limit)
		return nil, false
	}
	if at := badText(data); at >= 0 {
		found.add(f.shown(name), 1+bytes.Count(data[:at], []byte("\n")), "file.not_text")
		return nil, false
	}
	data = canonical(data)
	f.sums.add(name, data)
	return data, true
}

// bytes reads a file as it is; it counts. Problems are answered as text does.
func (f *folder) bytes(found *problems, name string, limit int64) (data []byte, ok bool) {
	data, code := f.read(name, limit)
	if code != "" {
		f.refuse(found, name, code, limit)
		return nil, false
	}
	f.sums.add(name, data)
	return data, true
}

// read reads a regular file of at most limit bytes; otherwise it returns the code of the problem.
func (f *folder) read(name string, limit int64) (data []byte, code string) {
	file, _, code := f.open(name, limit)
	if code != "" {
		return nil, code
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	switch {
	case err != nil:
		return nil, "file.unreadable"
	case int64(len(data)) > limit:
		return nil, "file.too_big"
	}
	return data, ""
}

// badText returns the place of the first byte that is no text, or -1.
func badText(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if (r == utf8.RuneError && size == 1) || (r < ' ' && r != '\n' && r != '\r' && r != '\t') {
			return at
		}
		at += size
	}
	return -1
}

// canonical makes the same text the same bytes, whatever editor wrote it.
func canonical(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return norm.NFC.Bytes(data)
}

// list returns the names in a sub-folder, sorted; none when it does not exist.
func (f *folder) list(found *problems, name string) []string {
	entries, err := fs.ReadDir(f.fsys, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.refuse(found, name, "file.unreadable", 0)
	}
	if len(entries) > maxFolderEntries {
		found.add(f.shown(name), 0, "folder.too_many", maxFolderEntries)
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
