package main

import (
	"context"
	"io"
	"os"

	"podtop/cmd/podtop/child"
	"podtop/model/logs"
	"podtop/sampler/lines"
	"podtop/tui/pane"
)

// A hostLogs reads the logs of this machine's containers for the screen.
type hostLogs struct{ *lines.Reader }

func newHostLogs(s *services) hostLogs {
	uid := os.Getuid()
	journalctl := func(ctx context.Context, out io.Writer, args ...string) error {
		return child.Stream(ctx, uid, out, args...)
	}
	return hostLogs{lines.NewReader(lines.Options{API: s.logOf, UID: uid, Child: journalctl})}
}

// copiedLogs reads a copied journal in dir, and asks nobody.
func copiedLogs(dir string) hostLogs {
	return hostLogs{lines.NewReader(lines.Options{UID: os.Getuid(), Dirs: func() ([]string, error) { return []string{dir}, nil }})}
}

// OpenLog implements pane.LogReader.
func (h hostLogs) OpenLog(of []logs.Wanted, s logs.Sources) pane.Log { return h.Open(of, s) }
