package lines

import (
	"context"
	"encoding/binary"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model/logs"
)

// A keptFile is a container's log in a file: each reply is what is in it then, from
// where it was asked for.
type keptFile struct{ lines []string }

func (f *keptFile) Stream(_ context.Context, _ string, q url.Values) (io.ReadCloser, error) {
	since, _ := time.Parse(time.RFC3339Nano, q.Get("since"))
	var b []byte
	for _, line := range f.lines {
		stamp, _, _ := strings.Cut(line, " ")
		if at, err := time.Parse(time.RFC3339Nano, stamp); err != nil || at.After(since) {
			b = append(b, 1, 0, 0, 0)
			b = binary.BigEndian.AppendUint32(b, uint32(len(line)+1)) //nolint:gosec // short
			b = append(append(b, line...), '\n')
		}
	}
	return io.NopCloser(strings.NewReader(string(b))), nil
}

// Asked again, a log goes on where it ended, also behind lines of one time.
func TestResume(t *testing.T) {
	f := &keptFile{}
	var r Resume
	var got []string
	for _, more := range [][]string{
		{"2026-11-30T12:00:00Z a", "2026-11-30T12:00:01Z b", "2026-11-30T12:00:01Z c"},
		{},
		{"2026-11-30T12:00:01Z d"},
		{"2026-11-30T12:00:01Z e", "2026-11-30T12:00:05.5Z f"},
		{"2026-11-30T12:00:05.5Z g", "2026-11-30T12:00:06Z h"},
	} {
		f.lines = append(f.lines, more...)
		q := r.Query(APIQuery{Tail: 3, Follow: true})
		if !q.Follow || r.Begun() && q.Tail >= 0 {
			t.Errorf("asked again with %+v", q)
		}
		reply, err := Ask(t.Context(), f, logs.Container{ID: "1"}, q)
		if err != nil {
			t.Fatal(err)
		}
		next := r.Rest(reply)
		for l, ok := next(); ok; l, ok = next() {
			got = append(got, l.Text)
		}
		if reply.Err() != nil {
			t.Fatal(reply.Err())
		}
	}
	if want := strings.Split("a b c d e f g h", " "); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
