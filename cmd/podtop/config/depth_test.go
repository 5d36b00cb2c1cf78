package config

import (
	"runtime"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// What is deep in a file takes memory by the square of it, and has to be told
// before it is decoded.
func TestDepth(t *testing.T) {
	deep, dots := strings.Repeat("a.", maxDepth+1), strings.Repeat("a.", maxDepth)+"a=1"
	for text, want := range map[string]int{
		"":                                   0,
		"\n" + deep + "a = 1":                2,
		"[" + deep + "a]":                    1,
		"[[" + deep + "a]]":                  1,
		"x = " + strings.Repeat("[", 20):     1,
		"x = " + strings.Repeat("{a=\n", 20): 17,
		strings.Repeat("a.a.a={", 6):         1,
		strings.Repeat("a.a={", 8) + strings.Repeat("}", 8) + "\n" + dots: 0,
		"x = {" + deep + "a = 1}":               1,
		"x = '" + deep + "'":                    0,
		"x = \"\\\"" + deep + "\"":              0,
		"x = '''\n'" + deep + "'\n'''\n" + deep: 4,
		"x = \"\"\"\n\\\"\"\"" + deep:           0, // it does not end
		"# " + deep + "\n" + deep:               2,
		"x = [1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1]": 0,
		strings.Repeat("a.b = 1\n", 20):  0,
		"x = \"\"\"\"a\"\"\"\"\n" + deep: 2,
		"x = '''a'''''\n" + deep:         2,
		"x = \"\"\n" + deep:              2,
		"'":                              0,
		"\"\\":                           0,
	} {
		if got := tooDeep(text); got != want {
			t.Errorf("%q: line %d, want %d", text, got, want)
		}
	}
}

// No file of the size that is read takes much memory.
func TestParseIsBounded(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, maxSize/len(s)) }
	dots := strings.Repeat("a.", maxDepth) + "a"
	for name, text := range map[string]string{
		"dots": fill("a."), "braces": "x = " + fill("{a="), "brackets": "x = " + fill("["), "lines": fill("{a=\n"),
		"tables": fill("[a]\n"), "lists": fill("[[a]]\n"), "keys": fill(dots + "=1\n"), "heads": fill("[[" + dots[2:] + "]]\n"), "inline": fill("[[x]]\n" + strings.Repeat("a.a={", maxDepth/2) + strings.Repeat("}", maxDepth/2) + "\n"), "text": "x = \"" + fill("."),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Parse(text); err == nil {
			t.Errorf("%s: no error", name)
		}
		runtime.ReadMemStats(&after)
		if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 64 {
			t.Errorf("%s: %d MiB", name, mib)
		}
	}
}

// depth is how deep tables and lists are in each other.
func depth(v any) (deepest int) {
	switch v := v.(type) {
	case map[string]any:
		for _, v := range v {
			deepest = max(deepest, depth(v))
		}
	case []map[string]any:
		for _, v := range v {
			deepest = max(deepest, depth(v))
		}
	case []any:
		for _, v := range v {
			deepest = max(deepest, depth(v))
		}
	default:
		return 0
	}
	return deepest + 1
}

// Nothing is deeper than it is found to be, whatever it is quoted in: a key can be
// so deep below a head that is.
func FuzzDepth(f *testing.F) {
	f.Add("x = \"\"\"a\"\"\"\"\na.b.'c.d'.\"e.\\\".f\" = [{g = '''h'''''}, {}] # \"\n[[i.j]]\nk.l = 1")
	f.Add("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1\n[b]\na.a.a.a.a.a.a.a.a.a.a.a.a.a = {a.a = 1}")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2048 {
			return
		}
		var v map[string]any
		_, err := toml.Decode(text, &v)
		if n := depth(v); err == nil && tooDeep(text) == 0 && n > 2*maxDepth+4 {
			t.Errorf("%q is %d deep", text, n)
		}
	})
}
