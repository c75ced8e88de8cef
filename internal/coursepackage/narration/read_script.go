package narration

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

const maxScriptBytes = 256 << 10

// source remembers where a script came from so that errors can name the line.
type source struct {
	path string
	tree *ast.File
}

// ReadScript reads and checks the script at path. The error joins one error per problem,
// each of the form "path:line: what is wrong and what to do".
func ReadScript(path string) (*Script, error) {
	data, err := readBounded(path, maxScriptBytes)
	if err != nil {
		return nil, err
	}
	return parseScript(path, data)
}

func parseScript(path string, data []byte) (*Script, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, yamlError(path, err)
	}
	script := &Script{source: &source{path: path, tree: tree}}
	if err := yaml.UnmarshalWithOptions(data, script, yaml.DisallowUnknownField()); err != nil {
		return nil, yamlError(path, err)
	}
	if err := script.validate(); err != nil {
		return nil, err
	}
	return script, nil
}

// yamlError rewrites an error of the YAML library as "path:line: message".
func yamlError(path string, err error) error {
	var positioned yaml.Error
	if !errors.As(err, &positioned) || positioned.GetToken() == nil {
		return fmt.Errorf("%s:1: %w", path, err)
	}
	return fmt.Errorf("%s:%d: %s", path, positioned.GetToken().Position.Line, positioned.GetMessage())
}

// errorf makes an error that names the line of the node at the YAML path, such as
// "$.slides[2].say.vi", or of the nearest node above it.
func (s *source) errorf(at, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", s.path, s.line(at), fmt.Errorf(format, args...))
}

func (s *source) line(at string) int {
	for ; at != "" && at != "$"; at = parentPath(at) {
		where, err := yaml.PathString(at)
		if err != nil {
			continue
		}
		if node, err := where.FilterFile(s.tree); err == nil && node != nil {
			return node.GetToken().Position.Line
		}
	}
	return 1
}

// parentPath drops the last step of a YAML path: "$.a[2].b" becomes "$.a[2]", then "$.a".
func parentPath(at string) string {
	for i := len(at) - 1; i > 0; i-- {
		if at[i] == '.' || at[i] == '[' {
			return at[:i]
		}
	}
	return ""
}

// readBounded reads a whole file and refuses one over limit bytes.
func readBounded(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: larger than %d KiB; split it", path, limit>>10)
	}
	return data, nil
}
