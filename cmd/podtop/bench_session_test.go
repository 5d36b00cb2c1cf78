package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"podtop/actions"
	"podtop/actions/bench"
	"podtop/model"
	benchmodel "podtop/model/bench"
	"podtop/model/limit"
)

// An inspected is a Podman that answers whatever it is asked with one container.
type inspected struct {
	bench.API
	text string
}

func (i inspected) Get(_ context.Context, _ string, _ url.Values, reply any) error {
	return json.Unmarshal([]byte(i.text), reply)
}

// Of another user's container the limits are taken, and what is measured runs in
// one's own Podman.
func TestTakeLimits(t *testing.T) {
	own := &bench.Podman{}
	s := benchSession{podman: own, name: "alice/web"}
	another := &bench.Podman{UID: 1000, API: inspected{text: `{"Id": "c1", "HostConfig": {"CpuShares": 512}}`}}
	if err := s.takeLimits(t.Context(), another, "web"); err != nil {
		t.Fatal(err)
	}
	if s.podman != own || s.container != "c1" || s.limits[model.FieldCPUShares] != "512" {
		t.Errorf("%+v", s)
	}
}

// A container that is only watched has no limits of podtop's, nor its network.
func TestOnlyWatched(t *testing.T) {
	settled, err := limit.Parse(model.FieldCPUs, "1")
	if err != nil {
		t.Fatal(err)
	}
	s := benchSession{benchOptions: &benchOptions{settled: []model.Setting{settled}}, name: "web"}
	r := benchmodel.Report{Notes: []string{"x is not taken along"}}
	r.Machine.Network, r.Machine.LogDriver = "none", "none"
	if err := s.onlyWatched(&r); !errors.As(err, new(usageError)) {
		t.Errorf("--limit: %v", err)
	}
	s.settled = nil
	if err := s.onlyWatched(&r); err != nil || r.Machine.Network+r.Machine.LogDriver != "" || r.Notes != nil {
		t.Errorf("%v, %+v", err, r)
	}
}

// A command behind -- runs in place of the image's own, behind its entrypoint, and
// never in a container that has the name.
func TestImageSubject(t *testing.T) {
	image := bench.Image{Name: "web", Entrypoint: []string{"run"}, Command: []string{"it"}}
	s := benchSession{benchOptions: &benchOptions{command: []string{"app", "--check it"}}, image: &image}
	subject := s.imageSubject(time.Second)
	got := actions.Shell{Args: subject.CommandLine()}.Command()
	if want := `--entrypoint '["run"]' web app '--check it'`; !strings.HasSuffix(got, want) {
		t.Errorf("%s\nwant %s at its end", got, want)
	}
	s.podman = &bench.Podman{API: inspected{text: `{"Id": "c1", "HostConfig": {}}`}}
	s.limits = limit.Values{}
	if err := s.choose(t.Context(), "web"); !errors.As(err, new(usageError)) {
		t.Errorf("of a container: %v", err)
	}
}
