package lines

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
)

// Offsets in a file that is neither compact nor compressed.
const (
	dataHead  = 64 // bytes before a data object's payload, and before an entry's items
	itemSize  = 16 // of which the offset is the first half
	entryType = 3
)

// objectOf is where the data object of a field that begins so is in a file.
func objectOf(t *testing.T, b []byte, field string) int {
	t.Helper()
	i := bytes.Index(b, []byte(field))
	if i < 0 {
		t.Fatal(field, "is not there")
	}
	return i - dataHead
}

// itemsOf calls with where each item is of the entries that have a data object.
func itemsOf(b []byte, object int, with func(at int)) {
	for at := int(binary.LittleEndian.Uint64(b[88:])); at+dataHead < len(b) && b[at] > 0; {
		size := int(binary.LittleEndian.Uint64(b[at+8:]))
		if entry := b[at : at+size]; entry[0] == entryType && bytes.Contains(entry, binary.LittleEndian.AppendUint64(nil, uint64(object))) {
			for i := dataHead; i < size; i += itemSize {
				with(at + i)
			}
		}
		at += (size + 7) / 8 * 8
	}
}

// TestManyLongFields has the longest message be several fields of its entry.
func TestManyLongFields(t *testing.T) {
	dir := unpack(t, "plain")
	changed := 0
	change(t, dir, "*", func(b []byte) []byte {
		long := objectOf(t, b, "MESSAGE="+strings.Repeat("m", 1000))
		itemsOf(b, long, func(at int) {
			off := binary.LittleEndian.Uint64(b[at:])
			if field := b[off+dataHead:]; !bytes.HasPrefix(field, []byte("CONTAINER")) && !bytes.HasPrefix(field, []byte("_UID")) {
				binary.LittleEndian.PutUint64(b[at:], uint64(long))
				changed++
			}
		})
		return b
	})
	l := Of(open(t, dir), []logs.Wanted{web})
	line, ok := l.Backward(time.Time{})()
	if !ok || len(line.Text) != logs.MaxText || line.Size != 300_000 {
		t.Errorf("%d bytes of %d", len(line.Text), line.Size)
	}
	if most := logs.MaxText + 64<<10; len(l.bytes) > most || changed < 5 {
		t.Errorf("%d bytes are kept of %d long fields", len(l.bytes), changed)
	}
}

// TestManyLongFieldsOfRecord is the same for what journalctl gives.
func TestManyLongFieldsOfRecord(t *testing.T) {
	text := "__CURSOR=" + journal.Position{}.Cursor() + "\n_UID=0\n"
	for range 100 {
		text += "MESSAGE=" + strings.Repeat("m", 1000) + "\nOTHER=" + strings.Repeat("x", 1000) + "\n"
	}
	r, err := journal.NewExport(strings.NewReader(text), limitOfRecord).Next()
	if err != nil || len(r.Fields) != 2 || len(r.Fields[1].Value) != 1000 {
		t.Errorf("%d fields, %v", len(r.Fields), err)
	}
}

// TestWindowEnds has a call be given up in the middle of a window.
func TestWindowEnds(t *testing.T) {
	l := openLog(t, unpack(t, "keyed"), logs.OutputAlone, web)
	read(t, l, start, logs.Query{N: 1})
	ctx, cancel := context.WithCancel(t.Context())
	r := reading{log: l, lines: l.read.lines, ctx: ctx, query: logs.Query{N: 100}, until: time.Now().Add(time.Hour), spot: l.spotOf(logs.Place{})}
	side := l.side(r.lines, &r.spot, true)
	window, _ := r.gather(&side, 10, time.Time{})
	if len(window) != 10 {
		t.Fatal(len(window), "items")
	}
	cancel()
	if full := r.window(window, true); !full || len(r.batch.Lines) > 0 {
		t.Errorf("%d lines", len(r.batch.Lines))
	}
	if window, more := r.gather(&side, 10, time.Time{}); len(window) != 1 || !more {
		t.Errorf("%d items when there is no time", len(window))
	}
}

// TestUnreadableMessage has the message of one line be damaged: the line says so,
// and the file is named.
func TestUnreadableMessage(t *testing.T) {
	dir := unpack(t, "plain")
	change(t, dir, "*", func(b []byte) []byte {
		b[objectOf(t, b, "MESSAGE=line 4 of 0")] = 0
		return b
	})
	l := openLog(t, dir, logs.OutputAlone, web)
	b := read(t, l, start, logs.Query{N: 1000})
	var texts []string
	for i := range b.Lines {
		texts = append(texts, b.Lines[i].Text)
	}
	if len(texts) != len(written(40, 0, 0)) || texts[2] != unreadable {
		t.Errorf("%.20q", texts)
	}
	if len(b.Missing) != 1 || !strings.Contains(b.Missing[0], "system.journal") {
		t.Errorf("%q", b.Missing)
	}
	j := journal.Open(dir)
	defer j.Close()
	if all(Of(j, []logs.Wanted{web}).Forward(time.Time{})); len(j.Problems()) != 1 {
		t.Error("the damage is not told")
	}
}
