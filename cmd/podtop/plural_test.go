package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// counted is a number in a format, and a word after it that can be a plural.
var counted = regexp.MustCompile(`%[dv] ([A-Za-z]+s)\b`)

// plural is a text behind a number that begins with what can be a plural.
var plural = regexp.MustCompile(`^ ([A-Za-z]+ )?([A-Za-z]+s)\b`)

// noPlurals end with an s and are none.
var noPlurals = []string{"is", "was", "has", "does", "this", "comes", "serves", "s"}

// neverOne are texts behind numbers that are never 1: bounds, and what another
// branch says where it is one.
var neverOne = []string{
	"it has more than %d values", "more than %d tables in each other", "the reply holds more than %d values",
	"it has more than %d processes, or too many cgroups of its own to look at: the rest is not shown",
	"it has more than %d copies for this log, which is the most, and none was compared",
	"the line would have %d bytes, and %d is the most", "longer than %d bytes", "%s has %d names, not one",
	"%s has %d names, and root appends to what has one: name another file", "it has %d interfaces: those after the first %d are not shown",
	"all %d file descriptors are used: further files are opened at each read, at a higher cost; raise ulimit -n",
	"%q is %d cells wide, and a row has room for %d", "%s wants %d keys, one for each; there are %d",
	"with crun before 1.23, and runc, %d shares become weight %d: less than the 100 that holds where nothing is set",
	"of its file only the first %d lines are shown",
	" lines", " processes", " times in ", " times in a row", " times since podtop began", " alerts", " Podmans do not answer: of their containers only what the cgroups tell",
}

// TestPlurals finds counts that would read "1 lines": model.Plural writes them.
func TestPlurals(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root:
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		for _, found := range pluralsIn(t, path) {
			t.Errorf("%s: one of it reads wrong: use model.Plural", found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pluralsIn is where the file at path writes a number before a plural.
func pluralsIn(t *testing.T, path string) (found []string) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	look := func(n ast.Node, re *regexp.Regexp) {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		text, _ := strconv.Unquote(lit.Value)
		m := re.FindStringSubmatch(text)
		if m != nil && !slices.Contains(noPlurals, m[len(m)-1]) && !slices.Contains(neverOne, text) {
			found = append(found, fset.Position(n.Pos()).String()+": "+lit.Value)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		look(n, counted)
		if sum, ok := n.(*ast.BinaryExpr); ok && sum.Op == token.ADD && endsInNumber(sum.X) {
			look(sum.Y, plural)
		}
		return true
	})
	return found
}

// endsInNumber reports whether the last of what is put together is a number.
func endsInNumber(x ast.Expr) bool {
	if sum, ok := x.(*ast.BinaryExpr); ok {
		x = sum.Y
	}
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Itoa", "FormatInt", "FormatUint"}, f.Sel.Name)
}

func TestPluralsAreFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.go")
	text := "package x\nvar a = fmt.Sprintf(\"%d lines\", n)\nvar b = \"after \" + strconv.Itoa(n) + \" failures\"\nvar c = strconv.Itoa(n) + \" health checks hidden\"\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if found := pluralsIn(t, path); len(found) != 3 {
		t.Errorf("found %q", found)
	}
}
