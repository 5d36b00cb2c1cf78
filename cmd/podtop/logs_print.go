package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"podtop/model/clean"
	"podtop/model/logs"
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
