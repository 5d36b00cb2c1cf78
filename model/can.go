package model

// Can reports whether verb v makes sense for c in its present state.
func (c *Container) Can(v Verb) bool {
	if c.Runtime != Podman {
		return false
	}
	if c.ID == "" { // a unit that has no container now
		return c.Unit != "" && (v == Start || v == Restart || v == Stop && c.State == Activating)
	}
	s := c.State
	switch v {
	case Start:
		return s == Created || s == Failed || s == Exited || s == Stopped
	case Stop, Pause, Healthcheck:
		return s == Running && (v != Healthcheck || c.Health != "")
	case Unpause:
		return s == Paused
	case Kill:
		return s.Live()
	case Restart:
		return s == Running || s == Created || s == Failed || s == Exited || s == Stopped
	case Update:
		return s == Running || s == Paused || s == Created || s == Failed || s == Exited || s == Stopped
	case Remove:
		return s != Removing && s != Gone
	}
	return false
}
