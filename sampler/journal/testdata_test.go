package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"podtop/sampler/journal/journaltest"
)

// journals are those of testdata, written by a real journald: see make there.
var journals = []string{"compact", "keyed", "plain", "lz4"}

// unzstd returns what a compressed file of testdata holds.
func unzstd(t testing.TB, path string) []byte {
	t.Helper()
	b, err := journaltest.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// unpack makes a directory with the files of a journal of testdata.
func unpack(t testing.TB, name string) string {
	t.Helper()
	dir := t.TempDir()
	if err := journaltest.Unpack("testdata", name, dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// An expected is an entry as journalctl says it is: -o json.
type expected struct {
	cursor string
	fields map[string][]string
}

// parseJSON parses what journalctl -o json --all printed.
func parseJSON(t testing.TB, b []byte) (all []expected) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var raw map[string]any
		if err := json.Unmarshal(lines.Bytes(), &raw); err != nil {
			t.Fatal(err)
		}
		e := expected{fields: map[string][]string{}}
		e.cursor, _ = raw["__CURSOR"].(string)
		for name, v := range raw {
			if !strings.HasPrefix(name, "__") {
				e.fields[name] = values(v)
			}
		}
		all = append(all, e)
	}
	return all
}

// values are a field's values in JSON: one, several, or bytes that are no text.
func values(v any) []string {
	list, ok := v.([]any)
	if !ok {
		s, _ := v.(string)
		return []string{s}
	}
	if len(list) > 0 {
		if _, ok := list[0].(float64); !ok {
			var all []string
			for _, one := range list {
				all = append(all, values(one)...)
			}
			return all
		}
	}
	var b []byte
	for _, n := range list {
		f, _ := n.(float64)
		b = append(b, byte(f))
	}
	return []string{string(b)}
}

// said returns what journalctl said of a journal of testdata.
func said(t testing.TB, name string) []expected {
	t.Helper()
	return parseJSON(t, unzstd(t, filepath.Join("testdata", name+".json.zst")))
}

const many = 1 << 30

// always wants so many bytes of each field.
func always(n int) func(name []byte) int { return func([]byte) int { return n } }

// read returns an entry as parseJSON does.
func read(t testing.TB, e *Entry) expected {
	t.Helper()
	x := expected{cursor: e.Cursor(), fields: map[string][]string{}}
	err := e.Fields(always(many), func(name, value []byte, size uint64) {
		if size != uint64(len(value)) {
			t.Errorf("%s: %d bytes of %d", name, len(value), size)
		}
		x.fields[string(name)] = append(x.fields[string(name)], string(value))
	})
	if err != nil {
		t.Error(err)
	}
	return x
}
