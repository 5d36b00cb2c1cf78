package audit

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
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
	maxHeads  = 1 << 20
)

// Heads asks the journal for the heads of the log at path that user uid wrote,
// in their order. Of what an entry says, only journald's own word tells who
// wrote it, and that it was podtop.
func Heads(ctx context.Context, path string, uid int) ([]Head, error) {
	ctx, cancel := context.WithTimeout(ctx, journalIn)
	defer cancel()
	args := []string{
		"-o", "json", "--all", "--quiet", "--no-pager", "--output-fields=" + fieldHead + "," + fieldSeq,
		"SYSLOG_IDENTIFIER=" + identifier, "_UID=" + strconv.Itoa(uid), fieldFile + "=" + path, "_COMM=podtop",
	}
	if own := comm(); own != "" && own != "podtop" {
		args = append(args, "_COMM="+own) // under another name podtop is podtop, too
	}
	cmd := exec.CommandContext(ctx, "journalctl", args...)
	cmd.WaitDelay = time.Second
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var heads []Head
	for line := range lines(out) {
		if h, ok := parseHead(line.text); ok && len(heads) < maxHeads {
			heads = append(heads, h)
		}
	}
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return nil, errors.New("journalctl does not answer")
		}
		return nil, fmt.Errorf("journalctl: %w: %.200q", err, strings.TrimSpace(errs.String()))
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
