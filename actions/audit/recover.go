package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// recent is how much of the log's end is looked through for changes that were
// begun and never ended.
const recent = 1 << 20

// Recover completes what a podtop that is gone has begun and not ended: it says
// in the log what there is now.
func (l *Log) Recover(ctx context.Context) error {
	f, err := open(l.path, l.uid, unix.O_RDONLY)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the audit log: %w", err)
	}
	defer f.Close()
	left, err := unended(f)
	if err != nil {
		return fmt.Errorf("reading the audit log: %w", err)
	}
	for _, r := range left {
		if err := l.completeRecord(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// completeRecord completes r, unless another podtop was faster.
func (l *Log) completeRecord(ctx context.Context, r Record) error {
	holds := "not known"
	if l.CurrentLimits != nil {
		holds = l.CurrentLimits(ctx, r)
	}
	ctx, cancel := context.WithTimeout(ctx, l.Wait)
	defer cancel()
	f, err := openLocked(ctx, l.path, l.uid)
	if err != nil {
		return fmt.Errorf("completing the audit log: %w", err)
	}
	defer f.Close()
	left, err := unended(f)
	if err != nil {
		return err
	}
	for _, still := range left {
		if still.ID != r.ID {
			continue
		}
		r.Phase, r.Outcome, r.Current, r.Who = Found, Unknown, holds, l.who
		r.Error = "podtop ended between the two lines of this change"
		line, err := l.add(f, &r)
		if err != nil {
			return fmt.Errorf("completing the audit log: %w", err)
		}
		if err := l.writeJournal(r.Seq, hash(line)); err != nil {
			l.Log.Warn("audit: no copy in the journal", "seq", r.Seq, "err", err)
		}
	}
	return nil
}

// unended are the changes at the end of f that were begun by a process that is
// not there any more, and were not ended.
func unended(f *os.File) ([]Record, error) {
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var left []Record
	from := max(0, st.Size()-recent)
	for line := range lines(io.NewSectionReader(f, from, st.Size()-from)) {
		r, err := parse(line.text)
		switch {
		case err != nil: // the first may be half a line; verifying is for the rest
		case r.Phase == Begun:
			left = append(left, r)
		default:
			left = without(left, r.ID)
		}
	}
	var gone []Record
	for _, r := range left {
		if !r.Who.isAlive() {
			gone = append(gone, r)
		}
	}
	return gone, nil
}

func without(all []Record, id string) []Record {
	kept := all[:0]
	for _, r := range all {
		if r.ID != id {
			kept = append(kept, r)
		}
	}
	return kept
}
