package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"podtop/model"
)

// nameTime is how long names are waited for: one that only a service that has
// not answered yet knows could be another's.
const nameTime = 15 * time.Second

// named is a snapshot for which all of Podman's services have answered, if they
// do in nameTime.
func (h *host) named(ctx context.Context) (*model.Snapshot, error) {
	for {
		snap, _, err := h.settled(ctx)
		if err != nil {
			return nil, err
		}
		waited := snap.Mono - h.begin
		found := len(snap.Engines) > 0 || waited > settleTime // before, they may not have been looked for
		if found && answered(snap.Engines) || waited > nameTime {
			return snap, nil
		}
	}
}

// lateTime is how long a name that nobody knows is waited for: a service may
// not have been found yet, or sleep.
const lateTime = 4 * time.Second

// find is a snapshot with the containers that names mean, and these.
func (h *host) find(ctx context.Context, names []string) (*model.Snapshot, []model.Container, error) {
	return h.seek(ctx, func(snap *model.Snapshot) ([]model.Container, error) { return findAll(snap, names) })
}

// seek is a snapshot in which choose finds containers, and these.
func (h *host) seek(ctx context.Context, choose func(*model.Snapshot) ([]model.Container, error)) (*model.Snapshot, []model.Container, error) {
	for {
		snap, err := h.named(ctx)
		if err != nil {
			return nil, nil, err
		}
		found, err := choose(snap)
		most := lateTime
		if !isAsked(snap.Engines) {
			most = settleTime
		}
		if !errors.As(err, &unknownError{}) || snap.Mono-h.begin > most {
			return snap, found, err
		}
	}
}

// An unknownError says that no container is called so.
type unknownError struct{ text string }

func (e unknownError) Error() string { return e.text }

// findAll are the containers that names mean, each once.
func findAll(snap *model.Snapshot, names []string) (found []model.Container, err error) {
	for _, name := range names {
		c, err := findOne(snap, name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(found, func(f model.Container) bool { return f.Key == c.Key && f.ID == c.ID }) {
			found = append(found, *c)
		}
	}
	return found, nil
}

// findOne is the container called name, USER/NAME, or of that id or its
// beginning.
func findOne(snap *model.Snapshot, name string) (*model.Container, error) {
	var found []*model.Container
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.ID != "" && (c.Name == name || c.Owner()+"/"+c.Name == name) {
			found = append(found, c)
		}
	}
	if len(found) == 0 && len(name) >= 4 {
		for i := range snap.Containers {
			if c := &snap.Containers[i]; strings.HasPrefix(string(c.ID), name) {
				found = append(found, c)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, noContainer(snap, name)
	case 1:
		return found[0], nil
	}
	var all []string
	for _, c := range found {
		all = append(all, c.Owner()+"/"+c.Name+" ("+c.ID.Short()+")")
	}
	return nil, usagef("%s could be any of %s", name, strings.Join(all, ", "))
}

// noContainer says that there is no container called so, as far as that is known.
func noContainer(snap *model.Snapshot, name string) error {
	var names []string
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.ID == "" && (c.Name == name || c.Unit == name || c.Owner()+"/"+c.Name == name) {
			return unknownError{fmt.Sprintf("%s has no container now: its unit %s is %s; look at: %s status %s",
				name, c.Unit, cmp.Or(c.UnitState, "not known"), c.Systemctl(snap.Host.UID), c.Unit)}
		}
		names = append(names, c.Name)
	}
	var mute []string
	for _, e := range snap.Engines {
		if !e.Listed && !e.Absent {
			mute = append(mute, e.User)
		}
	}
	switch near := model.Nearest(name, names); {
	case len(mute) > 0:
		return unknownError{fmt.Sprintf("no container %s is known, but Podman (%s) has not said which there are: try again, or look at: podtop stats --all", name, strings.Join(mute, ", "))}
	case near != "":
		return unknownError{fmt.Sprintf("there is no container %s; did you mean %s?", name, near)}
	case !isAsked(snap.Engines):
		return unknownError{fmt.Sprintf("no container %s runs, and there is no Podman to ask about others; podtop stats --all lists those that run", name)}
	}
	return unknownError{fmt.Sprintf("there is no container %s; podtop stats --all lists those there are", name)}
}

// isAsked reports whether there is a Podman that can be asked.
func isAsked(engines []model.Engine) bool {
	return slices.ContainsFunc(engines, func(e model.Engine) bool { return !e.Absent })
}
