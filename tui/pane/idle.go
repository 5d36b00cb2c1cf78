package pane

import "podtop/model"

// IdleFor reports whether the key of that name does nothing to c, which is
// chosen; nil: no container is.
func IdleFor(c *model.Container, name string) bool {
	switch name {
	case "shell", "bench":
		return c == nil
	case "pause":
		return c == nil || !Pauses(c)
	}
	return false
}

// Pauses reports whether c can be paused, or goes on after it was.
func Pauses(c *model.Container) bool { return c.Can(model.Pause) || c.Can(model.Unpause) }
