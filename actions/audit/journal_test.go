package audit

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// The journal gets each head, in the log's order.
func TestJournalGetsHeads(t *testing.T) {
	path := logPath(t)
	socket := filepath.Join(t.TempDir(), "socket")
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	check(t, err)
	defer c.Close()
	check(t, Audited(&fake{}, Open(path, Options{Journal: socket})).Do(context.Background(), pausing("web")))
	for i, l := range read(t, path) {
		b := make([]byte, 4096)
		n, err := c.Read(b)
		check(t, err)
		got := string(b[:n])
		for _, want := range []string{"PODTOP_AUDIT_HEAD=" + hash([]byte(strings.TrimSuffix(l, "\n"))) + "\n", "PODTOP_AUDIT_SEQ=" + string(rune('1'+i)) + "\n", "SYSLOG_IDENTIFIER=podtop\n", "PODTOP_AUDIT_FILE=" + path + "\n"} {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in %q", want, got)
			}
		}
	}
	// No journal is no error.
	check(t, Audited(&fake{}, Open(path, Options{Journal: socket + "x"})).Do(context.Background(), pausing("web")))
}

func TestDatagram(t *testing.T) {
	got := datagram([][2]string{{"A", "b"}, {"C", "d\ne"}})
	if want := "A=b\nC\n\x03\x00\x00\x00\x00\x00\x00\x00d\ne\n"; string(got) != want {
		t.Errorf("%q", got)
	}
}

func TestParseHead(t *testing.T) {
	for line, want := range map[string]bool{
		`{"__REALTIME_TIMESTAMP":"1795012345678901","PODTOP_AUDIT_SEQ":"12","PODTOP_AUDIT_HEAD":"` + noLine + `"}`:      true,
		`{"__REALTIME_TIMESTAMP":"1795012345678901","PODTOP_AUDIT_SEQ":["1","2"],"PODTOP_AUDIT_HEAD":"` + noLine + `"}`: false,
		`{"__REALTIME_TIMESTAMP":"1795012345678901","PODTOP_AUDIT_SEQ":"0","PODTOP_AUDIT_HEAD":"` + noLine + `"}`:       false,
		`{"__REALTIME_TIMESTAMP":"1795012345678901","PODTOP_AUDIT_SEQ":"1","PODTOP_AUDIT_HEAD":"ab"}`:                   false,
		`{"PODTOP_AUDIT_SEQ":"1","PODTOP_AUDIT_HEAD":"` + noLine + `"}`:                                                 false,
		``: false, `null`: false,
	} {
		if _, ok := parseHead([]byte(line)); ok != want {
			t.Errorf("%s: %v", line, ok)
		}
	}
}

// Whoever has a log can write as many copies as the journal takes: podtop stops
// journalctl, and says so.
func TestTooManyHeads(t *testing.T) {
	entry := []byte(strings.Repeat(`{"__REALTIME_TIMESTAMP":"1795012345678901","PODTOP_AUDIT_SEQ":"1","PODTOP_AUDIT_HEAD":"`+noLine+"\"}\n", 1024))
	run := func(ctx context.Context, _ int, out io.Writer, _ ...string) (err error) {
		for i := 0; i <= maxHeads/1024 && err == nil; i++ {
			_, err = out.Write(entry)
		}
		<-ctx.Done()
		return err
	}
	path, lines := written(t, 2)
	v, err := verifyFile(path, func(ctx context.Context, path string, uid int) ([]Head, error) {
		return Heads(ctx, run, path, uid)
	})
	if err != nil || v.Wrong != nil || v.Lines != len(lines) || !strings.Contains(v.Unproven, "more than 262144 copies for this log") {
		t.Errorf("%+v, %v", v, err)
	}
}
