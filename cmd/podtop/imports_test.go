package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rules say what a package and those below it may import of this module, what
// of others', and what of the standard library they must not.
var rules = map[string]struct{ own, others, never []string }{
	"model": {
		own:    []string{"model"},
		others: []string{"github.com/docker/go-units"},
		never:  []string{"os", "io/fs", "io/ioutil", "net", "syscall", "sync", "os/exec", "unsafe", "log"},
	},
	"sampler": {own: []string{"model", "sampler"}, others: []string{""}},
	"actions": {own: []string{"model", "actions"}, others: []string{""}},
	"tui": {
		own: []string{"model", "tui"},
		others: []string{
			"charm.land", "github.com/charmbracelet", "github.com/mattn/go-runewidth", "github.com/sahilm/fuzzy",
		},
		never: []string{"os", "io/fs", "io/ioutil", "net", "syscall", "os/exec"},
	},
}

// TestImports holds the star: model knows nobody, everybody knows model, and
// only cmd knows everybody.
func TestImports(t *testing.T) {
	for dir, rule := range rules {
		out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "podtop/"+dir+"/...").Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			pkg := strings.Fields(line)
			for _, imp := range pkg[1:] {
				own, isOwn := strings.CutPrefix(imp, "podtop/")
				host, _, _ := strings.Cut(imp, "/")
				switch {
				case isOwn && !below(own, rule.own),
					!isOwn && strings.Contains(host, ".") && !below(imp, rule.others),
					!isOwn && below(imp, rule.never):
					t.Errorf("%s imports %s", pkg[0], imp)
				}
			}
		}
	}
}

// below reports whether path is one of roots or below it; everything is below
// "".
func below(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return root == "" || path == root || strings.HasPrefix(path, root+"/")
	})
}

// TestModelIsPure keeps the clock, goroutines and channels out of model, which
// no import tells.
func TestModelIsPure(t *testing.T) {
	fset := token.NewFileSet()
	root := filepath.Join("..", "..", "model")
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if what := impure(n); what != "" {
				t.Errorf("%s: %s", fset.Position(n.Pos()), what)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// impure says what n does that a pure function would not.
func impure(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "go statement"
	case *ast.ChanType:
		return "channel"
	case *ast.SelectorExpr:
		pkg, ok := n.X.(*ast.Ident)
		clock := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
		if ok && pkg.Name == "time" && slices.Contains(clock, n.Sel.Name) {
			return "time." + n.Sel.Name
		}
	}
	return ""
}
