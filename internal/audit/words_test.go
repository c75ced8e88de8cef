package audit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// recorders are the calls by which actions and readings are recorded, with the argument that names
// them. A function that hands a name on to one of these belongs here as well.
var recorders = map[string]struct {
	argument int
	reading  bool
}{
	"recordState":      {3, false},
	"recordFactorTx":   {3, false},
	"RecordReadsTx":    {4, true},
	"recordPeopleRead": {4, true},
	"recordEntries":    {3, true},

	"changeAppeal":       {3, false},
	"recordList":         {6, false},
	"recordAct":          {6, false},
	"changeRecognition":  {4, false},
	"recordBank":         {2, false},
	"recordCorrection":   {3, false},
	"recordCaptions":     {3, false},
	"recordEnd":          {3, false},
	"recordEvent":        {3, false},
	"recordExemption":    {5, false},
	"recordExtra":        {3, false},
	"recordGrantTx":      {4, false},
	"recordPersonTx":     {4, false},
	"recordPlan":         {3, false},
	"recordRequirement":  {3, false},
	"recordRollover":     {4, false},
	"recordSitting":      {3, false},
	"recordToken":        {4, false},
	"recordTrainingPlan": {3, false},
}

// TestEveryActionHasWords walks the code: what is recorded can be read in both languages, and no
// words stand for what is recorded nowhere.
func TestEveryActionHasWords(t *testing.T) {
	t.Parallel()
	actions, reads := map[string]string{}, map[string]string{}
	walkCode(t, actions, reads)
	if len(actions) < 15 || len(reads) < 5 {
		t.Fatalf("only %d actions and %d readings were found: the walk is out of date", len(actions), len(reads))
	}
	for action, at := range actions {
		if name, known := actionNames[action]; !known || name.VI == "" || name.EN == "" {
			t.Errorf("%s records %q: add its words to actionNames in internal/audit/words.go", at, action)
		}
	}
	for what, at := range reads {
		if name, known := readNames[what]; !known || name.VI == "" || name.EN == "" {
			t.Errorf("%s records the reading %q: add its words to readNames in internal/audit/words.go", at, what)
		}
	}
	for action := range actionNames {
		if _, used := actions[action]; !used {
			t.Errorf("nothing records %q: remove its words", action)
		}
	}
	for what := range readNames {
		if _, used := reads[what]; !used {
			t.Errorf("nothing records the reading %q: remove its words", what)
		}
	}
}

func walkCode(t *testing.T, actions, reads map[string]string) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			collect(node, files.Position(node0(node)).String(), actions, reads)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func node0(node ast.Node) token.Pos {
	if node == nil {
		return token.NoPos
	}
	return node.Pos()
}

func collect(node ast.Node, at string, actions, reads map[string]string) {
	switch n := node.(type) {
	case *ast.KeyValueExpr: // audit.Entry{Action: "..."}, act{action: "..."}
		if key, isName := n.Key.(*ast.Ident); isName && strings.EqualFold(key.Name, "action") {
			note(n.Value, at, actions)
		}
	case *ast.AssignStmt: // state, action := "refused", "refuse_exemption"
		for i, left := range n.Lhs {
			if name, isName := left.(*ast.Ident); isName && name.Name == "action" && len(n.Lhs) == len(n.Rhs) {
				note(n.Rhs[i], at, actions)
			}
		}
	case *ast.CallExpr:
		if r, known := recorders[called(n)]; known && len(n.Args) > r.argument {
			note(n.Args[r.argument], at, either(r.reading, reads, actions))
		}
		if called(n) == "record" && len(n.Args) == 4 && strings.Contains(at, "learning/") { // reads.record(ctx, tx, who, "...")
			note(n.Args[3], at, reads)
		}
		if called(n) == "read" && strings.Contains(at, "audit/list_entries.go") {
			note(n.Args[len(n.Args)-1], at, actions)
		}
	case *ast.ValueSpec: // const readList = "..."
		for i, name := range n.Names {
			if strings.HasPrefix(name.Name, "read") && i < len(n.Values) && strings.Contains(at, "reporting/") {
				note(n.Values[i], at, reads)
			}
		}
	}
}

func either(condition bool, yes, no map[string]string) map[string]string {
	if condition {
		return yes
	}
	return no
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func note(value ast.Expr, at string, found map[string]string) {
	if literal, is := value.(*ast.BasicLit); is && literal.Kind == token.STRING {
		if text, err := strconv.Unquote(literal.Value); err == nil && text != "" {
			found[text] = at
		}
	}
}
