package nameless

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
)

// named are the attributes that name somebody, by the element that has them, without prefixes; "" stands for any. They are
// those of tracked changes and comments (w:author, w:initials, w15:person), of threaded comments and revisions of workbooks
// (person, userInfo, header), of comments in presentations (cmAuthor, p188:author), of who has a file open (fileSharing) and
// of where it lies on somebody's disk (absPath).
var named = map[string]map[string]string{
	"":             {"author": Someone, "initials": "", "lastModifiedBy": Someone, "userName": Someone},
	"person":       {"displayName": Someone, "userId": ""},
	"presenceInfo": {"userId": ""},
	"userInfo":     {"name": Someone},
	"cmAuthor":     {"name": Someone},
	"author":       {"name": Someone, "userId": ""},
	"absPath":      {"url": ""},
}

// attribute is one of a start tag, with its prefix, its name and its value in quotes.
var attribute = regexp.MustCompile(`([\s:])([\w.-]+)(\s*=\s*)("[^"]*"|'[^']*')`)

// nameNobody copies markup with other values for named attributes, for the authors of comments (an element each, in
// workbooks, whose comments begin with them), and for addresses of files on somebody's disk. All else stays byte for byte.
func nameNobody(markup []byte) ([]byte, error) {
	decoder := xml.NewDecoder(bytes.NewReader(markup))
	made := make([]byte, 0, len(markup))
	inside := "" // the innermost element that has begun
	opening := map[string]bool{}
	for {
		from := decoder.InputOffset()
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return made, nil
		}
		if err != nil {
			return nil, err
		}
		raw := markup[from:decoder.InputOffset()]
		switch t := token.(type) {
		case xml.StartElement:
			inside = t.Name.Local
			raw = nameNobodyIn(inside, raw)
		case xml.EndElement:
			inside = ""
		case xml.CharData:
			switch text := strings.TrimSpace(string(t)); {
			case inside == "author":
				opening[text+":"] = true
				raw = []byte(Someone)
			case inside == "t" && opening[text]:
				raw = []byte(Someone + ":")
			}
		}
		made = append(made, raw...)
	}
}

// nameNobodyIn changes the attributes of a start tag.
func nameNobodyIn(element string, tag []byte) []byte {
	return attribute.ReplaceAllFunc(tag, func(found []byte) []byte {
		part := attribute.FindSubmatch(found)
		name, value := string(part[2]), string(part[4])
		instead, names := named[""][name]
		if own, has := named[element][name]; has {
			instead, names = own, true
		}
		if element == "Relationship" && name == "Target" && strings.HasPrefix(strings.ToLower(value[1:]), "file:") {
			instead, names = "file:///", true
		}
		if !names {
			return found
		}
		return bytes.Join([][]byte{part[1], part[2], part[3], {'"'}, []byte(instead), {'"'}}, nil)
	})
}
