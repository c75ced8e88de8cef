package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// linkList is the npm package's list of the symbolic links that a tarball of npm
// cannot hold; its paths begin with "native/".
const linkList = "pg-symlinks.json"

// link is one entry of the list: both paths are relative to the package.
type link struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

// makeLinks makes the missing symbolic links of an installation that comes from
// npm. An installation without a list has its links already.
func makeLinks(installation string) error {
	links, err := readLinks(filepath.Join(installation, linkList))
	if err != nil {
		return err
	}
	for _, link := range links {
		if err := makeLink(installation, link); err != nil {
			return err
		}
	}
	return nil
}

func readLinks(path string) ([]link, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var links []link
	if err := json.NewDecoder(io.LimitReader(file, 1<<20)).Decode(&links); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return links, nil
}

func makeLink(installation string, link link) error {
	source, target := strings.TrimPrefix(link.Source, "native/"), strings.TrimPrefix(link.Target, "native/")
	if !filepath.IsLocal(source) || !filepath.IsLocal(target) {
		return fmt.Errorf("%s: %q leads out of the package", linkList, link.Target)
	}
	path := filepath.Join(installation, target)
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	relative, err := filepath.Rel(filepath.Dir(target), source)
	if err != nil {
		return err
	}
	if err := os.Symlink(relative, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
