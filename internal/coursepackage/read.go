package coursepackage

import (
	"io/fs"
	"os"
	"path/filepath"

	"taphuan/internal/question"
)

// Read reads the package in the folder dir, whose name is the course's key. It returns either the
// package or the problems that stand in its way, each with file and line; file names begin with dir.
func Read(dir string) (*Package, []Problem) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		var found problems
		found.add(filepath.ToSlash(dir), 0, "package.folder")
		return nil, found
	}
	defer root.Close()
	absolute, err := filepath.Abs(dir)
	if err != nil {
		absolute = dir
	}
	p, found := ReadFS(root.FS(), filepath.ToSlash(filepath.Clean(dir)), filepath.Base(absolute))
	if p != nil {
		p.dir = absolute
	}
	return p, found
}

// ReadFS reads a package from any file system, as Read does. Label stands before the file names in
// problems; key is the folder's name. Package.Open works only on packages that Read returned.
func ReadFS(fsys fs.FS, label, key string) (*Package, []Problem) {
	r := &reader{
		folder: folder{fsys: fsys, label: label},
		pkg:    &Package{names: map[string]bool{}},
	}
	r.pkg.file = r.folder.shown("course.yaml")
	r.course(key)
	if r.courseRead {
		r.questions()
		r.relations()
		r.tests()
		r.unused()
	}
	if len(r.found) > 0 {
		return nil, r.found
	}
	r.pkg.Notes = r.notes
	r.pkg.Hash = r.folder.sums.hash()
	return r.pkg, nil
}

// reader reads one package and collects its problems and notes.
type reader struct {
	folder     folder
	pkg        *Package
	found      problems
	notes      problems
	courseRead bool
	bankBroken bool // a question is not sound, so counts of the bank mean nothing
}

// yaml reads and parses one YAML file; nil when that failed, with the problem recorded.
func (r *reader) yaml(name string) *document {
	data, ok := r.folder.text(&r.found, name, maxYAMLBytes)
	if !ok {
		return nil
	}
	return parseYAML(&r.found, r.folder.shown(name), 0, data)
}

// localYAML is a text in both languages as files write it.
type localYAML struct {
	VI string `yaml:"vi"`
	EN string `yaml:"en"`
}

func (l localYAML) text() question.LocalText { return question.LocalText{VI: l.VI, EN: l.EN} }

// local checks a text in both languages: Vietnamese is required, English is noted when missing.
func (r *reader) local(doc *document, l localYAML, limit int, path ...any) question.LocalText {
	switch {
	case l.VI == "":
		r.found.add(doc.file, doc.line(path...), "text.required", pathName(path))
	case len([]rune(l.VI)) > limit || len([]rune(l.EN)) > limit:
		r.found.add(doc.file, doc.line(path...), "text.too_long", pathName(path), limit)
	case l.EN == "":
		r.notes.add(doc.file, doc.line(path...), "note.no_english", pathName(path))
	}
	return l.text()
}
