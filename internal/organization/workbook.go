package organization

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"path"
	"strings"
)

// openBook is a checked workbook. Its parts are read as streams, so that what a file costs is counted before
// it is spent: a library that first builds a row can be made to build one that fills the memory.
type openBook struct {
	parts    map[string]*zip.File // by their lower-case path
	sheets   []bookSheet
	from1904 bool
	texts    []string // that cells share
	work     *work
}

type bookSheet struct {
	name, part string
	visible    bool
}

// relations are what a part of a workbook refers to, by id.
type relations map[string]struct{ kind, part string }

// openWorkbook reads what a checked workbook consists of, and the texts that its cells share. Errors:
// ErrRosterUnreadable, ErrRosterBomb.
func openWorkbook(file []byte, w *work) (*openBook, error) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	book := &openBook{parts: map[string]*zip.File{}, work: w}
	for _, part := range archive.File {
		book.parts[partName(part.Name)] = part
	}
	top, err := book.relationsOf("")
	if err != nil {
		return nil, err
	}
	main := top.first("/officeDocument")
	related, err := book.relationsOf(main)
	if err != nil {
		return nil, err
	}
	if err := book.readStructure(main, related); err != nil {
		return nil, err
	}
	book.texts, err = book.readTexts(related.first("/sharedStrings"))
	return book, err
}

// readStructure reads the names of the sheets, and from when dates count. No part stands for two sheets, so that
// none is read again and again.
func (b *openBook) readStructure(main string, related relations) error {
	var found struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &found); err != nil {
		return err
	}
	b.from1904 = found.Properties.Date1904 == "1" || found.Properties.Date1904 == "true"
	taken := map[string]bool{}
	for _, s := range found.Sheets {
		part := related[s.ID].part
		if part != "" && taken[part] {
			return ErrRosterUnreadable.Because(errors.New("two sheets are one part"))
		}
		taken[part] = true
		b.sheets = append(b.sheets, bookSheet{name: s.Name, part: part, visible: s.State == "" || s.State == "visible"})
	}
	return nil
}

// relationsOf reads what a part refers to; "" is the workbook as a whole. Nothing outside of it is followed.
func (b *openBook) relationsOf(part string) (relations, error) {
	var found struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	folder := path.Dir(part)
	if err := b.decode(path.Join(folder, "_rels", path.Base("/"+part)+".rels"), &found); err != nil {
		return nil, err
	}
	list := relations{}
	for _, r := range found.Relations {
		if r.Mode == "External" {
			continue
		}
		target := partName(r.Target)
		if !strings.HasPrefix(target, "/") {
			target = path.Join(folder, target)
		}
		list[r.ID] = struct{ kind, part string }{r.Type, strings.TrimPrefix(target, "/")}
	}
	return list, nil
}

// first returns the part of a kind, by the end of its address; "" where there is none.
func (r relations) first(kind string) string {
	for _, one := range r {
		if strings.HasSuffix(one.kind, kind) {
			return one.part
		}
	}
	return ""
}

// decode reads a small part. Errors: ErrRosterUnreadable, ErrRosterBomb.
func (b *openBook) decode(name string, into any) error {
	part := b.parts[strings.TrimPrefix(name, "/")]
	if part == nil {
		return ErrRosterUnreadable.Because(errors.New("a part of the workbook is missing"))
	}
	content, err := unpack(part, maxPart)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(content, into); err != nil {
		return ErrRosterUnreadable.Because(errors.New("a part of the workbook is no XML"))
	}
	return nil
}

func partName(name string) string { return strings.ToLower(strings.ReplaceAll(name, `\`, "/")) }
