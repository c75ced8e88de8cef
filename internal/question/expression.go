package question

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// Bounds of an expression. Values beyond maxMagnitude have fewer exact digits than significantDigits.
const (
	maxExpressionLength = 500 // bytes
	maxExpressionNodes  = 200
	maxMagnitude        = 1e12
	significantDigits   = 12
)

// functions is the fixed set of mathematical functions; angles are in radians.
var functions = map[string]func(...float64) float64{
	"abs":   unary(math.Abs),
	"ceil":  unary(math.Ceil),
	"cos":   unary(math.Cos),
	"exp":   unary(math.Exp),
	"floor": unary(math.Floor),
	"ln":    unary(math.Log),
	"log10": unary(math.Log10),
	"max":   binary(math.Max),
	"min":   binary(math.Min),
	"mod":   binary(math.Mod),
	"round": unary(math.Round),
	"sin":   unary(math.Sin),
	"sqrt":  unary(math.Sqrt),
	"tan":   unary(math.Tan),
}

func unary(f func(float64) float64) func(...float64) float64 {
	return func(v ...float64) float64 { return f(v[0]) }
}

func binary(f func(float64, float64) float64) func(...float64) float64 {
	return func(v ...float64) float64 { return f(v[0], v[1]) }
}

// arity is how many numbers a function takes.
func arity(name string) int {
	switch name {
	case "max", "min", "mod":
		return 2
	}
	return 1
}

// expression is a compiled formula: arithmetic over variables with the fixed functions and nothing else, so that its
// work is bounded by its length.
type expression struct{ program *vm.Program }

// programs keeps compiled formulas: compiling takes longer than the rest of scoring, and a bank has few of them.
var programs = struct {
	sync.RWMutex
	of map[string]expression
}{of: map[string]expression{}}

// maxPrograms bounds programs; a full one starts anew.
const maxPrograms = 1000

// expressionOf is compileExpression with memory.
func expressionOf(text string, variables []string) (expression, error) {
	key := text + "\x00" + strings.Join(variables, " ")
	programs.RLock()
	e, known := programs.of[key]
	programs.RUnlock()
	if known {
		return e, nil
	}
	e, err := compileExpression(text, variables)
	if err != nil {
		return expression{}, err
	}
	programs.Lock()
	defer programs.Unlock()
	if len(programs.of) >= maxPrograms {
		clear(programs.of)
	}
	programs.of[key] = e
	return e, nil
}

// compileExpression reads a formula over the given variables. The error names what it cannot have.
func compileExpression(text string, variables []string) (expression, error) {
	if len(text) > maxExpressionLength {
		return expression{}, fmt.Errorf("more than %d characters", maxExpressionLength)
	}
	environment := map[string]any{}
	for _, name := range variables {
		environment[name] = 0.0
	}
	arithmetic := &arithmeticOnly{}
	options := []expr.Option{expr.Env(environment), expr.AsFloat64(), expr.Optimize(false), expr.MaxNodes(maxExpressionNodes),
		expr.DisableAllBuiltins(), expr.Patch(arithmetic)}
	for name := range functions {
		options = append(options, mathFunction(name))
	}
	program, err := expr.Compile(text, options...)
	if arithmetic.foreign != nil {
		return expression{}, arithmetic.foreign
	}
	return expression{program}, err
}

// mathFunction offers one function to the evaluator.
func mathFunction(name string) expr.Option {
	form := any(new(func(float64) float64))
	if arity(name) == 2 {
		form = new(func(float64, float64) float64)
	}
	return expr.Function(name, func(given ...any) (any, error) {
		numbers := make([]float64, len(given))
		for i, v := range given {
			number, ok := v.(float64)
			if !ok {
				return nil, fmt.Errorf("%s of something that is no number", name)
			}
			numbers[i] = number
		}
		return functions[name](numbers...), nil
	}, form)
}

// arithmeticOnly walks a formula: it makes whole numbers decimals, so that nothing overflows, and notes what is not
// arithmetic.
type arithmeticOnly struct{ foreign error }

// Visit is called for every node of the formula.
func (a *arithmeticOnly) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode:
		ast.Patch(node, &ast.FloatNode{Value: float64(n.Value)})
	case *ast.IdentifierNode, *ast.FloatNode, *ast.UnaryNode, *ast.ConditionalNode:
	case *ast.BinaryNode:
		if !arithmeticSign[n.Operator] {
			a.foreign = fmt.Errorf("%q", n.Operator)
		}
	case *ast.CallNode:
		if _, ok := n.Callee.(*ast.IdentifierNode); !ok {
			a.foreign = errors.New("call")
		}
	default:
		a.foreign = fmt.Errorf("%q", (*node).String())
	}
}

var arithmeticSign = map[string]bool{"+": true, "-": true, "*": true, "/": true, "**": true, "^": true, "<": true, "<=": true,
	">": true, ">=": true, "==": true, "!=": true, "and": true, "or": true, "&&": true, "||": true}

var errNoNumber = errors.New("not a finite number up to a million million")

// value evaluates the formula. The result has significantDigits digits, so that what decimals cannot hold exactly
// (0.1 + 0.2) does not tip a rounding. What is not finite, or too large for that, is an error.
func (e expression) value(variables map[string]float64) (*big.Rat, error) {
	environment := make(map[string]any, len(variables))
	for name, v := range variables {
		environment[name] = v
	}
	result, err := expr.Run(e.program, environment)
	if err != nil {
		return nil, err
	}
	number, ok := result.(float64)
	if !ok || math.IsNaN(number) || math.Abs(number) > maxMagnitude {
		return nil, errNoNumber
	}
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(number, 'e', significantDigits-1, 64))
	if !ok {
		return nil, errNoNumber
	}
	return exact, nil
}

var variableName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,19}$`)

// reserved are words of the evaluator.
var reserved = map[string]bool{"true": true, "false": true, "nil": true, "not": true, "and": true, "or": true, "in": true, "let": true,
	"if": true, "else": true, "matches": true, "contains": true}

// nameable reports whether a variable may have the name.
func nameable(name string) bool {
	_, isFunction := functions[name]
	return variableName.MatchString(name) && !isFunction && !reserved[name]
}
