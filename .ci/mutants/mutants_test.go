// Package mutants tests the tests: it makes one fault after the other in a
// copy of the tree, and fails if the tests stay green for any. It is below a
// hidden directory, so that ./... leaves it out: make mutants runs it.
package mutants

import (
	"bytes"
	"errors"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A mutant is one fault: what stands once in a file, what is written in its
// place, and which tests have to notice.
type mutant struct {
	name, file string
	tests      []string // arguments of go test
	was, is    string
}

func TestMutants(t *testing.T) {
	mutants := load(t, "faults")
	trees := make(chan tree, max(1, runtime.NumCPU()))
	for range cap(trees) {
		trees <- copyTree(t, filepath.Join("..", ".."))
	}
	in := func(t *testing.T, name string, do func(*testing.T, tree)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := <-trees
			defer func() { trees <- tree }()
			do(t, tree)
		})
	}
	sound := t.Run("sound", func(t *testing.T) {
		for _, tests := range slices.Compact(slices.Sorted(lines(mutants))) {
			in(t, tests, func(t *testing.T, tree tree) {
				if out, err := tree.run("test", strings.Fields(tests)...); err != nil {
					t.Errorf("it fails without any fault:\n%s", out)
				}
			})
		}
	})
	if !sound {
		return
	}
	for _, m := range mutants {
		in(t, m.name, func(t *testing.T, tree tree) { tree.try(t, m) })
	}
}

// TestFit is the part of TestMutants that a change of the code upsets most
// often: what a fault changes is to stand there once, and to be Go with the
// fault in it. It takes no time, so that make check has it.
func TestFit(t *testing.T) {
	for _, m := range load(t, "faults") {
		t.Run(m.name, func(t *testing.T) {
			_, faulty := m.read(t, filepath.Join("..", "..", m.file))
			if _, err := parser.ParseFile(token.NewFileSet(), m.file, faulty, parser.SkipObjectResolution); err != nil {
				t.Error(err)
			}
		})
	}
}

// lines are the mutants' arguments of go test.
func lines(mutants []mutant) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, m := range mutants {
			if !yield(strings.Join(m.tests, " ")) {
				return
			}
		}
	}
}

// load reads mutants, with an empty line between one and the next:
//
//	rx and tx swapped in net/dev
//	sampler/proc/netdev.go
//	go test ./sampler/proc
//	-	n.RxBytes, n.TxBytes = rx, tx
//	+	n.RxBytes, n.TxBytes = tx, rx
//
// Lines that begin with a blank stay as they are.
func load(t *testing.T, path string) []mutant {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var mutants []mutant
	for block := range strings.SplitSeq(string(text), "\n\n") {
		all := slices.DeleteFunc(strings.Split(strings.Trim(block, "\n"), "\n"), func(line string) bool { return strings.HasPrefix(line, "#") })
		if len(all) == 0 {
			continue
		}
		if len(all) < 4 || !strings.HasPrefix(all[2], "go test ") {
			t.Fatalf("%s: want a name, a file, go test and the fault:\n%s", path, block)
		}
		m := mutant{name: strings.ReplaceAll(all[0], " ", "_"), file: all[1], tests: strings.Fields(all[2])[2:]}
		for _, line := range all[3:] {
			switch kind, rest := line[:1], line[1:]+"\n"; kind {
			case "-":
				m.was += rest
			case "+":
				m.is += rest
			case " ":
				m.was, m.is = m.was+rest, m.is+rest
			default:
				t.Fatalf("%s: %s: a line of the fault begins with - or + or a blank: %q", path, all[0], line)
			}
		}
		mutants = append(mutants, m)
	}
	return mutants
}

// A tree is the directory of a copy of the sources.
type tree string

// copyTree copies what git has or would take in, as it is now.
func copyTree(t *testing.T, root string) tree {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	list, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimRight(string(list), "\x00"), "\x00") {
		b, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed, and git not yet told
		}
		to := filepath.Join(dir, name)
		if err = errors.Join(err, os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, b, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return tree(dir)
}

// read reads the file at path, as it is and with the fault.
func (m mutant) read(t *testing.T, path string) (text, faulty []byte) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(text, []byte(m.was)); n != 1 || m.was == "" {
		t.Fatalf("what it changes stands %d times in %s; bring it up to date:\n%s", n, m.file, m.was)
	}
	return text, bytes.Replace(text, []byte(m.was), []byte(m.is), 1)
}

// try puts m into the tree, and takes it out again.
func (dir tree) try(t *testing.T, m mutant) {
	path := filepath.Join(string(dir), m.file)
	text, faulty := m.read(t, path)
	if err := os.WriteFile(path, faulty, 0o644); err != nil {
		t.Fatal(err)
	}
	defer os.WriteFile(path, text, 0o644)
	if out, err := dir.run("build", "./..."); err != nil {
		t.Fatalf("it does not compile:\n%s", out)
	}
	out, err := dir.run("test", m.tests...)
	switch {
	case err == nil:
		t.Errorf("nobody noticed: go test %s is green with\n%s", strings.Join(m.tests, " "), m.is)
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		t.Errorf("the tests do not compile:\n%s", out)
	default:
		t.Log("noticed by", first(out))
	}
}

// run runs a go command in the tree.
func (dir tree) run(command string, args ...string) (string, error) {
	if command == "test" {
		args = append([]string{"-failfast", "-timeout", "6m"}, args...)
	}
	cmd := exec.Command("go", append([]string{command}, args...)...)
	cmd.Dir = string(dir)
	// Without the directory in them, what one tree has built serves the others.
	cmd.Env = append(os.Environ(), "GOFLAGS=-trimpath", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// first is the test that failed first, or how else the tests ended.
func first(out string) string {
	for line := range strings.Lines(out) {
		for _, sign := range []string{"--- FAIL: ", "panic: "} {
			if _, what, ok := strings.Cut(line, sign); ok {
				return strings.TrimSpace(what)
			}
		}
	}
	return "its end"
}
