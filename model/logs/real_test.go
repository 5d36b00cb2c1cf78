package logs

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"podtop/model"
)

// exported are the entries of a file that journalctl -o export wrote.
func exported(t *testing.T, path string) (entries []Entry) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var e Entry
	for len(b) > 0 {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		name, value, ok := bytes.Cut(line, []byte("="))
		switch {
		case len(line) == 0:
			entries, e = append(entries, e), Entry{}
		case !ok: // binary: the length, the value
			n := binary.LittleEndian.Uint64(rest)
			value, rest = rest[8:8+n], rest[9+n:]
		}
		b = rest
		number, _ := strconv.ParseUint(string(value), 10, 64)
		switch string(name) {
		case "__CURSOR":
			e.Cursor = string(value)
		case "__REALTIME_TIMESTAMP":
			e.Time = time.UnixMicro(int64(number))
		case "__MONOTONIC_TIMESTAMP":
			e.MonoUsec = model.Known(number)
		case "_BOOT_ID":
			e.Boot = string(value)
		}
		if len(line) > 0 {
			e.Fields = append(e.Fields, Field{Name: name, Value: value})
		}
	}
	return entries
}

// What conmon and Podman 4.3 wrote to a journal of echo hello; echo oh >&2; a line
// of 40,000 x, of which the file has the first 20 of each part; echo end; exit 3.
func TestRealEntries(t *testing.T) {
	id := model.ID("d50278aa9ecaed340a71d582303e9a3eeaf555092f440ecf68449454ea8341b0")
	var who Owners
	who.Add(Container{ID: id, Name: "web"})
	var j Joiner
	var lines []Line
	for _, e := range exported(t, "testdata/podman-4.3.export") {
		if l, ok := FromFields(&e, &who); ok {
			lines = j.Add(lines, l)
		}
	}
	f := TextFormat{}
	var got []string
	for _, l := range lines {
		if l.Container.Name != "web" || l.Cursor == "" || l.Boot == "" || !l.MonoUsec.IsKnown() || l.IsCut() {
			t.Errorf("%+v", l)
		}
		got = append(got, string(f.AppendLine(nil, &l)[len("2026-11-30 "):]))
	}
	xs := string(bytes.Repeat([]byte("x"), 5*20))
	want := []string{
		"17:45:18.681 web * create\n", "17:45:18.796 web | hello\n", "17:45:18.797 web ! oh\n", "17:45:18.797 web | " + xs + "\n", "17:45:18.799 web * start\n",
		"17:45:19.797 web | end\n", "17:45:19.837 web * died, exit code 3\n", "17:45:22.858 web * remove\n",
	}
	if !slices.Equal(got, want) || j.Open() != 0 {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}
