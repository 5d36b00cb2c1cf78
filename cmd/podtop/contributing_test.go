package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestContributing checks that what CONTRIBUTING.md names exists. What stands in
// backticks is a target of make, a name in the code, or a path, where <name>
// stands for any name.
func TestContributing(t *testing.T) {
	root := filepath.Join("..", "..")
	page, makefile := readText(t, root, ".github/CONTRIBUTING.md"), readText(t, root, "Makefile")
	if !strings.Contains(readText(t, root, "README.md"), "(.github/CONTRIBUTING.md)") {
		t.Error("README.md has no link to it")
	}
	if lines := strings.Count(page, "\n"); lines > 100 {
		t.Errorf("it has %d lines, and is to be one page", lines)
	}
	names := declared(t, root)
	for _, found := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(page, -1) {
		if what := found[1]; !isTarget(makefile, what) && !names[what] && !isPath(t, root, what) {
			t.Errorf("%q is no target of make, no name in the code and no path", what)
		}
	}
}

func readText(t *testing.T, root, name string) string {
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// isTarget reports whether what is make and a target that the Makefile has.
func isTarget(makefile, what string) bool {
	target, ok := strings.CutPrefix(what, "make ")
	return ok && strings.Contains(makefile, "\n"+target+":")
}

// isPath reports whether there is such a file or directory.
func isPath(t *testing.T, root, what string) bool {
	found, err := filepath.Glob(filepath.Join(root, strings.ReplaceAll(what, "<name>", "*")))
	if err != nil {
		t.Fatal(err)
	}
	return len(found) > 0
}

// declared are the names that the code declares, with that of their package
// before them, as in model.Metrics; those of tests without.
func declared(t *testing.T, root string) map[string]bool {
	names := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, name := range namesIn(file) {
			names[file.Name.Name+"."+name] = true
			if strings.HasSuffix(path, "_test.go") && strings.HasPrefix(name, "Test") {
				names[name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// namesIn are those that a file declares, but for methods.
func namesIn(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					names = append(names, s.Name.Name)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}
