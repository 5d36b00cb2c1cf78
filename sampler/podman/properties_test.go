package podman

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
)

// counts compares Counts, which have no exported fields.
var counts = cmp.Comparer(func(a, b model.Count) bool { return a == b })

// From systemd 257, of a Quadlet unit.
const shown = `Type=notify
Restart=always
RestartUSec=100ms
RuntimeMaxUSec=infinity
WatchdogUSec=0
MainPID=3231
StatusText=
Result=success
NRestarts=2
ExecMainExitTimestamp=
ExecMainStatus=137
ExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman run --name web --cgroups=split -d localhost/web sh -c a ; b ; ignore_errors=no ; start_time=[Wed 2026-11-25 22:37:56 UTC] ; stop_time=[n/a] ; pid=3221 ; code=(null) ; status=0/0 }
Slice=system.slice
CPUWeight=[not set]
CPUQuotaPerSecUSec=1.500000s
IOWeight=[not set]
MemoryLow=0
MemoryHigh=104857600
MemoryMax=infinity
TasksMax=200
Id=web.service
Description=The web
LoadState=loaded
ActiveState=active
SubState=running
FragmentPath=/run/systemd/generator/web.service
SourcePath=/etc/containers/systemd/web.container
UnitFileState=generated
StateChangeTimestamp=Wed 2026-11-25 22:38:03 UTC
NeedDaemonReload=yes
`

func TestParseUnit(t *testing.T) {
	want := &probe.Unit{
		Name: "web.service", Description: "The web", Load: "loaded", Active: "active", Sub: "running", Result: "success",
		Restarts: model.Known(2), Since: time.Date(2026, 11, 25, 22, 38, 3, 0, time.UTC), MainPID: 3231, ExitStatus: 137,
		Restart: "always", EnabledState: "generated", Source: "/etc/containers/systemd/web.container",
		CPUQuota: model.LimitOf(1_500_000), MemoryMax: model.NoLimit, MemoryHigh: model.LimitOf(104857600),
		MemoryLow: model.LimitOf(0), TasksMax: model.LimitOf(200),
		Properties: []probe.Pair{
			{Name: "NeedDaemonReload", Value: "yes"},
			{Name: "ExecStart", Value: "/usr/bin/podman run --name web --cgroups=split -d localhost/web sh -c a ; b"},
			{Name: "Type", Value: "notify"},
			{Name: "RestartUSec", Value: "100ms"},
			{Name: "Slice", Value: "system.slice"},
			{Name: "FragmentPath", Value: "/run/systemd/generator/web.service"},
		},
	}
	if diff := cmp.Diff(want, parseUnit([]byte(shown)), counts); diff != "" {
		t.Error(diff)
	}
}

func TestParseUnitOf(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     probe.Unit
	}{
		{"nothing", "", probe.Unit{}},
		{"no source", "FragmentPath=/etc/systemd/system/a.service\n", probe.Unit{Source: "/etc/systemd/system/a.service"}},
		{"no quota", "CPUQuotaPerSecUSec=infinity\nTasksMax=18446744073709551615\n", probe.Unit{CPUQuota: model.NoLimit, TasksMax: model.NoLimit}},
		{"not set", "CPUQuotaPerSecUSec=[not set]\nMemoryMax=[not set]\nNRestarts=[not set]\n", probe.Unit{}},
		{"a number that is no time", "CPUQuotaPerSecUSec=9999999999999999999\n", probe.Unit{}},
		{"a time without end", "CPUQuotaPerSecUSec=9999999999y\n", probe.Unit{}},
		{"weight", "CPUWeight=50\n", probe.Unit{CPUWeight: model.Known(50)}},
		{"hostile", "Description=a\x1b[2Jb\nStatusText=\u202ex\nwhat\n", probe.Unit{Description: "a?[2Jb", Properties: []probe.Pair{{Name: "StatusText", Value: "?x"}}}},
		{"not a command line", "ExecStart=x\n", probe.Unit{Properties: []probe.Pair{{Name: "ExecStart", Value: "x"}}}},
	} {
		if diff := cmp.Diff(&c.want, parseUnit([]byte(c.in)), counts); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func FuzzUnit(f *testing.F) {
	f.Add([]byte(shown))
	f.Add([]byte("Id=\x1b\nCPUQuotaPerSecUSec=9999999999y\nExecStart={ argv[]= ; ignore_errors= ; ignore_errors=\n"))
	f.Add([]byte("CPUQuotaPerSecUSec=9999999999999999999\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		u := parseUnit(b)
		all := u.Name + u.Description + u.Load + u.Active + u.Sub + u.Result + u.Restart + u.EnabledState + u.Source
		for _, p := range u.Properties {
			if p.Value == "" || !strings.Contains(moreProperties+",FragmentPath", p.Name) {
				t.Errorf("%+v", p)
			}
			all += p.Value
		}
		if n, ok := u.CPUQuota.Get(); clean.Text(all) != all || ok && n > math.MaxInt64 {
			t.Errorf("%+v", u)
		}
	})
}
