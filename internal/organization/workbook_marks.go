package organization

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// marks reads the tags and texts of one part in their order. encoding/xml takes single bytes from it: no tag
// and no text becomes longer than maxMark, and nesting costs nothing, as raw tokens are not matched.
type marks struct {
	*xml.Decoder
	part   io.ReadCloser
	source *bufio.Reader
	length int // of the mark that is being read
}

// marksOf opens a part; nil where it is missing.
func (b *openBook) marksOf(name string) (*marks, error) {
	part := b.parts[name]
	if part == nil {
		return nil, nil
	}
	reader, err := part.Open()
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	m := &marks{part: reader, source: bufio.NewReaderSize(reader, 64<<10)}
	m.Decoder = xml.NewDecoder(m)
	return m, nil
}

// ReadByte implements io.ByteReader. Error: ErrRosterBomb.
func (m *marks) ReadByte() (byte, error) {
	if m.length++; m.length > maxMark {
		return 0, ErrRosterBomb
	}
	return m.source.ReadByte()
}

// Read implements io.Reader, which xml.NewDecoder asks for and does not use beside ReadByte.
func (m *marks) Read([]byte) (int, error) { return 0, errors.ErrUnsupported }

// next reads one mark. Errors: io.EOF, ErrRosterBomb, ErrRosterUnreadable without the library's words, which
// may repeat a cell.
func (m *marks) next() (xml.Token, error) {
	m.length = 0
	token, err := m.RawToken()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, ErrRosterBomb) {
		err = ErrRosterUnreadable.Because(errors.New("a part of the workbook is no XML"))
	}
	return token, err
}

// readTexts reads the texts that cells share; how they sound is left out.
func (b *openBook) readTexts(name string) ([]string, error) {
	m, err := b.marksOf(name)
	if m == nil {
		return nil, err
	}
	defer m.part.Close()
	var texts []string
	var text strings.Builder
	var in within
	for {
		token, err := m.next()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		switch mark := token.(type) {
		case xml.StartElement:
			in.open(mark.Name.Local)
			if mark.Name.Local == "si" {
				text.Reset()
			}
		case xml.CharData:
			if in.text {
				text.Write(mark)
			}
		case xml.EndElement:
			in.close(mark.Name.Local)
			if mark.Name.Local == "si" {
				texts = append(texts, unescaped(text.String()))
			}
		}
	}
}

// within tells whether what is read belongs to the text of a cell.
type within struct{ text, sound bool }

func (in *within) open(tag string) {
	in.sound = in.sound || tag == "rPh"
	in.text = !in.sound && (tag == "t" || tag == "v")
}

func (in *within) close(tag string) {
	in.sound = in.sound && tag != "rPh"
	in.text = false
}

// escape is how a workbook writes a sign that XML cannot hold, and an underscore before such a word: ECMA-376
// part 1, 22.9.2.19 (ST_Xstring).
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(word string) string {
		sign, _ := strconv.ParseUint(word[2:6], 16, 16)
		return string(rune(sign))
	})
}
