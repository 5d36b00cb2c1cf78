package lines

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model/logs"
)

// A fakeAPI gives one reply.
type fakeAPI struct {
	reply  io.Reader
	err    error
	path   string // that was asked for
	query  url.Values
	closed bool
}

func (a *fakeAPI) Stream(_ context.Context, path string, query url.Values) (io.ReadCloser, error) {
	a.path, a.query = path, query
	return a, a.err
}

func (a *fakeAPI) Read(b []byte) (int, error) { return a.reply.Read(b) }

func (a *fakeAPI) Close() error { a.closed = true; return nil }

// frame is a frame of a stream: 1 is stdout.
func frame(stream byte, text string) string {
	head := binary.BigEndian.AppendUint32([]byte{stream, 0, 0, 0}, uint32(len(text)))
	return string(head) + text
}

const stamp = "2026-11-30T12:00:00.123456789+01:00 "

func ask(t *testing.T, api *fakeAPI, q APIQuery) *Reply {
	t.Helper()
	r, err := Ask(t.Context(), api, web.Container, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReply(t *testing.T) {
	good := frame(1, stamp+"hello") + frame(2, stamp+"oh no\n") + frame(1, stamp)
	lines := []string{`web stdout "hello"`, `web stderr "oh no"`, `web stdout ""`}
	long := strings.Repeat("x", logs.MaxText+100)
	for name, c := range map[string]struct {
		reply string
		want  []string
		err   string
	}{
		"nothing":          {"", nil, ""},
		"lines":            {good, lines, ""},
		"no time":          {frame(1, "hello") + frame(1, "") + good, lines, ""},
		"no frames":        {good + "{\"cause\":\"no such container\"}", lines, "not one of frames"},
		"stdin":            {frame(0, stamp+"x") + good, nil, "not one of frames"},
		"a cut head":       {good + "\x01\x00\x00", lines, "unexpected EOF"},
		"a head alone":     {good + frame(1, "x")[:8], lines, "unexpected EOF"},
		"a cut line":       {good + frame(1, stamp+"hello")[:20], lines, "unexpected EOF"},
		"a cut long line":  {good + strings.TrimSuffix(frame(1, stamp+long), "xx"), lines, "unexpected EOF"},
		"a huge length":    {good + "\x01\x00\x00\x00\xff\xff\xff\xffx", lines, "unexpected EOF"},
		"lines, then long": {good + frame(1, stamp+long) + good, append(append(append([]string{}, lines...), `web stdout "`+long[:16]+`"`), lines...), ""},
	} {
		for way, reader := range map[string]func(io.Reader) io.Reader{"at once": func(r io.Reader) io.Reader { return r }, "in halves": iotest.HalfReader} {
			api := &fakeAPI{reply: reader(strings.NewReader(c.reply))}
			r := ask(t, api, APIQuery{Tail: -1})
			if d := cmp.Diff(c.want, shown(all(r.Next))); d != "" {
				t.Errorf("%s, %s: %s", name, way, d)
			}
			switch err := r.Err(); {
			case c.err == "" && err != nil, c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err) || !strings.Contains(err.Error(), "the log of web")):
				t.Errorf("%s, %s: %v", name, way, err)
			}
			if l, ok := r.Next(); ok {
				t.Errorf("%s: behind the end there is %+v", name, l)
			}
			if r.Close(); !api.closed {
				t.Error("it was not closed")
			}
		}
	}
}

// TestReplyBound reads a line that is longer than what is kept.
func TestReplyBound(t *testing.T) {
	for _, n := range []int{logs.MaxText - 1, logs.MaxText, logs.MaxText + 1, 10 * logs.MaxText} {
		text := strings.Repeat("x", n)
		r := ask(t, &fakeAPI{reply: strings.NewReader(frame(2, stamp+text))}, APIQuery{})
		l, ok := r.Next()
		if !ok || l.Text != text[:min(n, logs.MaxText)] || l.Size != uint64(n) || l.Stream != logs.Stderr {
			t.Errorf("%d bytes: %t, %d of %d of %v", n, ok, len(l.Text), l.Size, l.Stream)
		}
	}
}

func TestReplyFails(t *testing.T) {
	broken := errors.New("broken")
	r := ask(t, &fakeAPI{reply: io.MultiReader(strings.NewReader(frame(1, stamp+"hello")), iotest.ErrReader(broken))}, APIQuery{})
	if lines := all(r.Next); len(lines) != 1 || !errors.Is(r.Err(), broken) {
		t.Errorf("%q, %v", shown(lines), r.Err())
	}
	if _, err := Ask(t.Context(), &fakeAPI{err: broken}, web.Container, APIQuery{}); !errors.Is(err, broken) || !strings.Contains(err.Error(), "the log of web") {
		t.Error(err)
	}
}

func TestAPIQuery(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 5, time.UTC)
	for _, c := range []struct {
		q    APIQuery
		want string
	}{
		{APIQuery{Tail: -1}, "follow=false&stderr=true&stdout=true&timestamps=true"},
		{APIQuery{Tail: 0, Follow: true}, "follow=true&stderr=true&stdout=true&tail=0&timestamps=true"},
		{
			APIQuery{Tail: 7, Since: at, Until: at.Add(time.Second)},
			"follow=false&since=2026-11-30T12:00:00.000000005Z&stderr=true&stdout=true&tail=7&timestamps=true&until=2026-11-30T12:00:01.000000005Z",
		},
	} {
		api := &fakeAPI{reply: strings.NewReader("")}
		ask(t, api, c.q)
		got, err := url.QueryUnescape(api.query.Encode())
		if got != c.want || err != nil || api.path != "/containers/"+string(webID)+"/logs" {
			t.Errorf("%s?%s, not %s", api.path, got, c.want)
		}
	}
}

func FuzzReply(f *testing.F) {
	f.Add([]byte(frame(1, stamp+"hello") + frame(2, stamp+"oh")))
	f.Add([]byte("\x02\x00\x00\x00\xff\xff\xff\xff" + stamp))
	f.Add([]byte(frame(1, "no time") + "no frame"))
	f.Fuzz(func(t *testing.T, reply []byte) {
		r := ask(t, &fakeAPI{reply: bytes.NewReader(reply)}, APIQuery{})
		text := 0
		for l, ok := r.Next(); ok; l, ok = r.Next() {
			text += len(l.Text)
			if len(l.Text) > logs.MaxText || l.Size < uint64(len(l.Text)) || l.Container != web.Container || l.Stream == logs.UnknownStream {
				t.Fatalf("%+v", l)
			}
		}
		if text > len(reply) {
			t.Errorf("%d bytes of text from %d", text, len(reply))
		}
	})
}
