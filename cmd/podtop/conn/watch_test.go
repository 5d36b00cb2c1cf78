package conn

import (
	"context"
	"os"
	"testing"
	"time"

	"podtop/model"
	"podtop/sampler/podman"
)

// TestWatch puts the watcher on a real connection: what one promises is what
// the other needs.
func TestWatch(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	w := podman.New(podman.Options{
		UID: os.Getuid(), Proc: t.TempDir(), Run: t.TempDir(),
		Endpoints: func() []podman.Endpoint {
			return []podman.Endpoint{{UID: os.Getuid(), User: "me", Socket: s.path, API: c}}
		},
	})
	w.Start(context.Background())
	t.Cleanup(w.Close)
	name := func(want string) func() bool {
		return func() bool {
			cs := w.Inventory().Containers
			return len(cs) == 1 && cs[0].Name == want && cs[0].Restarts == model.Known(0)
		}
	}
	eventually(t, "it is known", name("web"))

	s.events <- `{"Type":"container","Action":"rename","Actor":{"ID":"` + id1 + `","Attributes":{"name":"told"}}}`
	eventually(t, "the event's word", name("told"))
	eventually(t, "inspect's word", name("web"))

	s.stop()
	eventually(t, "it is down", func() bool { return !w.Inventory().Engines[0].Up && w.Inventory().Containers[0].Name == "web" })
	s.mu.Lock()
	s.names[id1] = "again"
	s.mu.Unlock()
	s.start(t)
	eventually(t, "it caught up", name("again"))

	s.mu.Lock()
	close(s.hangUp)
	s.names[id1] = "thrice"
	s.mu.Unlock()
	eventually(t, "it caught up again", name("thrice"))
}

func TestWatchSilent(t *testing.T) {
	path := silent(t)
	c := open(t, path)
	w := podman.New(podman.Options{
		UID: os.Getuid(), Proc: t.TempDir(), Run: t.TempDir(),
		Endpoints: func() []podman.Endpoint {
			return []podman.Endpoint{{UID: os.Getuid(), Socket: path, API: c}}
		},
	})
	w.Start(context.Background())
	t.Cleanup(w.Close)
	eventually(t, "a note says so", func() bool { return len(w.Notes()) == 1 && w.Notes()[0].Severity == model.Bad })
}

func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !f(); {
		if time.Now().After(end) {
			t.Fatalf("in vain: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}
