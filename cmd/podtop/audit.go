package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"podtop/actions/audit"
	"podtop/cmd/podtop/plainfile"
	"podtop/model"
)

// auditOptions are the flags of podtop audit.
type auditOptions struct {
	file, format          string
	container, user, verb string
	since                 string
	from                  time.Time // by --since
	verify                bool
}

// mostListed is how many changes are listed: the last.
const mostListed = 10_000

func newAudit() *cobra.Command {
	var ao auditOptions
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "List what podtop changed, or verify the log of it",
		Long: `List what podtop changed, the newest last: when, who, on which container, what,
and how it ended. Each change has a line before it and one after it in a log of
its user, /var/log/podtop/audit.jsonl for root, ~/.local/state/podtop/audit.jsonl
for others; without the first there is no change.

Each line has the hash of the line before, and the journal gets a copy of each
hash. With --verify, podtop computes the chain again, compares it with those
copies, and names the first line that was changed, lost, put in, or put elsewhere, and
where the log was cut; the exit code is 1 then. What the journal has no copy of
any more is called unproven: the chain holds, but cutting the end of it, or making all
of it anew, would not show.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runAudit(cmd, &ao) },
	}
	f := cmd.Flags()
	f.StringVar(&ao.file, "file", "", "another log than one's own: a `FILE`")
	f.StringVar(&ao.format, "format", "table", "table or json")
	f.StringVar(&ao.container, "container", "", "only changes of a container, by its `NAME`, USER/NAME or the begin of its id")
	f.StringVar(&ao.user, "user", "", "only changes of containers of that user, or by it: a `NAME` or uid")
	f.StringVar(&ao.verb, "verb", "", "only changes of one kind: a `VERB` such as pause or update")
	f.StringVar(&ao.since, "since", "", "only changes after a `TIME`: 10m, 2h or 7d ago, 12:00, yesterday, 2026-11-20 or 2026-11-20T14:30:00Z")
	f.BoolVar(&ao.verify, "verify", false, "look whether the log is whole")
	completeAudit(cmd)
	return cmd
}

func completeAudit(cmd *cobra.Command) {
	complete(cmd, "format", func(string) []string { return auditFormats })
	complete(cmd, "since", func(string) []string { return []string{"10m", "2h", "7d", "today", "yesterday"} })
	complete(cmd, "verb", func(string) []string {
		var words []string
		for _, v := range verbs {
			words = append(words, string(v))
		}
		return words
	})
}

var (
	auditFormats = []string{"table", "json"}
	verbs        = []model.Verb{
		model.Start, model.Stop, model.Restart, model.Pause, model.Unpause, model.Kill, model.Remove, model.Healthcheck, model.Update,
	}
)

func (ao *auditOptions) check(now time.Time) (err error) {
	switch {
	case !slices.Contains(auditFormats, ao.format):
		return usagef("unknown format %q; there are: %s", ao.format, strings.Join(auditFormats, ", "))
	case ao.verb != "" && !slices.Contains(verbs, model.Verb(ao.verb)):
		return usagef("unknown verb %q; there are: %s", ao.verb, verbWords(verbs))
	}
	ao.from, err = parseTime("since", ao.since, now)
	return err
}

func verbWords(all []model.Verb) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}

func runAudit(cmd *cobra.Command, ao *auditOptions) error {
	if err := ao.check(time.Now()); err != nil {
		return err
	}
	path := cmp.Or(ao.file, auditPath())
	if path == "" {
		return usagef("nobody says where your audit log is: neither XDG_STATE_HOME nor HOME is set; or give --file")
	}
	log, err := plainfile.Open(path, audit.MaxSize)
	gone := errors.Is(err, fs.ErrNotExist)
	if log != nil {
		defer log.Close()
	}
	if ao.verify && (err == nil || gone && ao.file == "") {
		return runVerify(cmd, log, path, ao.format)
	}
	switch {
	case gone && ao.file == "":
		printLine(cmd, "nothing was changed yet: there is no %s", path)
		return nil
	case err != nil:
		return fmt.Errorf("reading the audit log: %w", err)
	}
	events, bad, err := audit.Read(cmd.Context(), log, mostListed, ao.matches)
	if err != nil {
		return err
	}
	if bad > 0 {
		printLine(cmd, "%s: %s none of podtop's; podtop audit --verify names the first", path, model.Plural(bad, "line is", "lines are"))
	}
	if ao.format == "json" {
		return writeAuditJSON(cmd.OutOrStdout(), events)
	}
	_, err = io.WriteString(cmd.OutOrStdout(), auditTable(events))
	return err
}

// matches reports whether e is one that was asked for.
func (ao *auditOptions) matches(e *audit.Event) bool {
	c := &e.Container
	byID := len(ao.container) >= 3 && strings.HasPrefix(string(c.ID), ao.container)
	named := ao.container == c.Name || ao.container == cmp.Or(c.User, strconv.Itoa(c.UID))+"/"+c.Name
	return (ao.container == "" || named || byID) &&
		(ao.user == "" || ao.user == c.User || ao.user == strconv.Itoa(c.UID) || ao.user == strconv.Itoa(e.Who.UID)) &&
		(ao.verb == "" || ao.verb == string(e.Verb)) &&
		!e.Time.Before(ao.from)
}

// auditTable is events as aligned columns.
func auditTable(events []audit.Event) string {
	rows := [][]string{{"TIME", "BY", "USER", "CONTAINER", "VERB", "OUTCOME", "WHAT"}}
	for i := range events {
		e := &events[i]
		rows = append(rows, []string{
			e.Time.UTC().Format(time.RFC3339), shortened(userText(&e.Who)), shortened(cmp.Or(e.Container.User, strconv.Itoa(e.Container.UID))),
			shortened(cmp.Or(e.Container.Name, e.Container.ID.Short())), shortened(string(e.Verb)), shortened(string(cmp.Or(e.Outcome, "open"))), changeText(e),
		})
	}
	return columns(rows)
}

// userText is who did it: the uid, whoever logged in as another, and from where.
func userText(w *audit.Who) string {
	text := "uid " + strconv.Itoa(w.UID)
	if w.Login != nil && *w.Login != w.UID {
		text += ", login " + strconv.Itoa(*w.Login)
	}
	if w.SSH != "" {
		text += ", ssh " + w.SSH
	}
	return text
}

// changeText is what was changed, or why it was not.
func changeText(e *audit.Event) string {
	var parts []string
	for _, c := range e.Changes {
		parts = append(parts, fmt.Sprintf("%s %s → %s", c.Field, c.Old, c.New))
	}
	text := strings.Join(parts, ", ")
	if text == "" {
		text = cmp.Or(e.Command, strings.Join(e.Calls, "; "))
	}
	if e.Error != "" {
		text += ": " + e.Error
	}
	if e.Current != "" {
		text += "; now: " + e.Current
	}
	return text
}

// writeAuditJSON writes each change as one line.
func writeAuditJSON(w io.Writer, events []audit.Event) error {
	for i := range events {
		if err := printJSON(w, &events[i]); err != nil {
			return err
		}
	}
	return nil
}
