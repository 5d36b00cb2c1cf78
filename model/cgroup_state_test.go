package model

import (
	"testing"
	"time"
)

// Started again, a container has no age before Podman tells of the start: what it
// has told is the former run's.
func TestAgeOfAFormerRun(t *testing.T) {
	m := web()
	st := newStory(m)
	began := st.step(0).Time.Add(-time.Hour)
	st.metas[0].Started = began
	st.setInventory()
	st.cgroup(1, 7)
	if c := row(t, st.run(time.Second), "web"); !(c.Uptime > 3600) {
		t.Errorf("at first it is %v s old", c.Uptime)
	}
	st.cgroup(1, 8)
	if c := row(t, st.run(time.Second), "web"); c.Uptime == c.Uptime || !c.Started.IsZero() {
		t.Errorf("started again it is %v s old, since %v", c.Uptime, c.Started)
	}
	st.metas[0].Started = st.step(0).Time.Add(-time.Second).Truncate(time.Second)
	st.setInventory()
	if c := row(t, st.run(time.Second), "web"); !(c.Uptime < 4) {
		t.Errorf("once it is told it is %v s old", c.Uptime)
	}
	// One that was there when podtop came has the age that Podman says, and so has
	// one of which Podman goes on to say so.
	st.metas[0].Started = began
	st.setInventory()
	if c := row(t, st.run(2*time.Minute), "web"); !(c.Uptime > 3600) {
		t.Errorf("after a while it is %v s old", c.Uptime)
	}
}

// A container is on the host's network for a moment before it enters its own.
func TestHostNetworkForAMoment(t *testing.T) {
	for _, tt := range []struct {
		name, mode string
		born       bool // while podtop looks
		then, late NetSource
	}{
		{"there before, and not named", "", false, NetHost, NetHost},
		{"not named", "", true, NetUnknown, NetHost},
		{"on a bridge", "bridge", true, NetUnknown, NetUnknown},
		{"without a network", "none", false, NetUnknown, NetUnknown},
		{"on the host's", "host", true, NetHost, NetHost},
		{"on that of another", "container:1234", true, NetUnknown, NetHost},
	} {
		m := web()
		m.NetworkMode = tt.mode
		st := newStory(m)
		if tt.born {
			st.run(time.Second)
		}
		st.cgroup(1, 7).HostNS = true
		if c := row(t, st.run(100*time.Millisecond), "web"); c.Net != tt.then {
			t.Errorf("%s: at first %v, want %v", tt.name, c.Net, tt.then)
		}
		if c := row(t, st.run(10*time.Second), "web"); c.Net != tt.late {
			t.Errorf("%s: later %v, want %v", tt.name, c.Net, tt.late)
		}
	}
}
