package render

import (
	"bytes"
	"unicode/utf16"
)

// The content of a page as the PDF library writes it: operands, then an operator.

func isOperator(token string) bool {
	return token != "" && (token[0] >= 'A' && token[0] <= 'Z' || token[0] >= 'a' && token[0] <= 'z' || token[0] == '\'' || token[0] == '"')
}

// utf16Text is the text of a string as the library writes it for fonts whose codes are Unicode.
func utf16Text(s string) string {
	raw := s[1:] // behind the parenthesis
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

// tokens splits a content stream; a string becomes "(" and its bytes.
func tokens(content []byte) (all []string) {
	for i := 0; i < len(content); {
		switch c := content[i]; {
		case bytes.IndexByte([]byte(" \n\r\t"), c) >= 0:
			i++
		case c == '(':
			var s string
			s, i = literalString(content, i+1)
			all = append(all, "("+s)
		case c == '[' || c == ']':
			all, i = append(all, string(c)), i+1
		case bytes.HasPrefix(content[i:], []byte("<<")) || bytes.HasPrefix(content[i:], []byte(">>")):
			all, i = append(all, string(content[i:i+2])), i+2
		default:
			end := i + 1
			for end < len(content) && bytes.IndexByte([]byte(" \n\r\t()[]<>/"), content[end]) < 0 {
				end++
			}
			all, i = append(all, string(content[i:end])), end
		}
	}
	return all
}

// literalString reads from behind the opening parenthesis and returns where it goes on.
func literalString(content []byte, i int) (string, int) {
	var s []byte
	for depth := 1; i < len(content); i++ {
		c := content[i]
		switch {
		case c == '\\':
			i++
			c = content[i]
			if c == 'r' {
				c = '\r'
			}
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return string(s), i + 1
			}
		}
		s = append(s, c)
	}
	return string(s), i
}
