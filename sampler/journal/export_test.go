package journal

import (
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestExportAsJSON(t *testing.T) {
	for _, name := range journals {
		x := NewExport(strings.NewReader(string(unzstd(t, filepath.Join("testdata", name+".export.zst")))), keeps(many))
		for i, want := range said(t, name) {
			r, err := x.Next()
			if err != nil {
				t.Fatal(name, i, err)
			}
			got := expected{cursor: r.Cursor(), fields: map[string][]string{}}
			for _, f := range r.Fields {
				got.fields[f.Name] = append(got.fields[f.Name], string(f.Value))
				if f.Size != uint64(len(f.Value)) {
					t.Errorf("%s: %d bytes of %d", f.Name, len(f.Value), f.Size)
				}
			}
			if d := cmp.Diff(want, got, cmp.AllowUnexported(expected{})); d != "" {
				t.Fatalf("%s, entry %d: %s", name, i, d)
			}
		}
		if _, err := x.Next(); err != io.EOF {
			t.Error(name, err)
		}
	}
}

func TestExport(t *testing.T) {
	const cursor = "__CURSOR=s=3a0617e9fe9040db911148b536b4f135;i=3f7c;b=96c040d7f49c4acb9398a933dcac7bd7;m=9ad2;t=66181ed690d57;x=f9536d7c82aec808\n"
	long := strings.Repeat("long ", 20000)
	for _, tt := range []struct{ name, in, want, err string }{
		{"nothing", "", "", "EOF"},
		{"empty lines", "\n\n\n", "", "EOF"},
		{"one", cursor + "A=1\n_B=2=3\n\n", "A=1 of 1, _B=2=3 of 3", ""},
		{"no empty line at the end", "A=1\n", "A=1 of 1", ""},
		{"empty value", "A=\n\n", "A= of 0", ""},
		{"binary", "A\n\x03\x00\x00\x00\x00\x00\x00\x00x\ny\nB=\n\n", "A=x\ny of 3, B= of 0", ""},
		{"cut", "A=12345678\nB=" + long + "\nC\n\x0a\x00\x00\x00\x00\x00\x00\x000123456789\n", "A=12345 of 8, B=long  of 100000, C=01234 of 10", ""},
		{"ends in a value", "A=1\nB=", "", "unexpected EOF"},
		{"ends in a name", "A=1\nB", "", "unexpected EOF"},
		{"ends in a size", "A\n\x03\x00", "", "unexpected EOF"},
		{"ends in bytes", "A\n\x03\x00\x00\x00\x00\x00\x00\x00x", "", "unexpected EOF"},
		{"huge", "A\n\xff\xff\xff\xff\xff\xff\xff\x7fxxxxxxx", "", "reading an exported journal: a value of the size 9223372036854775807"},
		{"wrong size", "A\n\x01\x00\x00\x00\x00\x00\x00\x00xx\n", "", "reading an exported journal: a value goes on behind its size"},
		{"no name", "=1\n", "", "reading an exported journal: a field without a name"},
		{"no line", long + "=1\n", "", "reading an exported journal: a line without a field's name"},
		{"no cursor", "__CURSOR=s=1\nA=1\n\n", "", `reading an exported journal: cursor "s=1": s: "1" is no id`},
		{"many", strings.Repeat("A=1\n", maxItems+1), "", "reading an exported journal: more fields in an entry than 2048"},
	} {
		r, err := NewExport(strings.NewReader(tt.in), keeps(5)).Next()
		var fields []string
		for _, f := range r.Fields {
			fields = append(fields, f.Name+"="+string(f.Value)+" of "+strconv.FormatUint(f.Size, 10))
		}
		got, failed := strings.Join(fields, ", "), ""
		if err != nil {
			failed = err.Error()
		}
		if strings.HasPrefix(tt.in, cursor) && "__CURSOR="+r.Cursor()+"\n" != cursor {
			t.Errorf("%s: at %s", tt.name, r.Cursor())
		}
		if got != tt.want || failed != tt.err {
			t.Errorf("%s: %q, %q", tt.name, got, failed)
		}
	}
}

// keeps keeps so many bytes of each field.
func keeps(n int) func(*Record, string) int { return func(*Record, string) int { return n } }

func FuzzExport(f *testing.F) {
	f.Add([]byte("A=1\nB\n\x03\x00\x00\x00\x00\x00\x00\x00x\ny\n\n"))
	for _, name := range journals {
		b := unzstd(f, filepath.Join("testdata", name+".export.zst"))
		f.Add(b[:min(len(b), 4000)])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		x := NewExport(strings.NewReader(string(b)), keeps(100))
		for {
			r, err := x.Next()
			if err != nil {
				return
			}
			for _, f := range r.Fields {
				if len(f.Value) > 100 || uint64(len(f.Value)) > f.Size || f.Size > uint64(len(b)) || f.Name == "" {
					t.Fatalf("%q: %d of %d", f.Name, len(f.Value), f.Size)
				}
			}
		}
	})
}

// TestExportFails has reading it fail.
func TestExportFails(t *testing.T) {
	broken := errors.New("broken")
	for _, before := range []string{"", "MESSAGE=hello\n", "MESSAGE=hel"} {
		x := NewExport(io.MultiReader(strings.NewReader(before), iotest.ErrReader(broken)), keeps(100))
		if _, err := x.Next(); !errors.Is(err, broken) {
			t.Errorf("behind %q: %v", before, err)
		}
	}
}
