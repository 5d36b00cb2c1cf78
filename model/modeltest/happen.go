package modeltest

import (
	"slices"
	"time"

	"podtop/model"
)

// podmanEvent is Podman's event of a container of h.
func podmanEvent(action string, h *Host, name string, more ...func(*model.PodmanEvent)) model.PodmanEvent {
	i := slices.IndexFunc(h.Containers, func(c Container) bool { return c.Name == name })
	c := &h.Containers[i]
	e := model.PodmanEvent{UID: c.UID, User: c.User, Type: "container", Action: action, ID: string(c.ID), Name: c.Name, Image: c.Image, Pod: c.Pod}
	if action == "died" {
		e.Exit = model.Known(uint64(c.ExitCode))
	}
	for _, f := range more {
		f(&e)
	}
	return e
}

func health(word string) func(*model.PodmanEvent) {
	return func(e *model.PodmanEvent) { e.Health = word }
}

// Happenings are the first n ticks of Busy, or of a host like it, in which
// something of each kind happens. Where its Podmans do not tell, the cgroups
// do.
func Happenings(h *Host, n int) []*model.Sample {
	if h.PodmanEvents != nil {
		h.PodmanEvents[50] = []model.PodmanEvent{podmanEvent("died", h, "batch-8", func(e *model.PodmanEvent) { e.Exit = model.Known(137) })}
		h.PodmanEvents[90] = []model.PodmanEvent{podmanEvent("start", h, "batch-8")}
		h.PodmanEvents[150] = []model.PodmanEvent{podmanEvent("health_status", h, "gitea", health("healthy"))}
		h.PodmanEvents[170] = []model.PodmanEvent{{Type: "pod", Action: "pause", Name: "web", User: "root"}}
		h.PodmanEvents[180] = []model.PodmanEvent{{
			UID: 1000, User: "op", Type: "image", Action: "pull-error", Name: "registry.example/nope:1",
			Reason: "initializing source docker://registry.example/nope:1: pinging container registry registry.example: no such host",
		}}
		h.PodmanEvents[20] = append(h.PodmanEvents[20], podmanEvent("start", h, "gitea", func(e *model.PodmanEvent) { e.Time = Start.Add(-20 * time.Second) }))
	}
	samples := h.Samples(n)
	change := func(name string, from, to int, f func(*model.Reading)) {
		id := h.Containers[slices.IndexFunc(h.Containers, func(c Container) bool { return c.Name == name })].ID
		for i := from; i < min(to, n); i++ {
			j := slices.IndexFunc(samples[i].Readings, func(r model.Reading) bool { return r.ID == id })
			if f != nil {
				f(&samples[i].Readings[j])
				continue
			}
			samples[i].Readings = slices.Delete(samples[i].Readings, j, j+1)
		}
	}
	change("batch-8", 50, 92, nil)
	change("batch-8", 92, n, func(r *model.Reading) { r.Inode++ })
	change("legacy", 120, n, func(r *model.Reading) { r.Frozen = false })
	change("jupyter", 140, n, func(r *model.Reading) { r.Limits.Memory = model.LimitOf(2 * gb) })
	change("batch-8", 190, n, func(r *model.Reading) { r.Events.OOMKill = model.Known(2) })
	change("backup", 250, n, nil)
	return samples
}
