package kmsg

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
)

const (
	id1 = "279bb3ea91a1e199f051748f237f46952805d1c67bf9daddf31c9c9f5f132689"
	id2 = "9027ea1ef28d7983de8ceaecc7e4a6a60000000000000000000000000000beef"
	op  = "/user.slice/user-1000.slice/user@1000.service/user.slice"
)

func oomLine(cpuset, by, task, comm string) string {
	return "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=" + cpuset + ",mems_allowed=0,oom_memcg=" + by +
		",task_memcg=" + task + ",task=" + comm + ",pid=3330,uid=0"
}

func TestParseKill(t *testing.T) {
	own, pod := "/libpod_parent/libpod-"+id1, "/machine.slice/machine-libpod_pod_"+id2+".slice"
	scope := "/machine.slice/libpod-" + id1 + ".scope"
	for name, tt := range map[string]struct {
		line string
		want model.OOMKill
	}{
		"cgroupfs":       {oomLine("libpod-"+id1, own, own, "dd"), model.OOMKill{ID: id1, By: own, PID: 3330, Comm: "dd"}},
		"crun's child":   {oomLine("container", scope, scope+"/container", "dd"), model.OOMKill{ID: id1, By: scope, PID: 3330, Comm: "dd"}},
		"a pod's limit":  {oomLine("x", pod, pod+"/libpod-"+id1+".scope/container", "dd"), model.OOMKill{ID: id1, By: pod, PID: 3330, Comm: "dd"}},
		"rootless":       {oomLine("x", op+"/libpod-"+id1+".scope", op+"/libpod-"+id1+".scope", "dd"), model.OOMKill{ID: id1, UID: 1000, By: op + "/libpod-" + id1 + ".scope", PID: 3330, Comm: "dd"}},
		"no container's": {oomLine("x", "/system.slice/a.service", "/system.slice/a.service", "dd"), model.OOMKill{By: "/system.slice/a.service", PID: 3330, Comm: "dd"}},
		"the host": {
			"oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=x,mems_allowed=0,global_oom,task_memcg=" + scope + ",task=dd,pid=3330,uid=0",
			model.OOMKill{ID: id1, Host: true, PID: 3330, Comm: "dd"},
		},
		// What others may name.
		"a task like a line":   {oomLine("x", own, own, "a,pid=1,uid=0"), model.OOMKill{ID: id1, By: own, PID: 3330, Comm: "a,pid=1,uid=0"}},
		"a task like its head": {oomLine("x", own, own, ",task=x"), model.OOMKill{ID: id1, By: own, PID: 3330, Comm: ",task=x"}},
		"a task with escapes":  {oomLine("x", own, own, `\x1b[2J`), model.OOMKill{ID: id1, By: own, PID: 3330, Comm: "?[2J"}},
		"a cpuset like a path": {
			oomLine(",oom_memcg=,task_memcg=,task=x,pid=1,uid=0", own, own, "dd"), model.OOMKill{ID: id1, By: own, PID: 3330, Comm: "dd"},
		},
		"a cgroup like another's": {
			oomLine("x", op+"/x,task_memcg="+scope, op+"/x,task_memcg="+scope, "dd"),
			model.OOMKill{By: op + "/x,task_memcg=" + scope, PID: 3330, Comm: "dd"},
		},
		"a cgroup below one": {
			oomLine("x", op+"/x", op+"/x/y,task_memcg="+scope, "dd"), model.OOMKill{By: op + "/x", PID: 3330, Comm: "dd"},
		},
	} {
		got, whole := parseKill([]byte(tt.line))
		if name == "a cgroup like another's" || name == "a cgroup below one" {
			if got.ID != "" && got.UID != 1000 {
				t.Errorf("%s: taken for %+v", name, got)
			}
			continue
		}
		if got != tt.want || !whole {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

func TestParseRecord(t *testing.T) {
	for line, ok := range map[string]bool{
		"6,1793,23411716776,-;oom-kill:constraint=x\n SUBSYSTEM=y\n": true,
		"6,1793,23411716776,c,caller=T12;,task=dd":                   true,
		"12,1805,24630529181,-;oom-kill:constraint=x":                false, // from a process
		"30,1805,24630529181,-;oom-kill:constraint=x":                false,
		"x,1,1,-;a": false, "6,1,x,-;a": false, "": false, "6,1,1,-": false,
	} {
		r, got := parseRecord([]byte(line))
		if got != ok || ok && (strings.Contains(string(r.text), "\n") || r.continues != strings.Contains(line, ",c,")) {
			t.Errorf("%q: %+v %v", line, r, got)
		}
		if ok && r.at != 23411716776*time.Microsecond {
			t.Errorf("%q: at %v", line, r.at)
		}
	}
}

// A line comes in pieces where others write at the same time; of many kills the
// kernel says only whom it killed.
func TestParserPutsTogether(t *testing.T) {
	own := "/libpod_parent/libpod-" + id1
	line := oomLine("x", own, own, "dd")
	for name, tt := range map[string]struct {
		records []string
		want    []model.OOMKill
	}{
		"whole":             {[]string{"-;" + line, "-;Memory cgroup out of memory: Killed process 3330 (dd) total-vm:1kB"}, []model.OOMKill{{ID: id1, By: own, PID: 3330, Comm: "dd"}}},
		"pieces":            {[]string{"-;" + line[:60], "-;eth0: up", "c;" + line[60:], "-;Memory cgroup out of memory: Killed process 3330 (dd) total-vm:1kB"}, []model.OOMKill{{ID: id1, By: own, PID: 3330, Comm: "dd"}}},
		"bare":              {[]string{"-;Memory cgroup out of memory: Killed process 7 (a) total-vm:) total-vm:1kB"}, []model.OOMKill{{PID: 7, Comm: "a) total-vm:"}}},
		"host":              {[]string{"-;Out of memory: Killed process 7 (a) total-vm:1kB"}, []model.OOMKill{{PID: 7, Comm: "a", Host: true}}},
		"lost":              {[]string{"-;" + line[:60], "-;Memory cgroup out of memory: Killed process 3330 (dd) total-vm:1kB"}, []model.OOMKill{{PID: 3330, Comm: "dd"}}},
		"not a container's": {[]string{"-;" + oomLine("x", "/a", "/a", "dd"), "-;Memory cgroup out of memory: Killed process 3330 (dd) total-vm:1kB"}, nil},
	} {
		var p parser
		var got []model.OOMKill
		for _, s := range tt.records {
			r, ok := parseRecord([]byte("6,1,1," + s))
			if !ok {
				t.Fatal(s)
			}
			if k, ok := p.add(r); ok {
				got = append(got, k)
			}
		}
		if len(got) != len(tt.want) || len(got) > 0 && got[0] != tt.want[0] {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

// Whatever stands in the log, what is told is clean, and of nobody whose cgroup
// it is not.
func FuzzParse(f *testing.F) {
	own := "/libpod_parent/libpod-" + id1
	f.Add("6,1,1,-;"+oomLine("x", own, own, "dd"), "6,1,1,c;,task=x,pid=1,uid=0")
	f.Add("6,1,1,-;Memory cgroup out of memory: Killed process 3330 (dd) total-vm:1kB", "6,1,1,-;")
	f.Fuzz(func(t *testing.T, a, b string) {
		var p parser
		for _, s := range []string{a, b} {
			r, ok := parseRecord([]byte(s))
			if !ok {
				continue
			}
			k, ok := p.add(r)
			if ok && (k.PID <= 0 || strings.ContainsFunc(k.Comm, func(r rune) bool { return r < ' ' || r == 0x7f })) {
				t.Errorf("%q %q: %+v", a, b, k)
			}
		}
	})
}

// A line of the journal is parsed as one of the kernel's log is.
func TestParseKillOfALine(t *testing.T) {
	own := "/libpod_parent/libpod-" + id1
	k, ok := ParseKill([]byte(oomLine("x", own, own, "dd")))
	if !ok || k.ID != id1 || k.PID != 3330 {
		t.Errorf("%v %+v", ok, k)
	}
	for _, text := range []string{"", "oom-kill:", "x" + oomLine("x", own, own, "dd"), oomLine("x", "/a", "/a", "dd")} {
		if k, ok := ParseKill([]byte(text)); ok {
			t.Errorf("%q: %+v", text, k)
		}
	}
}
