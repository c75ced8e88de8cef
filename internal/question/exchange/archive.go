package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
)

// archive is a checked zip package. What it unpacks is counted.
type archive struct {
	parts  map[string]*zip.File
	limits Limits
	spent  int64
}

// openArchive checks the names and sizes of a package before anything of it is read. Errors: ErrPackage,
// ErrPackagePath, ErrUnpackedTooLarge.
func openArchive(data []byte, limits Limits) (*archive, error) {
	packed, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, ErrPackage.Because(err)
	}
	a := &archive{parts: map[string]*zip.File{}, limits: limits}
	if len(packed.File) > limits.Parts {
		return nil, ErrUnpackedTooLarge
	}
	declared := uint64(0)
	for _, part := range packed.File {
		name := strings.ReplaceAll(part.Name, `\`, "/")
		if !fs.ValidPath(strings.TrimSuffix(name, "/")) || part.Mode()&fs.ModeSymlink != 0 || strings.ContainsRune(name, 0) {
			return nil, ErrPackagePath
		}
		if part.UncompressedSize64 > uint64(limits.Unpacked) {
			return nil, ErrUnpackedTooLarge
		}
		if declared += part.UncompressedSize64; declared > uint64(limits.Unpacked) {
			return nil, ErrUnpackedTooLarge
		}
		a.parts[name] = part
	}
	return a, nil
}

func (a *archive) has(name string) bool { return a.parts[name] != nil }

// holds reports whether a part stands in a folder.
func (a *archive) holds(folder string) bool {
	for name := range a.parts {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return false
}

// read unpacks one part of at most the given bytes. Errors: ErrPackage for one that is missing or broken,
// ErrUnpackedTooLarge.
func (a *archive) read(name string, most int64) ([]byte, error) {
	part := a.parts[name]
	if part == nil {
		return nil, ErrPackage.Because(fs.ErrNotExist)
	}
	reader, err := part.Open()
	if err != nil {
		return nil, ErrPackage.Because(err)
	}
	defer reader.Close()
	data, err := io.ReadAll(io.LimitReader(reader, most+1))
	if a.spent += int64(len(data)); int64(len(data)) > most || a.spent > a.limits.Unpacked {
		return nil, ErrUnpackedTooLarge
	}
	if err != nil {
		return nil, ErrPackage.Because(err)
	}
	return data, nil
}

// picture reads a part that a text in another part refers to.
func (a *archive) picture(from, reference string) ([]byte, words) {
	data, err := a.read(path.Join(path.Dir(from), reference), a.limits.Picture)
	switch {
	case errors.Is(err, ErrUnpackedTooLarge):
		return nil, reasonBigPicture
	case err != nil:
		return nil, reasonNoPicture
	}
	return data, words{}
}
