package main

import (
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/logs"
)

// choose are the containers that names mean, each once. Who is in no snapshot any
// more is sought in the journal.
func (r *logReader) choose(snap *model.Snapshot, names []string) (found []logs.Wanted, err error) {
	if r.all {
		names = []string{"*"}
	}
	for _, name := range names {
		all, err := withName(snap, name)
		if errors.As(err, &unknownError{}) {
			if gone := r.removed(name); gone != nil {
				found = append(found, gone...)
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if !slices.ContainsFunc(found, func(f logs.Wanted) bool { return f.ID == c.ID }) {
				found = append(found, logs.WantedOf(&c.Meta))
			}
		}
	}
	return found, nil
}

// withName are the containers of that name, of a pod or unit of that name, or those
// whose names a pattern matches.
func withName(snap *model.Snapshot, name string) (found []*model.Container, err error) {
	owner, plain, owned := strings.Cut(name, "/")
	if !owned {
		owner, plain = "", name
	}
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.ID == "" || owned && c.Owner() != owner {
			continue
		}
		if matches(c, plain) {
			found = append(found, c)
		}
	}
	if len(found) > 0 || strings.ContainsAny(name, "*?[") {
		return found, nil
	}
	one, err := findOne(snap, name)
	return []*model.Container{one}, err
}

// matches reports whether c is in the pod or unit called so, or has a name that
// the pattern matches. A pod's infra container writes nothing.
func matches(c *model.Container, name string) bool {
	if strings.ContainsAny(name, "*?[") {
		ok, err := path.Match(name, c.Name)
		return ok && err == nil && !c.Infra
	}
	return c.PodName == name && !c.Infra || c.Unit == name || c.Unit == name+".service" && c.Name != name
}

// removed are the containers of that name, or UID/NAME, that the journal knows.
func (r *logReader) removed(name string) (found []logs.Wanted) {
	uids := ownUIDs()
	if uid, plain, ok := strings.Cut(name, "/"); ok {
		n, err := strconv.Atoi(uid)
		if err != nil {
			return nil
		}
		uids, name = []int{n}, plain
	}
	if !slices.Contains(r.journalNames(), name) {
		return nil
	}
	for _, uid := range uids {
		found = append(found, logs.Wanted{Container: logs.Container{Name: name, UID: uid}, Driver: "journald"})
	}
	return found
}

// copied are the containers that names mean in a copied journal.
func (r *logReader) copied(names []string) (found []logs.Wanted, err error) {
	for _, name := range names {
		gone := r.removed(name)
		if gone == nil {
			text := "there is no container " + name + " in " + r.logsOptions.journal
			if near := model.Nearest(name, r.journalNames()); near != "" {
				text += "; did you mean " + near + "?"
			}
			for _, p := range r.files.Problems() {
				printLineTo(r.errs, "%v", p.Err)
			}
			return nil, errors.New(text)
		}
		found = append(found, gone...)
	}
	return found, nil
}
