package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

func TestFindOne(t *testing.T) {
	container := func(id, user, name string) model.Container {
		var c model.Container
		c.ID, c.User, c.Name = model.ID(id), user, name
		if id == "" {
			c.Unit, c.UserUnit, c.UnitState = name+".service", true, "failed"
		}
		return c
	}
	snap := &model.Snapshot{Engines: []model.Engine{{User: "root", Up: true, Listed: true}}, Containers: []model.Container{
		container("abcd1111", "root", "web"), container("abcd2222", "op", "web"), container("ffff3333", "op", "db\x1b[2J"), container("", "op", "unit"),
	}}
	for _, tt := range []struct {
		name, want string // the id, or what the error says
		usage      bool
	}{
		{"op/web", "abcd2222", false},
		{"abcd1111", "abcd1111", false},
		{"ffff", "ffff3333", false},
		{"web", "root/web (abcd1111), op/web (abcd2222)", true},
		{"abcd", "could be any of", true},
		{"wbe", "did you mean web?", false},
		{"unit", "unit has no container now: its unit unit.service is failed; look at: systemctl --user", false},
		{"op/unit", "op/unit has no container now", false},
		{"unti", "did you mean unit?", false},
		{"fff", "no container fff", false},
		{"x\x1b[2J", "no container x", false},
	} {
		c, err := findOne(snap, tt.name)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = string(c.ID)
		}
		var usage usageError
		if !strings.Contains(got, tt.want) || errors.As(err, &usage) != tt.usage {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
	snap.Engines = append(snap.Engines, model.Engine{User: "op"})
	if _, err := findOne(snap, "wbe"); err == nil || !strings.Contains(err.Error(), "Podman (op) has not said which there are") {
		t.Errorf("while one has not answered: %v", err)
	}
	snap.Engines = []model.Engine{{User: "root", Absent: true}}
	if _, err := findOne(snap, "nobody"); err == nil || !strings.Contains(err.Error(), "no Podman to ask") {
		t.Errorf("without a Podman: %v", err)
	}
	if found, err := findAll(snap, []string{"op/web", "abcd2222"}); err != nil || len(found) != 1 {
		t.Errorf("one that is named twice: %d, %v", len(found), err)
	}
}

// slowly is a host of which Podman tells late.
type slowly struct {
	s     model.Sample
	after time.Duration
}

func (l *slowly) SetInterval(time.Duration) {}

func (l *slowly) Next(context.Context) (*model.Sample, error) {
	l.s.Mono += 200 * time.Millisecond
	l.s.Interval = 200 * time.Millisecond
	if l.s.Mono > time.Hour+l.after {
		l.s.Inventory = &model.Inventory{
			Containers: []model.Meta{{ID: "abcd1111", Name: "web", State: model.Exited}},
			Engines:    []model.Engine{{Listed: true, Up: true}},
		}
	}
	return &l.s, nil
}

func TestFindWaits(t *testing.T) {
	for _, tt := range []struct {
		after time.Duration
		name  string
		found bool
	}{{0, "web", true}, {time.Second, "web", true}, {3 * time.Second, "web", true}, {time.Minute, "web", false}, {0, "nobody", false}} {
		h := &host{source: &slowly{s: model.Sample{Mono: time.Hour}, after: tt.after}}
		_, found, err := h.find(t.Context(), []string{tt.name})
		if (len(found) == 1) != tt.found || (err == nil) != tt.found {
			t.Errorf("%s after %v: %d, %v", tt.name, tt.after, len(found), err)
		}
	}
}

// Where there is nobody to ask, a name is not waited for as for an answer.
func TestFindWithoutPodman(t *testing.T) {
	l := &slowly{s: model.Sample{Mono: time.Hour, Inventory: &model.Inventory{Engines: []model.Engine{{Socket: "/run/x.sock", Absent: true}}}}, after: time.Hour}
	h := &host{source: l}
	if _, _, err := h.find(t.Context(), []string{"web"}); err == nil || l.s.Mono-time.Hour > settleTime+time.Second {
		t.Errorf("after %v: %v", l.s.Mono-time.Hour, err)
	}
}
