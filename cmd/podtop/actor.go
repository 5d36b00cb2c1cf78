package main

import (
	"context"
	"log/slog"
	"os"

	"podtop/actions"
	"podtop/actions/audit"
	"podtop/cmd/podtop/child"
	"podtop/tui"
)

// auditPath is where the log of changes is.
var auditPath = func() string { return audit.Path(os.Geteuid(), os.Getenv) }

// newActor is what changes this machine's containers, with a line in the audit
// log before each change and one after it.
func newActor(s *services, log *slog.Logger) tui.Actor {
	actor := actions.New(s.service, child.Output)
	actor.Limits = actions.NewLimits(s.service, s.podmanReader(), actions.Linux{Run: child.Output})
	return audit.Audited(actor, openAudit(log))
}

// openAudit opens the audit log, and completes in its own time what a podtop
// has left open that is gone.
func openAudit(log *slog.Logger) *audit.Log {
	l := audit.Open(auditPath(), audit.Options{CurrentLimits: kernelLimits, Log: log})
	go func() {
		if err := l.Recover(context.Background()); err != nil {
			log.Warn("audit: a change was left open", "err", err)
		}
	}()
	return l
}
