package audit

import (
	"bytes"
	"path/filepath"
	"testing"
)

func FuzzParse(f *testing.F) {
	r := begun(new(updating("x")))
	r.Seq, r.Prev = 1, noLine
	line, _ := r.line()
	f.Add(line)
	f.Add([]byte(`{"seq":1,"prev":null}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		_, _ = parseHead(line)
		r, err := parse(line)
		if err != nil {
			return
		}
		b, err := r.line()
		if err != nil {
			return
		}
		if _, err := parse(b); err != nil {
			t.Errorf("%v in %s", err, b)
		}
	})
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte("{}\n\n"), uint8(3))
	f.Fuzz(func(t *testing.T, text []byte, n uint8) {
		dir := t.TempDir()
		path := filepath.Join(dir, "a")
		write(t, path, string(text), 0o600)
		v, err := verifyFile(path, noHeads)
		if err != nil || len(text) > 0 && v.Wrong == nil && !bytes.Contains(text, []byte(noLine)) {
			t.Errorf("%+v %v of %q", v, err, text)
		}
	})
}
