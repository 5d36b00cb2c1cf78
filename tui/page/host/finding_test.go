package host

import (
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
)

// A little swap is used on nearly every host for ever; it is worth a word only
// when much of it is.
func TestSwapStandsOut(t *testing.T) {
	const all = 1000 * mb
	for _, tt := range []struct {
		used uint64
		all  uint64
		want string
	}{
		{0, all, ""},
		{249 * mb, all, ""},
		{250 * mb, all, "0 swap is in use: 250M of 1.0G"},
		{900 * mb, all, "1 swap is in use: 900M of 1.0G"},
		{0, 0, ""},
	} {
		var w watch
		w.memory(meminfo{
			{Name: "MemTotal", Value: known(4 * gb)},
			{Name: "MemAvailable", Value: known(2 * gb)},
			{Name: "SwapTotal", Value: known(tt.all)},
			{Name: "SwapFree", Value: known(tt.all - tt.used)},
		})
		got := ""
		for _, c := range w.all {
			got += map[model.Severity]string{model.Warn: "0 ", model.Bad: "1 "}[c.Severity] + c.Text
		}
		if got != tt.want {
			t.Errorf("%d of %d: %q, want %q", tt.used, tt.all, got, tt.want)
		}
	}
}

// All conmons are one row, of the sums.
func TestConmonsShareARow(t *testing.T) {
	l := troubled(4)
	for _, h := range l.hosts {
		for _, id := range []string{"cd", "ef"} {
			h.Cgroups = append(h.Cgroups, probe.OtherCgroup{Path: "/machine.slice/libpod-conmon-" + strings.Repeat(id, 32) + ".scope", Memory: known(3 * mb), Pids: known(2)})
		}
	}
	screen := view(t, modeltest.Busy().Samples(41), l, 80, 20).whole()
	_, screen, _ = strings.Cut(screen, "CGROUP")
	if strings.Count(screen, "libpod-conmon") != 1 || !strings.Contains(screen, "libpod-conmon of 3 containers") || !strings.Contains(screen, "7.0M") {
		t.Errorf("three of them are\n%s", screen)
	}
}

// Before there are rates, nothing is said of what stands out; nor that nothing
// does beside a pressure that does.
func TestNothingStandsOutTooSoon(t *testing.T) {
	const nothing = "nothing of the host stands out"
	l := calm()
	v := view(t, modeltest.Busy().Samples(11), l, 80, 20)
	v.env.Snapshot.Host.PSICPU = 3
	if got := v.whole(); !strings.Contains(got, nothing) {
		t.Errorf("a calm host is\n%s", got)
	}
	v.tick()
	v.env.Snapshot.Host.PSICPU = 97
	if got := v.whole(); strings.Contains(got, nothing) || !strings.Contains(got, "some task waits for a CPU 97% of the time") {
		t.Errorf("beside PSI 97:\n%s", got)
	}
	keys := DefaultKeyMap()
	v.Page = New(&keys)
	v.env.Snapshot.Host.PSICPU = 3
	v.tick()
	v.env.Snapshot.Host.PSICPU = 3
	if got := v.whole(); strings.Contains(got, nothing) || !strings.Contains(got, "measuring") {
		t.Errorf("after the first answer:\n%s", got)
	}
}
