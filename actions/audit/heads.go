package audit

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// A Head is the hash of a line of the log, as the journal has it.
type Head struct {
	Seq  uint64
	Hash string
	Time time.Time // by journald's clock
}

const (
	journalIn = 30 * time.Second // for journalctl
	maxHeads  = 1 << 18          // of 250 bytes each, with what Verify makes of them
)

var errHeads = fmt.Errorf("it has more than %d copies for this log, which is the most, and none was compared", maxHeads)

// A Runner runs a program as user uid, without a terminal, until ctx ends, and
// copies what it writes to standard output to out.
type Runner func(ctx context.Context, uid int, out io.Writer, args ...string) error

// Heads asks the journal, by a journalctl that run runs, for the heads of the
// log at path that user uid wrote, in their order. Of what an entry says, only
// journald's own word tells who wrote it, and that it was podtop.
func Heads(ctx context.Context, run Runner, path string, uid int) ([]Head, error) {
	ctx, cancel := context.WithTimeout(ctx, journalIn)
	defer cancel()
	args := []string{
		"journalctl", "-o", "json", "--all", "--quiet", "--no-pager", "--output-fields=" + fieldHead + "," + fieldSeq,
		"SYSLOG_IDENTIFIER=" + identifier, "_UID=" + strconv.Itoa(uid), fieldFile + "=" + path, "_COMM=podtop",
	}
	if own := comm(); own != "" && own != "podtop" {
		args = append(args, "_COMM="+own) // under another name podtop is podtop, too
	}
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, os.Getuid(), in, args...)
		in.Close()
		ended <- err
	}()
	heads, full := readHeads(out)
	if full != nil {
		cancel()
	}
	out.Close()
	switch err := <-ended; {
	case full != nil:
		return nil, full
	case err == nil:
		return heads, nil
	case ctx.Err() != nil:
		return nil, errors.New("journalctl does not answer")
	default:
		return nil, fmt.Errorf("journalctl: %w", err)
	}
}

// readHeads reads what journalctl writes. Too many are an error: with some of
// them a log may look like another than it is.
func readHeads(in io.Reader) (heads []Head, err error) {
	for line := range lines(in) {
		h, ok := parseHead(line.text)
		if !ok {
			continue
		}
		if len(heads) == maxHeads {
			return nil, errHeads
		}
		heads = append(heads, h)
	}
	return heads, nil
}

func comm() string {
	b, _ := os.ReadFile("/proc/self/comm")
	return strings.TrimSpace(string(b))
}

// parseHead reads a line of journalctl -o json. A field that was given twice is
// a list, and none of podtop's:
//
//	{"__REALTIME_TIMESTAMP":"1795012345678901","PODTOP_AUDIT_SEQ":"12","PODTOP_AUDIT_HEAD":"3fa1…"}
func parseHead(line []byte) (Head, bool) {
	var entry struct {
		Time string `json:"__REALTIME_TIMESTAMP"`
		Seq  string `json:"PODTOP_AUDIT_SEQ"`
		Hash string `json:"PODTOP_AUDIT_HEAD"`
	}
	if json.Unmarshal(line, &entry) != nil {
		return Head{}, false
	}
	seq, err := strconv.ParseUint(entry.Seq, 10, 64)
	us, err2 := strconv.ParseInt(entry.Time, 10, 64)
	_, err3 := hex.DecodeString(entry.Hash)
	if errors.Join(err, err2, err3) != nil || seq == 0 || len(entry.Hash) != len(noLine) {
		return Head{}, false
	}
	return Head{seq, entry.Hash, time.UnixMicro(us).UTC()}, true
}
