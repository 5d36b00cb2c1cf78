package audit

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
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

// Verify looks whether the log at path is whole, of which f is the file, nil if
// there is none. heads asks the journal for its copies of the hashes, as Heads
// does.
func Verify(ctx context.Context, f *os.File, path string, heads func(ctx context.Context, path string, uid int) ([]Head, error)) (Verdict, error) {
	uid := os.Geteuid()
	if f != nil {
		uid = ownerOf(f)
	}
	// The journal first: what is written meanwhile only lacks its copy.
	copies, journal := heads(ctx, path, uid)
	c := newChain(copies)
	if f == nil {
		return c.verdict(journal), nil
	}
	wait, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := lock(wait, f, unix.LOCK_SH); err != nil {
		return Verdict{}, fmt.Errorf("%s: %w", path, err)
	}
	if err := c.read(ctx, f); err != nil {
		return Verdict{}, fmt.Errorf("%s: %w", path, err)
	}
	return c.verdict(journal), nil
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
	bad        string // why it is no line of podtop's; it has none of the above then
}

func linkOf(line rawLine) link {
	r, err := parse(line.text)
	switch {
	case line.torn:
		return link{bad: "unfinished"}
	case err != nil:
		return link{bad: err.Error()}
	}
	return link{seq: r.Seq, prev: r.Prev, hash: hash(line.text)}
}

// follows reports whether l can stand behind another line.
func (l *link) follows(before *link) bool {
	return l.bad == "" && l.seq == before.seq+1 && l.prev == before.hash
}

// A chain compares the lines of a log, one after the other, with each other and
// with the copies that the journal has. It keeps none of them but those around
// the first that is wrong.
type chain struct {
	heads, earlier []Head            // of the log that is there, and of those before it
	copies, former map[uint64]string // their hashes, by line; of the former those before the first of heads
	confirmed      int               // how many of former the log has
	lines          int
	last           link   // the line before the next one
	proven         uint64 // the last line of which the journal has a copy
	gap            *gap
}

// A gap is where a log is wrong first.
type gap struct {
	index  int  // of the line, from 0
	before link // the last line that is as it should be
	line   link
	next   link // zero if there is none
	later  bool // a line after it counts as it should have
	wrong  *Wrong
}

func newChain(heads []Head) *chain {
	earlier, heads := generations(heads)
	c := &chain{heads: heads, earlier: earlier, copies: map[uint64]string{}, former: map[uint64]string{}, last: link{hash: noLine}}
	for _, h := range heads {
		if c.copies[h.Seq] == "" { // what comes later may be made to fit
			c.copies[h.Seq] = h.Hash
		}
	}
	for _, h := range earlier {
		if h.Seq < heads[0].Seq {
			c.former[h.Seq] = h.Hash // of a line that has several, the log had the last one in the end
		}
	}
	return c
}

// read adds the lines of a log.
func (c *chain) read(ctx context.Context, f io.Reader) error {
	whole := &io.LimitedReader{R: f, N: MaxSize + 1}
	for line := range lines(whole) {
		if c.lines%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c.add(linkOf(line))
	}
	if whole.N == 0 {
		return fmt.Errorf("it grows while it is read, and is larger than %d MiB", MaxSize>>20)
	}
	return nil
}

// add adds the next line of the log.
func (c *chain) add(l link) {
	i, copied := c.lines, c.copies[l.seq]
	c.lines++
	if copied != "" && copied == l.hash {
		c.proven = l.seq
	}
	switch g := c.gap; {
	case g != nil:
		if i == g.index+1 {
			g.next = l
		}
		g.later = g.later || l.seq == uint64(g.index+1)
	case !l.follows(&c.last):
		c.gap = &gap{index: i, before: c.last, line: l}
	case copied != "" && copied != l.hash:
		c.gap = &gap{wrong: wrongLine(i, Altered, "it is not as the journal has it")}
	default:
		if c.former[l.seq] == l.hash {
			c.confirmed++
		}
		c.last = l
	}
}

// verdict is what is to be said when all lines were added; noJournal is why
// there may be no copies.
func (c *chain) verdict(noJournal error) Verdict {
	v := Verdict{Lines: c.lines, Proven: c.proven}
	switch n := len(c.heads); {
	case c.gap != nil:
		v.Wrong = cmp.Or(c.gap.wrong, c.broken(c.gap))
	case n > 0 && c.heads[n-1].Seq > uint64(c.lines):
		v.Wrong = &Wrong{c.lines, Cut, fmt.Sprintf("the log is cut after line %d: the journal has copies up to line %d, of %s", c.lines, c.heads[n-1].Seq, headTime(c.heads[n-1]))}
	case len(c.earlier) > 0 && c.wentOn():
		n := int(c.heads[0].Seq)
		v.Wrong = &Wrong{n, Cut, fmt.Sprintf("the log was cut after line %d and went on: the journal has another line %d, of %s", n-1, n, headTime(copyOf(c.earlier, c.heads[0].Seq)))}
	case len(c.earlier) > 0:
		last := c.earlier[len(c.earlier)-1]
		v.Wrong = &Wrong{0, Lost, fmt.Sprintf("another log stood here before, of at least %s, until %s: it was moved away or is lost", model.Plural(int(last.Seq), "line", "lines"), headTime(last))}
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

func headTime(h Head) string { return h.Time.UTC().Format(time.RFC3339) }

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

// wentOn reports whether the lines before the first of heads are those of the log
// of which earlier are copies: then it was not another one.
func (c *chain) wentOn() bool {
	n := c.heads[0].Seq
	return copyOf(c.earlier, n).Seq == n && len(c.former) > 0 && c.confirmed == len(c.former)
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

func wrongLine(i int, k Kind, why string) *Wrong {
	return &Wrong{i + 1, k, fmt.Sprintf("line %d was %s: %s", i+1, k, why)}
}

// broken says why the line at g does not follow the line before it.
func (c *chain) broken(g *gap) *Wrong {
	i, l, want := g.index, &g.line, uint64(g.index+1)
	switch {
	case l.bad == "unfinished":
		return wrongLine(i, Cut, "it has no end; if podtop was killed while it wrote, the next change takes it away")
	case l.bad == "" && l.seq > want && g.later:
		return wrongLine(i, Reordered, fmt.Sprintf("it counts as %d, and %d comes after it", l.seq, want))
	case g.next.follows(&g.before):
		return wrongLine(i, Inserted, "the lines around it belong together")
	case l.bad != "":
		return wrongLine(i, Altered, "it is "+l.bad)
	case l.seq != want && g.next.seq == want+1:
		return wrongLine(i, Altered, fmt.Sprintf("it counts as %d between %d and %d", l.seq, i, g.next.seq))
	case l.seq > want:
		return &Wrong{i + 1, Lost, fmt.Sprintf("lines are lost before line %d: it counts as %d, and %d was to come", i+1, l.seq, want)}
	case l.seq < want:
		return wrongLine(i, Inserted, fmt.Sprintf("it counts as %d, which was there", l.seq))
	case i == 0 || c.copies[g.before.seq] == g.before.hash:
		return wrongLine(i, Altered, "it does not belong to the line before it")
	}
	return wrongLine(i-1, Altered, "the line after it has another hash of it")
}
