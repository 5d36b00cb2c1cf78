package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"podtop/model/clean"
	"podtop/model/logs"
	"podtop/sampler/lines"
)

// print prints the lines there are and, to follow, those that come.
func (r *logReader) print(ctx context.Context, found []logs.Wanted) error {
	p := newLogPrinter(r, found)
	if r.lines != nil && r.follow {
		r.lines.Follow() // from the snapshot on that history reads
	}
	history, err := r.history(ctx)
	if err != nil {
		return err
	}
	for l, ok := history(); ok && ctx.Err() == nil; l, ok = history() {
		r.printed++
		if err := p.print(&l); err != nil {
			return err
		}
	}
	if err := p.out.Flush(); err != nil {
		return err
	}
	if r.follow {
		if err := r.goOn(ctx, p); err != nil {
			return err
		}
	}
	return r.report()
}

// pollTime is how often the journal is looked at for what is new.
const pollTime = 50 * time.Millisecond

// goOn prints what is written from now on, until ctx ends, or nobody reads, or
// there is nobody left who could write.
func (r *logReader) goOn(ctx context.Context, p *logPrinter) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	come, ended := r.followReplies(ctx)
	tick := time.NewTicker(pollTime)
	defer tick.Stop()
	var j logs.Joiner
	var polled, whole []logs.Line
	for {
		select {
		case <-ctx.Done():
			return nil
		case l := <-come:
			polled = append(polled[:0], l)
		case <-tick.C:
			polled = polled[:0]
			if r.lines != nil {
				polled = r.lines.Poll(polled)
			}
		case <-ended:
			polled, ended = polled[:0], nil
		}
		whole = whole[:0]
		for _, l := range polled {
			whole = j.Add(whole, l)
		}
		if ended == nil && r.lines == nil {
			whole = j.Flush(whole) // nobody is left who could end them
		}
		next := r.chosen(logs.Lines(whole))
		for l, ok := next(); ok; l, ok = next() {
			if err := p.print(&l); err != nil {
				return err
			}
		}
		if err := p.out.Flush(); err != nil || unread(r.out) || ended == nil && r.lines == nil {
			return err
		}
	}
}

// followReplies follows the logs that Podman keeps, with what there is already:
// Podman 4 gives times in seconds, by which no later question could go on. So
// --tail counts their lines before --grep and --where. ended is closed when all
// of them have ended.
func (r *logReader) followReplies(ctx context.Context) (come chan logs.Line, ended chan struct{}) {
	come, ended = make(chan logs.Line), make(chan struct{})
	var all sync.WaitGroup
	for i := range r.asked {
		all.Go(func() {
			if err := r.followReply(ctx, &r.asked[i], come); err != nil && ctx.Err() == nil {
				complain(r.errs, "%v", err)
			}
		})
	}
	go func() { all.Wait(); close(ended) }()
	return come, ended
}

func (r *logReader) followReply(ctx context.Context, t *logs.Wanted, come chan<- logs.Line) error {
	reply, err := r.ask(ctx, t, lines.APIQuery{Since: r.from, Tail: r.tail, Follow: true})
	if err != nil {
		return err
	}
	defer reply.Close()
	for l, ok := reply.Next(); ok; l, ok = reply.Next() {
		select {
		case come <- l:
		case <-ctx.Done():
			return nil
		}
	}
	return reply.Err()
}

// A logPrinter prints lines in a format.
type logPrinter struct {
	out    *bufio.Writer
	append func(b []byte, l *logs.Line) []byte
	buf    []byte
}

func newLogPrinter(r *logReader, found []logs.Wanted) *logPrinter {
	p := &logPrinter{out: bufio.NewWriterSize(r.out, 64<<10)}
	if r.demo && r.format != "json" {
		p.out.WriteString(demoTitle)
	}
	switch r.format {
	case "json":
		p.append = logs.AppendJSON
		if r.demo {
			p.append = appendDemoJSON
		}
	case "raw":
		p.append = logs.AppendRaw
	default:
		text := &logs.TextFormat{Location: time.Local, Color: colored(r.out)}
		for i := range found {
			text.NameWidth = min(maxLogName, max(text.NameWidth, utf8.RuneCountInString(clean.Text(found[i].Name))))
		}
		p.append = text.AppendLine
	}
	return p
}

// maxLogName is how wide the column of names gets.
const maxLogName = 40

// colored reports whether out is a terminal that is to have colours.
func colored(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(f.Fd()) && os.Getenv("NO_COLOR") == ""
}

func (p *logPrinter) print(l *logs.Line) error {
	p.buf = p.append(p.buf[:0], l)
	_, err := p.out.Write(p.buf)
	return err
}
