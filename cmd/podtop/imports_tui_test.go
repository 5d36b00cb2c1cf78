package main_test

import (
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tuiRules say which packages of tui a package of tui may import. A star stands
// for each package below; "" is package tui itself.
var tuiRules = map[string]string{
	"theme":   "",
	"widget":  "theme",
	"graph":   "theme",
	"table":   "theme widget graph",
	"column":  "theme widget table",
	"tree":    "theme widget",
	"pane":    "theme",
	"poll":    "theme widget pane",
	"feed":    "pane",
	"logline": "theme widget",
	"plot":    "theme widget graph",
	"frame":   "theme widget pane",
	"charts":  "theme widget graph pane feed",
	"overlay": "theme widget table pane",
	"tab":     "theme widget table pane poll",
	"tab/*":   "theme widget graph table column tree pane poll tab",
	"page/*":  "theme widget graph charts table column pane poll feed logline plot frame tab tab/*",
	"":        "theme widget graph pane page/* overlay",

	"paint": "", // writes frames to the terminal: only cmd knows it

	// Only tests know these.
	"tuitest":              "pane",
	"tab/tabtest":          "theme pane poll tab tuitest",
	"feed/feedtest":        "pane",
	"page/bench/benchtest": "pane",
}

// placeOf is where a package of tui stands in tuiRules.
func placeOf(pkg string) string {
	below := strings.TrimPrefix(strings.TrimPrefix(pkg, "podtop/tui"), "/")
	if _, named := tuiRules[below]; named {
		return below
	}
	if dir := path.Dir(below); dir != "." {
		return dir + "/*"
	}
	return below
}

// TestImportsOfTUI holds the direction within tui: what is drawn with knows
// nothing of pages, and pages and tabs do not know each other.
func TestImportsOfTUI(t *testing.T) {
	for pkg, imports := range importsBelow(t, "tui") {
		may, known := tuiRules[placeOf(pkg)]
		if !known {
			t.Errorf("%s has no place in tui", pkg)
		}
		for _, imp := range imports {
			if strings.HasPrefix(imp, "podtop/tui") && !slices.Contains(strings.Fields(may), placeOf(imp)) {
				t.Errorf("%s imports %s", pkg, imp)
			}
		}
	}
}

// TestPagesAreKnownToTheTable keeps the pages' types from the rest of the app.
func TestPagesAreKnownToTheTable(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "tui", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if base := filepath.Base(name); base == "page_table.go" || strings.HasSuffix(base, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range file.Imports {
			if strings.HasPrefix(imp.Path.Value, `"podtop/tui/page/`) {
				t.Errorf("%s imports %s", name, imp.Path.Value)
			}
		}
	}
}
