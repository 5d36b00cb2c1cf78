package audit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// A Wrong says what is wrong with a log, and with which line first.
type Wrong struct {
	Line int // of the file, from 1; 0 if it is none of them
	Kind Kind
	Text string
}

// A Kind is how a line is wrong.
type Kind string

// Kinds.
const (
	Altered   Kind = "changed"
	Lost      Kind = "lost"
	Reordered Kind = "reordered"
	Inserted  Kind = "inserted"
	Cut       Kind = "cut"
)

// A Verdict is what is to be said of a log.
type Verdict struct {
	Lines    int
	Wrong    *Wrong // nil: nothing is
	Proven   uint64 // the last line of which the journal has a copy; 0: of none
	Unproven string // why the lines after it are not; "": there are none
}

// Verify looks whether the log at path is whole. heads asks the journal for its
// copies of the hashes, as Heads does.
func Verify(ctx context.Context, path string, heads func(ctx context.Context, path string, uid int) ([]Head, error)) (Verdict, error) {
	uid := os.Geteuid()
	f, err := openToRead(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return Verdict{}, err
	default:
		defer f.Close()
		uid = ownerOf(f)
	}
	// The journal first: what is written meanwhile only lacks its copy.
	copies, journal := heads(ctx, path, uid)
	if f == nil {
		return verdict(nil, copies, journal), nil
	}
	wait, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := lock(wait, f, unix.LOCK_SH); err != nil {
		return Verdict{}, fmt.Errorf("%s: %w", path, err)
	}
	return verdict(linksOf(f), copies, journal), nil
}

func ownerOf(f *os.File) int {
	var st unix.Stat_t
	if unix.Fstat(int(f.Fd()), &st) != nil {
		return os.Geteuid()
	}
	return int(st.Uid)
}

// A link is a line as a part of the chain.
type link struct {
	seq        uint64
	prev, hash string
	bad        string // why it is no line of podtop's
}

func linksOf(f *os.File) (all []link) {
	for line := range lines(f) {
		l := link{hash: hash(line.text)}
		r, err := parse(line.text)
		switch {
		case line.torn:
			l.bad = "unfinished"
		case err != nil:
			l.bad = err.Error()
		default:
			l.seq, l.prev = r.Seq, r.Prev
		}
		all = append(all, l)
	}
	return all
}

// verdict compares the chain with the journal's copies; noJournal is why there
// may be none.
func verdict(links []link, heads []Head, noJournal error) Verdict {
	earlier, heads := generations(heads)
	c := chain{links: links, copies: map[uint64]string{}}
	for _, h := range heads {
		if c.copies[h.Seq] == "" { // what comes later may be made to fit
			c.copies[h.Seq] = h.Hash
		}
	}
	v := Verdict{Lines: len(links), Wrong: c.wrong()}
	for _, l := range links {
		if h := c.copies[l.seq]; h != "" && h == l.hash {
			v.Proven = l.seq
		}
	}
	switch n := len(heads); {
	case v.Wrong != nil:
	case n > 0 && heads[n-1].Seq > uint64(len(links)):
		v.Wrong = &Wrong{len(links), Cut, fmt.Sprintf("the log is cut after line %d: the journal has copies up to line %d, of %s", len(links), heads[n-1].Seq, when(heads[n-1]))}
	case len(earlier) > 0 && heads[0].Seq > 1 && c.since(heads[0].Seq, earlier):
		n := int(heads[0].Seq)
		v.Wrong = &Wrong{n, Cut, fmt.Sprintf("the log was cut after line %d and went on: the journal has another line %d, of %s", n-1, n, when(copyOf(earlier, heads[0].Seq)))}
	case len(earlier) > 0:
		last := earlier[len(earlier)-1]
		v.Wrong = &Wrong{0, Lost, fmt.Sprintf("another log stood here before, of at least %d lines, until %s: it was moved away or is lost", last.Seq, when(last))}
	}
	v.Unproven = unproven(&v, noJournal)
	return v
}

func unproven(v *Verdict, noJournal error) string {
	switch {
	case v.Lines == 0 || v.Proven == uint64(v.Lines):
		return ""
	case noJournal != nil:
		return "the journal cannot be read: " + noJournal.Error()
	case v.Proven == 0:
		return "the journal has no copy of this log, or none any more"
	}
	return fmt.Sprintf("the journal has no copy after line %d", v.Proven)
}

