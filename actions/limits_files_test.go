package actions

import (
	"maps"
	"strings"
	"testing"

	"podtop/model/limit"
)

// read is what the files of a scope and its child come to: "scope|child".
func read(unified bool, files map[string]string) limit.Values {
	k := &kernel{group: group{unified: unified, scope: "/s", child: "/s/container"}, raw: map[string]string{}}
	for name, text := range files {
		controller, name, legacy := strings.Cut(name, "/")
		if !legacy {
			controller, name = "", controller
		}
		own, inner, two := strings.Cut(text, "|")
		k.raw[k.at(k.scope, controller, name)] = own + "\n"
		if two {
			k.raw[k.at(k.child, controller, name)] = inner + "\n"
		}
	}
	return k.parse(newBox())
}

func TestParseFiles(t *testing.T) {
	for _, tt := range []struct {
		what    string
		unified bool
		files   map[string]string
		want    limit.Values
	}{
		{"nothing is known", true, nil, limit.Values{}},
		{"no limit", true, map[string]string{"cpu.max": "max 100000|max 100000", "memory.max": "max|max", "memory.swap.max": "max", "pids.max": "max|max", "io.max": "|"}, limit.Values{
			"cpu-quota": "", "cpu-period": "", "memory": "", "memory-swap": "", "pids-limit": "",
			"device-read-bps": "", "device-write-bps": "", "device-read-iops": "", "device-write-iops": "",
		}},
		{"the stricter of two", true, map[string]string{"cpu.max": "50000 100000|20000 50000", "memory.max": "max|134217728", "pids.max": "10|20"}, limit.Values{
			"cpu-quota": "20000", "cpu-period": "50000", "memory": "128m", "pids-limit": "10",
		}},
		{"swap alone, as systemd and crun have it", true, map[string]string{"memory.max": "67108864|67108864", "memory.swap.max": "134217728|67108864"}, limit.Values{
			"memory": "64m", "memory-swap": "128m",
		}},
		{"a bound of swap alone, without one of memory", true, map[string]string{"memory.max": "max", "memory.swap.max": "4096"}, limit.Values{"memory": ""}},
		{"devices", true, map[string]string{"io.max": "|254:0 rbps=1048576 wbps=max riops=max wiops=100\n9:9 rbps=1 wbps=max riops=max wiops=max"}, limit.Values{
			"device-read-bps": "/dev/vda:1m", "device-write-bps": "", "device-read-iops": "", "device-write-iops": "/dev/vda:100",
		}},
		{"the weight that competes", true, map[string]string{"cpu.weight": "50|100"}, limit.Values{"cpu-shares": "1287"}},
		{"not protected", true, map[string]string{"memory.low": "0|0"}, limit.Values{"memory-reservation": ""}},
		{"protected wholly", true, map[string]string{"memory.low": "max|max"}, limit.Values{"memory-reservation": limit.Size(allOfIt)}},
		{"protected as far as the scope is", true, map[string]string{"memory.low": "4194304|max"}, limit.Values{"memory-reservation": "4m"}},
		{"v1 without limits", false, map[string]string{
			"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000", "cpu/cpu.shares": "1024", "memory/memory.limit_in_bytes": "9223372036854771712",
			"memory/memory.swappiness": "60", "pids/pids.max": "max", "blkio/blkio.throttle.read_bps_device": "",
		}, limit.Values{
			"cpu-quota": "", "cpu-period": "", "cpu-shares": "", "memory": "", "memory-swappiness": "", "pids-limit": "",
			"device-read-bps": "", "device-write-bps": "", "device-read-iops": "", "device-write-iops": "",
		}},
		{"v1 with", false, map[string]string{
			"cpu/cpu.cfs_quota_us": "30000", "cpu/cpu.cfs_period_us": "50000", "cpu/cpu.shares": "512", "memory/memory.limit_in_bytes": "67108864",
			"memory/memory.memsw.limit_in_bytes": "134217728", "blkio/blkio.throttle.read_bps_device": "254:0 1048576",
		}, limit.Values{
			"cpu-quota": "30000", "cpu-period": "50000", "cpu-shares": "512", "memory": "64m", "memory-swap": "128m",
			"device-read-bps": "/dev/vda:1m", "device-write-bps": "", "device-read-iops": "", "device-write-iops": "",
		}},
	} {
		if got := read(tt.unified, tt.files); !maps.Equal(got, tt.want) {
			t.Errorf("%s:\n%v, want\n%v", tt.what, got, tt.want)
		}
	}
}

// FuzzParseFiles holds that whatever a file says comes to values that podtop
// itself could have been asked for.
func FuzzParseFiles(f *testing.F) {
	for _, s := range []string{"max 100000", "50000 100000", "254:0 rbps=1048576 wbps=max riops=max wiops=100", "254:0 5", "254:0 5133333333", "254:0 5555555555555555555", "9223372036854775807", "-1", "134217728", "", "0-3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ReplaceAll(text, "|", " ")
		for _, unified := range []bool{true, false} {
			g := group{unified: unified}
			files := map[string]string{}
			for _, file := range g.files() {
				name := file.name
				if !unified {
					name = file.controller + "/" + name
				}
				files[name] = text
			}
			for field, v := range read(unified, files) {
				if limit.IsRate(field) && v != "" {
					if _, err := limit.Parse(field, v); err != nil {
						t.Fatalf("%q: %s %q: %v", text, field, v, err)
					}
				}
			}
		}
	})
}

func TestVersions(t *testing.T) {
	for s, want := range map[string]struct{ keeps, resets, drops bool }{
		"4.3.1": {false, true, false}, "5.0.3": {false, true, false}, "5.1.0": {true, true, false}, "5.4.0": {true, false, false},
		"5.7.9": {true, false, false}, "5.8.0": {true, false, true}, "5.8.5": {true, false, true}, "5.8.6": {true, false, false},
		"6.0.0-dev": {true, false, false}, "": {false, true, false},
	} {
		v := parseVersion(s)
		if got := (struct{ keeps, resets, drops bool }{v.keeps(), v.resetsUnnamed(), v.dropsUlimits()}); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}
