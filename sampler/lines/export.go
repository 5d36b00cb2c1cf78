package lines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/journal"
)

const (
	maxExports  = 16 // files that journalctl reads
	exportAgain = 5 * time.Second
)

// An export is what journalctl reads for us: a file in a format that is not known
// here, or a directory that it may read and we may not.
type export struct {
	log    *Log
	path   string
	option string
	lines  *Journal // whose the entries are
	memory *memory
	joiner logs.Joiner
	cursor string // of the last entry
}

// export begins to have journalctl read what cannot be read here, and reports
// whether it does.
func (l *Log) export(p journal.Problem) bool {
	isDir := false
	if st, err := os.Stat(p.Path); err == nil {
		isDir = st.IsDir()
	}
	if l.options.Child == nil || !errors.Is(p.Err, journal.ErrUnsupported) && !(isDir && errors.Is(p.Err, fs.ErrPermission)) {
		return false
	}
	l.exporting.Lock()
	defer l.exporting.Unlock()
	if l.exports[p.Path] {
		return true
	}
	if len(l.exports) >= maxExports {
		return false
	}
	if l.exports == nil {
		l.exports = map[string]bool{}
	}
	l.exports[p.Path] = true
	x := export{log: l, path: p.Path, option: "--file=", memory: newMemory(p.Path)}
	l.memories.add(x.memory)
	if isDir {
		x.option = "--directory="
	}
	x.lines = l.wants(nil)
	go x.run(l.ctx, p.Err)
	return true
}

// run reads the file, and what is added to it as long as it is not archived.
func (x *export) run(ctx context.Context, reason error) {
	for {
		err := x.read(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(reason, fs.ErrPermission) && err != nil:
			x.memory.say(true, deniedText)
			return
		case err != nil:
			x.memory.say(true, fmt.Sprintf("%v, and journalctl does not read it: %v", reason, err))
			return
		}
		x.memory.say(true, "")
		if strings.Contains(filepath.Base(x.path), "@") || x.log.pause(ctx, exportAgain) != nil {
			return
		}
	}
}

// read has journalctl write out what is wanted.
func (x *export) read(ctx context.Context) error {
	args := []string{"journalctl", x.option + x.path, "--output=export", "--no-pager", "--quiet"}
	if x.cursor != "" {
		args = append(args, "--after-cursor="+x.cursor)
	}
	for i, t := range x.lines.match {
		if i > 0 {
			args = append(args, "+")
		}
		args = append(args, t...)
	}
	in, out := io.Pipe()
	go func() { out.CloseWithError(x.log.options.Child(ctx, out, args...)) }()
	defer in.Close()
	records := journal.NewExport(in, limitOfRecord)
	for {
		r, err := records.Next()
		if errors.Is(err, io.EOF) {
			x.keep(x.joiner.Flush(nil))
			return nil
		}
		if err != nil {
			return err
		}
		x.add(&r)
	}
}

// limitOfRecord is limitOf for what journalctl writes out.
func limitOfRecord(r *journal.Record, name string) int {
	return limitOf([]byte(name), func([]byte) bool {
		return slices.ContainsFunc(r.Fields, func(f journal.Field) bool { return f.Name == name })
	})
}

// add keeps the line that a record is, if it is one.
func (x *export) add(r *journal.Record) {
	x.cursor = r.Cursor()
	e := logs.Entry{Cursor: x.cursor, Stamp: stampOf(r.Position)}
	for i := range r.Fields {
		f := &r.Fields[i]
		e.Fields = append(e.Fields, logs.Field{Name: []byte(f.Name), Value: f.Value, Size: f.Size})
	}
	l, ok := logs.FromFields(&e, &x.lines.owners)
	switch {
	case !ok:
		return
	case l.Kind == logs.Claimed:
		x.log.missing.claim(&l)
	}
	x.keep(x.joiner.Add(nil, l))
}

func (x *export) keep(lines []logs.Line) {
	for i := range lines {
		if isAsked(lines[i].Kind, x.log.sources) {
			x.memory.add(lines[i])
		}
	}
}

func stampOf(p journal.Position) logs.Stamp {
	return logs.Stamp{Time: p.Time(), MonoUsec: model.Known(p.Monotonic), Boot: p.Boot.String()}
}
