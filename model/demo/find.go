package demo

import (
	"fmt"

	"podtop/model"
	"podtop/model/probe"
)

// find returns the container s is.
func (h *Host) find(s probe.Target) (*container, error) {
	for _, c := range h.containers {
		if c.ID == s.ID && !c.hidden {
			return c, nil
		}
	}
	return nil, fmt.Errorf("no container with ID %s", s.ID.Short())
}

// recorded is find for what only Podman knows.
func (h *Host) recorded(s probe.Target) (*container, error) {
	c, err := h.find(s)
	if err == nil && c.Source == model.FromConmon {
		return nil, fmt.Errorf("no service of %s's answers: conmon alone tells of this container", c.User)
	}
	return c, err
}

// answer begins an answer.
func (h *Host) answer() probe.Answer { return probe.Answer{At: h.mono, Time: h.time} }
