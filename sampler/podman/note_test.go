package podman

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// Who asked for a socket is sent back to that, everybody else to systemd.
func TestNoteOfASocketThatIsNotThere(t *testing.T) {
	for named, want := range map[bool]string{
		true:  "no such socket: figures go on from the cgroups; check --host or CONTAINER_HOST",
		false: "no such socket: figures go on from the cgroups; try: systemctl restart podman.socket podman.service",
	} {
		e := &engine{pace: &pace{}, Endpoint: Endpoint{Socket: "/run/nowhere.sock", Named: named, API: newService()}, err: errors.New("no such socket")}
		if n, ok := e.note(time.Now(), 0, true); !ok || !strings.HasSuffix(n.Text, want) {
			t.Errorf("named %v: %q, want %q", named, n.Text, want)
		}
	}
}
