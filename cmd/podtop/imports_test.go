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
		others: []string{"github.com/docker/go-units", "github.com/HdrHistogram/hdrhistogram-go", "golang.org/x/perf/benchmath", "github.com/aclements/go-moremath/stats"},
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
		for pkg, imports := range importsBelow(t, dir) {
			for _, imp := range imports {
				own, isOwn := strings.CutPrefix(imp, "podtop/")
				host, _, _ := strings.Cut(imp, "/")
				switch {
				case isOwn && !below(own, rule.own),
					!isOwn && strings.Contains(host, ".") && !below(imp, rule.others),
					!isOwn && below(imp, rule.never):
					t.Errorf("%s imports %s", pkg, imp)
				}
			}
		}
	}
}

// importsBelow is what each package in dir imports, and each below it.
func importsBelow(t *testing.T, dir string) map[string][]string {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "podtop/"+dir+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		pkg := strings.Fields(line)
		all[pkg[0]] = pkg[1:]
	}
	return all
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

// starters are what can start a program, by package.
var starters = map[string][]string{
	"os":                       {"StartProcess"},
	"os/exec":                  {"Cmd", "Command", "CommandContext"},
	"syscall":                  {"Exec", "ForkExec", "StartProcess", "SYS_EXECVE", "SYS_EXECVEAT"},
	"golang.org/x/sys/unix":    {"Exec", "SYS_EXECVE", "SYS_EXECVEAT"},
	"charm.land/bubbletea/v2":  {"Exec", "ExecProcess", "ExecCommand"},
	"github.com/creack/pty":    {"Start", "StartWithSize", "StartWithAttrs"},
	"golang.org/x/sys/execabs": {"Cmd", "Command", "CommandContext"},
	"net/http/cgi":             {"Handler"},
}

// TestOneWayToStartPrograms has package child alone start any: what it keeps
// from them, everything has to keep from them.
func TestOneWayToStartPrograms(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || path == filepath.Join(root, "cmd", "podtop", "child")):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		for _, where := range startsIn(t, path) {
			t.Errorf("%s: programs are started by cmd/podtop/child alone", where)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Each starter is found, however the package is called.
func TestStartersAreFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.go")
	for imported, names := range starters {
		for _, name := range names {
			for _, as := range []string{"other", "."} {
				text := "package x\nimport " + as + " \"" + imported + "\"\nvar _ = (other)." + name + "\n"
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				if len(startsIn(t, path)) != 1 {
					t.Errorf("%s of %s, imported as %s, is not found", name, imported, as)
				}
			}
		}
	}
}

// startsIn is where the file at path uses a starter.
func startsIn(t *testing.T, path string) (found []string) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{} // by the package's name in this file
	for _, spec := range file.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		name := strings.TrimSuffix(imported, "/v2")
		name = name[strings.LastIndexByte(name, '/')+1:]
		if name == "bubbletea" {
			name = "tea"
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if starts := starters[imported]; starts != nil {
			names[name] = starts
			if name == "." {
				found = append(found, fset.Position(spec.Pos()).String())
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := ast.Unparen(s.X).(*ast.Ident); ok && slices.Contains(names[pkg.Name], s.Sel.Name) {
				found = append(found, fset.Position(n.Pos()).String())
			}
		}
		return true
	})
	return found
}
