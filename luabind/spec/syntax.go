package spec

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/yuin/gopher-lua/ast"

	"github.com/tlua/tlua/core/event"
)

// verbs are the functions of which a file with tests in it calls one.
var verbs = []string{"describe", "context", "it", "spec", "test", "insulate", "expose"}

// shape is what a file's syntax tree says of it.
type shape struct {
	empty  bool            // it has no statements, and so no tests
	spec   bool            // it has tests in it; else it is one
	params [][]event.Param // that it is run with; nil: once, with none
}

// shapeOf reads a syntax tree. Names that the file itself gives a meaning to are
// no verbs.
func shapeOf(tree []ast.Stmt) (shape, error) {
	w := &walker{own: map[string]bool{}, called: map[string]bool{}}
	w.block(tree)
	s := shape{empty: len(tree) == 0, spec: w.required}
	for _, v := range verbs {
		s.spec = s.spec || w.called[v] && !w.own[v]
	}
	var err error
	if !w.own["params"] {
		s.params, err = paramsOf(tree)
	}
	return s, err
}

// paramsOf finds the call of params at the top of a file, and gives all sets of
// values that it asks for.
func paramsOf(tree []ast.Stmt) ([][]event.Param, error) {
	for _, stmt := range tree {
		for _, call := range topCalls(stmt) {
			if name, ok := call.Func.(*ast.IdentExpr); !ok || name.Value != "params" {
				continue
			}
			sets, err := paramSets(call)
			if err != nil {
				return nil, fmt.Errorf("line %d: params: %w", call.Line(), err)
			}
			return sets, nil
		}
	}
	return nil, nil
}

// topCalls gives the calls that a statement consists of.
func topCalls(stmt ast.Stmt) (calls []*ast.FuncCallExpr) {
	var exprs []ast.Expr
	switch s := stmt.(type) {
	case *ast.FuncCallStmt:
		exprs = []ast.Expr{s.Expr}
	case *ast.LocalAssignStmt:
		exprs = s.Exprs
	case *ast.AssignStmt:
		exprs = s.Rhs
	}
	for _, e := range exprs {
		if c, ok := e.(*ast.FuncCallExpr); ok {
			calls = append(calls, c)
		}
	}
	return calls
}

const paramsUsage = "a table of names and lists of values, or a list of tables of names and values, expected, all of them constants"

func paramSets(call *ast.FuncCallExpr) ([][]event.Param, error) {
	if len(call.Args) != 1 {
		return nil, errors.New(paramsUsage)
	}
	t, ok := call.Args[0].(*ast.TableExpr)
	if !ok || len(t.Fields) == 0 {
		return nil, errors.New(paramsUsage)
	}
	if t.Fields[0].Key == nil {
		return listedSets(t)
	}
	return product(t)
}

// product gives each combination of the values of {name = {value, …}, …}, the
// last name's changing first.
func product(t *ast.TableExpr) ([][]event.Param, error) {
	sets := [][]event.Param{nil}
	for _, f := range t.Fields {
		name, values, err := nameAndValues(f)
		if err != nil {
			return nil, err
		}
		var more [][]event.Param
		for _, set := range sets {
			if slices.ContainsFunc(set, func(p event.Param) bool { return p.Name == name }) {
				return nil, fmt.Errorf("%s is there twice", name)
			}
			for _, v := range values {
				more = append(more, append(slices.Clip(slices.Clone(set)), event.Param{Name: name, Value: v}))
			}
		}
		sets = more
	}
	return sets, nil
}

func nameAndValues(f *ast.Field) (name string, values []any, err error) {
	key, ok := f.Key.(*ast.StringExpr)
	if !ok {
		return "", nil, errors.New(paramsUsage)
	}
	list, ok := f.Value.(*ast.TableExpr)
	if !ok {
		v, ok := constant(f.Value)
		if !ok {
			return "", nil, fmt.Errorf("%s: %s", key.Value, paramsUsage)
		}
		return key.Value, []any{v}, nil
	}
	for _, item := range list.Fields {
		v, ok := constant(item.Value)
		if !ok || item.Key != nil {
			return "", nil, fmt.Errorf("%s: %s", key.Value, paramsUsage)
		}
		values = append(values, v)
	}
	if values == nil {
		return "", nil, fmt.Errorf("%s has no values", key.Value)
	}
	return key.Value, values, nil
}

// listedSets gives the sets of {{name = value, …}, …}.
func listedSets(t *ast.TableExpr) (sets [][]event.Param, err error) {
	for _, item := range t.Fields {
		one, ok := item.Value.(*ast.TableExpr)
		if !ok || item.Key != nil {
			return nil, errors.New(paramsUsage)
		}
		var set []event.Param
		for _, f := range one.Fields {
			name, values, err := nameAndValues(f)
			if err != nil {
				return nil, err
			}
			if len(values) != 1 {
				return nil, fmt.Errorf("%s: one value expected in a list of sets", name)
			}
			set = append(set, event.Param{Name: name, Value: values[0]})
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// constant gives the value of a constant: a string, a number or a boolean.
func constant(e ast.Expr) (any, bool) {
	switch e := e.(type) {
	case *ast.StringExpr:
		return e.Value, true
	case *ast.TrueExpr:
		return true, true
	case *ast.FalseExpr:
		return false, true
	case *ast.NumberExpr:
		return numeral(e.Value)
	case *ast.UnaryMinusOpExpr:
		if n, ok := constant(e.Expr); ok {
			if f, ok := n.(float64); ok {
				return -f, true
			}
		}
	}
	return nil, false
}

func numeral(text string) (any, bool) {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n, true
	}
	n, err := strconv.ParseInt(text, 0, 64)
	return float64(n), err == nil
}
