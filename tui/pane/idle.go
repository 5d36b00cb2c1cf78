package pane

import "podtop/model"

// An Idler is a Pane in which some keys do nothing at times.
type Idler interface {
	// Idle reports whether the key of that name does nothing now, so that it is
	// not worth a hint. It is asked with each frame, and changes nothing: a
	// cursor that stays at the top goes on doing so.
	Idle(env Env, name string) bool
}

// IdleFor reports whether the key of that name does nothing to c, which is
// chosen; nil: no container is.
func IdleFor(c *model.Container, name string) bool {
	switch name {
	case "shell":
		return c == nil
	case "pause":
		return c == nil || !Pauses(c)
	}
	return false
}

// Pauses reports whether c can be paused, or goes on after it was.
func Pauses(c *model.Container) bool { return c.Can(model.Pause) || c.Can(model.Unpause) }