func when(h Head) string { return h.Time.UTC().Format(time.RFC3339) }

// generations parts the heads of the log that is there from those of logs that
// were there before it: each counts anew.
func generations(heads []Head) (earlier, last []Head) {
	for i := len(heads) - 1; i > 0; i-- {
		if heads[i].Seq <= heads[i-1].Seq {
			return heads[:i], heads[i:]
		}
	}
	return nil, heads
}

// since reports whether the lines before number n are those of the log of which
// earlier are copies: then it was not another one. Of a line that has several,
// the log had the last one in the end.
func (c *chain) since(n uint64, earlier []Head) bool {
	if copyOf(earlier, n).Seq != n {
		return false
	}
	latest := map[uint64]string{}
	for _, h := range earlier {
		if h.Seq < n {
			latest[h.Seq] = h.Hash
		}
	}
	for seq, hash := range latest {
		if seq > uint64(len(c.links)) || c.links[seq-1].hash != hash {
			return false
		}
	}
	return len(latest) > 0
}

// copyOf is the latest copy of line n; the zero value if there is none.
func copyOf(heads []Head, n uint64) Head {
	for _, h := range slices.Backward(heads) {
		if h.Seq == n {
			return h
		}
	}
	return Head{}
}

// A chain is the lines of a log, and the hashes that they are to have as far as
// the journal knows.
type chain struct {
	links  []link
	copies map[uint64]string
}

// wrong is the first thing that is, or nil.
func (c *chain) wrong() *Wrong {
	for i := range c.links {
		l := &c.links[i]
		switch copied := c.copies[l.seq]; {
		case !c.follows(i, i-1):
			return c.broken(i)
		case copied != "" && copied != l.hash:
			return at(i, Altered, "it is not as the journal has it")
		}
	}
	return nil
}

func at(i int, k Kind, why string) *Wrong {
	return &Wrong{i + 1, k, fmt.Sprintf("line %d was %s: %s", i+1, k, why)}
}

// follows reports whether line i can stand behind line j, -1 being the begin.
func (c *chain) follows(i, j int) bool {
	if i >= len(c.links) || c.links[i].bad != "" {
		return false
	}
	l := &c.links[i]
	if j < 0 {
		return l.seq == 1 && l.prev == noLine
	}
	return l.seq == c.links[j].seq+1 && l.prev == c.links[j].hash
}

// broken says why line i does not follow the line before it, which is the first
// that does not.
func (c *chain) broken(i int) *Wrong {
	l, want := &c.links[i], uint64(i+1)
	next := uint64(0)
	if i+1 < len(c.links) {
		next = c.links[i+1].seq
	}
	switch {
	case l.bad == "unfinished":
		return at(i, Cut, "it has no end; if podtop was killed while it wrote, the next change takes it away")
	case l.bad == "" && l.seq > want && c.later(i, want):
		return at(i, Reordered, fmt.Sprintf("it counts as %d, and %d comes after it", l.seq, want))
	case c.follows(i+1, i-1):
		return at(i, Inserted, "the lines around it belong together")
	case l.bad != "":
		return at(i, Altered, "it is "+l.bad)
	case l.seq != want && next == want+1:
		return at(i, Altered, fmt.Sprintf("it counts as %d between %d and %d", l.seq, i, next))
	case l.seq > want:
		return &Wrong{i + 1, Lost, fmt.Sprintf("lines are lost before line %d: it counts as %d, and %d was to come", i+1, l.seq, want)}
	case l.seq < want:
		return at(i, Inserted, fmt.Sprintf("it counts as %d, which was there", l.seq))
	case i == 0 || c.copies[c.links[i-1].seq] == c.links[i-1].hash:
		return at(i, Altered, "it does not belong to the line before it")
	}
	return at(i-1, Altered, "the line after it has another hash of it")
}

// later reports whether a line after i counts as seq.
func (c *chain) later(i int, seq uint64) bool {
	for _, l := range c.links[i+1:] {
		if l.seq == seq {
			return true
		}
	}
	return false
}
