package actions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"podtop/model/limit"
)

// A notBackError says that a change failed and holds in part. The audit
// log notes that.
type notBackError struct{ error }

func (e notBackError) Unwrap() error { return e.error }

// NotBack reports that the change was not taken back.
func (notBackError) NotBack() bool { return true }

// repair takes a change that failed back: from Podman's record, for a refused
// update is on record all the same, from the scope and from its child.
func (c *change) repair(ctx context.Context, cause error) error {
	ctx, cancel := context.WithTimeout(ctx, repairTime)
	defer cancel()
	t := c.action.Target
	h, err := c.readState(ctx, t)
	if errors.Is(err, errNotRunning) && c.before.version.keeps() {
		return c.undoRecord(ctx, cause)
	}
	if err != nil {
		return notBackError{fmt.Errorf("changing the limits of %s: %w; and what became of it cannot be seen: %w", displayName(t), cause, err)}
	}
	backErr := c.undo(ctx, h)
	after, err := c.readState(ctx, t)
	if err == nil {
		err = c.restored(after)
	}
	if err != nil {
		return notBackError{fmt.Errorf("changing the limits of %s: %w; taking it back failed too: %w", displayName(t), cause, errors.Join(err, backErr))}
	}
	return fmt.Errorf("changing the limits of %s: %w; it was taken back: all is as before", displayName(t), cause)
}

// undoRecord takes a change back from Podman's record alone, of a container that
// has ended meanwhile: its next start would be by that.
func (c *change) undoRecord(ctx context.Context, cause error) error {
	if err := c.send(ctx, c.goal, c.before.now); err != nil {
		return notBackError{fmt.Errorf("changing the limits of %s: %w; it has ended, and taking it back failed too: %w", displayName(c.action.Target), cause, err)}
	}
	return fmt.Errorf("changing the limits of %s: %w; it has ended, and Podman has the former ones on record again", displayName(c.action.Target), cause)
}

// undo makes h into what it was before. Podman gets what it had on record,
// or has it wrong still.
func (c *change) undo(ctx context.Context, h *limitState) error {
	record, now := maps.Clone(h.now), maps.Clone(c.before.now)
	for _, f := range c.before.now.Differing(c.goal) {
		record[f] = c.goal[f] // Podman may have it on record, whatever the kernel says
	}
	err := c.apply(ctx, record, now)
	return errors.Join(err, c.rewrite())
}

// rewrite gives each file of a limit the text that it had. Twice, for of two
// that bound each other the first may have to wait for the second.
func (c *change) rewrite() error {
	var errs error
	for range 2 {
		errs = nil
		for _, p := range slices.Sorted(maps.Keys(c.before.raw)) {
			was := c.before.raw[p]
			is, err := c.machine.Read(p)
			if err != nil || is == was {
				continue
			}
			for _, text := range c.restoringTexts(p, was, is) {
				errs = errors.Join(errs, c.machine.Write(p, text))
			}
		}
	}
	return errs
}

// restoringTexts are the texts that make a file say was again.
func (c *change) restoringTexts(p, was, is string) []string {
	name := p[strings.LastIndexByte(p, '/')+1:]
	switch {
	case name == "io.max":
		return devicesBack(was, is, " rbps=max wbps=max riops=max wiops=max")
	case strings.HasPrefix(name, "blkio.throttle."):
		return devicesBack(was, is, " 0")
	case strings.HasPrefix(name, "cpuset.") && strings.TrimSpace(was) == "":
		return nil // refused by the kernel; all that there are were set instead
	}
	return []string{strings.TrimSpace(was)}
}

// devicesBack are the lines of was, and one with none for each device that only
// is has.
func devicesBack(was, is, none string) (lines []string) {
	devices := map[string]bool{}
	for line := range strings.Lines(was) {
		if words := strings.Fields(line); len(words) > 0 {
			devices[words[0]] = true
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	for line := range strings.Lines(is) {
		if words := strings.Fields(line); len(words) > 0 && !devices[words[0]] {
			lines = append(lines, words[0]+none)
		}
	}
	return lines
}

// restored is the error if h is not what it was before the change.
func (c *change) restored(h *limitState) error {
	was := c.before.now
	var wrong []string
	for _, f := range was.Differing(h.now) {
		wrong = append(wrong, fmt.Sprintf("%s was %s and is %s", f, limit.Format(f, was[f]), limit.Format(f, h.now[f])))
	}
	if c.before.version.keeps() {
		for _, f := range c.before.now.Differing(c.goal) {
			if v, known := h.record[f]; known && !limit.Same(f, v, was[f]) {
				wrong = append(wrong, fmt.Sprintf("Podman has %s %s on record, not %s", f, limit.Format(f, v), limit.Format(f, was[f])))
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return errors.New(strings.Join(wrong, ", "))
}
