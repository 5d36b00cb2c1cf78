package limit

import (
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		field      model.Field
		text, want string // "none"; or the error behind a !
	}{
		{"cpus", "1.5", "1.5"},
		{"cpus", "0.333333", "0.33333"},
		{"cpus", "none", "none"},
		{"cpus", "-1", "none"},
		{"cpus", "0", "!no CPU at all"},
		{"cpus", "-2", "!no CPU at all"},
		{"cpus", "0.001", "!0.01 at least"},
		{"cpus", "1e9", "!no kernel has so many"},
		{"cpus", "NaN", "!not a number of cores"},
		{"cpus", "0x1p4", "!not a number of cores"},
		{"cpus", "", "!not a number of cores"},
		{"memory", "512m", "512m"},
		{"memory", "1024m", "1g"},
		{"memory", "1.5g", "1536m"},
		{"memory", "4097", "4097"},
		{"memory", "64MiB", "64m"},
		{"memory", "unlimited", "none"},
		{"memory", "MAX", "none"},
		{"memory", "0.5", "!less than a byte"},
		{"memory", "0", "!less than a byte"},
		{"memory", "-5m", "!less than nothing"},
		{"memory", "9999999999999999999p", "!more than there can be"},
		{"memory", "99999999999999999999", "!more than there can be"},
		{"memory", "4611686018427387904", "!more than there can be"},
		{"memory", "1e3", "!not a size"},
		{"memory", "0x10", "!not a size"},
		{"memory", "lots", "!not a size"},
		{"pids-limit", "100", "100"},
		{"pids-limit", "max", "none"},
		{"pids-limit", "0", "!number from 1"},
		{"cpu-period", "100000", "none"},
		{"cpu-period", "999", "!from 1000"},
		{"cpu-quota", "-1", "none"},
		{"cpu-quota", "999", "!1000 at least"},
		{"cpu-shares", "1", "!from 2 to 262144"},
		{"cpuset-cpus", "3,0-1", "0-1,3"},
		{"cpuset-cpus", "a", "!no list of CPUs"},
		{"cpuset-cpus", "", "!empty list"},
		{"memory-swappiness", "101", "!from 0 to 100"},
		{"blkio-weight", "9", "!from 10 to 1000"},
		{"device-read-bps", "/dev/vdb:2m,/dev/vda:1M", "/dev/vda:1m,/dev/vdb:2m"},
		{"device-read-bps", "/dev/vda:none", "/dev/vda:none"},
		{"device-read-bps", "/dev/vda:0", "!less than a byte"},
		{"device-read-bps", "/dev/vda", "!names no device and rate"},
		{"device-read-bps", "/dev/../etc:1m", "!names no device and rate"},
		{"device-read-bps", "/dev/v\x1b[2J:1m", "!names no device and rate"},
		{"device-read-bps", "/dev/vda:1m,/dev/vda:2m", "!named twice"},
		{"device-write-iops", "/dev/vda:100", "/dev/vda:100"},
		{"device-write-iops", "/dev/vda:1m", "!number of operations"},
		{"restart", "on-failure:3", "on-failure:3"},
		{"restart", "on-failure:0", "on-failure"},
		{"restart", "no", "none"},
		{"restart", "always:3", "!no restart policy"},
		{"restart", "sometimes", "!no restart policy"},
		{"colour", "red", "!no limit called"},
	} {
		s, err := Parse(tt.field, tt.text)
		got := s.Value.Raw()
		if s.None {
			got = "none"
		}
		if err != nil {
			got = "!" + err.Error()
		}
		if want, fails := strings.CutPrefix(tt.want, "!"); fails && !strings.Contains(got, want) || fails != (err != nil) || !fails && got != want {
			t.Errorf("%s %q: %q, want %q", tt.field, tt.text, got, tt.want)
		}
	}
}

// FuzzParse holds that what is taken is what a person reads and writes again,
// and no more than a line of plain text.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"1.5", "512m", "0-3,8", "/dev/vda:1m,/dev/vdb:none", "on-failure:3", "max", "0.5", "9999999999999999999p", "1e3", "-1", "\x1b[2J"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i := range Fields {
			name := Fields[i].Name
			s, err := Parse(name, text)
			if err != nil {
				continue
			}
			if s.None != s.Value.IsZero() || strings.ContainsFunc(s.Value.Raw(), func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Fatalf("%s %q: %+v", name, text, s)
			}
			again, err := Parse(name, orNone(s.Value.Raw()))
			if err != nil || again != s {
				t.Fatalf("%s %q: %+v, and again %+v, %v", name, text, s, again, err)
			}
			if IsBytes(name) && !IsRate(name) && !s.None && (Bytes(s.Value.Raw()) <= 0 || Size(Bytes(s.Value.Raw())) != s.Value.Raw()) {
				t.Fatalf("%s %q: %d bytes", name, text, Bytes(s.Value.Raw()))
			}
			if Format(name, s.Value.Raw()) == "" {
				t.Fatalf("%s %q: nothing to read", name, text)
			}
			v := Values{}.With([]model.Setting{s})
			if got, known := v.Get(name); !known || got != strings.ReplaceAll(s.Value.Raw(), ":none", "\x00") && !IsRate(name) {
				t.Fatalf("%s %q: %q of %q", name, text, got, s.Value)
			}
		}
	})
}

func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return value
}

func TestFormat(t *testing.T) {
	for _, tt := range []struct {
		field       model.Field
		value, want string
	}{
		{"memory", "512m", "512M"},
		{"memory", "1536m", "1536M"},
		{"memory", "100000001", "95.4M"},
		{"memory", "", "unlimited"},
		{"memory-reservation", "", "none"},
		{"cpus", "1.5", "1.5 cores"},
		{"cpus", "1", "1 core"},
		{"cpu-quota", "50000", "50000 µs"},
		{"cpu-shares", "", "unset"},
		{"cpuset-cpus", "", "all"},
		{"restart", "", "no"},
		{"device-read-bps", "/dev/vda:1m,/dev/vdb:none", "/dev/vda 1M/s, /dev/vdb unlimited"},
		{"device-write-iops", "/dev/vda:100", "/dev/vda 100/s"},
	} {
		if got := Format(tt.field, tt.value); got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.field, tt.value, got, tt.want)
		}
	}
}

// The weights are those that crun has made of shares, the old one and the new.
func TestWeights(t *testing.T) {
	for shares, want := range map[int64][2]int64{2: {1, 1}, 512: {20, 59}, 1024: {39, 100}, 262144: {10000, 10000}} {
		if got := [2]int64{Weight(shares), NewWeight(shares)}; got != want {
			t.Errorf("%d shares: %v, want %v", shares, got, want)
		}
	}
	for _, n := range []int64{math.MinInt64, -1, 0, 1, mostShares + 1, math.MaxInt64} {
		least, greatest := Weight(n) == 1 && NewWeight(n) == 1 && Shares(n) == 2, Weight(n) == 10_000 && NewWeight(n) == 10_000 && Shares(n) == mostShares
		if !(n < 2 && least || n > 2 && greatest) {
			t.Errorf("%d: weights %d and %d, shares %d", n, Weight(n), NewWeight(n), Shares(n))
		}
	}
	for w := int64(1); w <= 10000; w++ {
		if got := Weight(Shares(w)); got != w {
			t.Fatalf("weight %d is %d shares, which are weight %d", w, Shares(w), got)
		}
	}
}

// Back names memory with swap, and takes rates away that were not there.
func TestBack(t *testing.T) {
	was := Values{"memory": "64m", "memory-swap": "128m", "cpu-quota": "", "cpu-period": "", "device-read-bps": "/dev/vda:1m", "pids-limit": ""}
	now := maps.Clone(was).With([]model.Setting{
		{Field: "memory", Value: clean.Of("32m")},
		{Field: "cpus", Value: clean.Of("0.5")},
		{Field: "device-read-bps", Value: clean.Of("/dev/vdb:2m")},
	})
	if now["device-read-bps"] != "/dev/vda:1m,/dev/vdb:2m" {
		t.Errorf("rates: %v", now)
	}
	want := []model.Setting{
		{Field: "cpu-quota", None: true},
		{Field: "cpu-period", None: true},
		{Field: "memory", Value: clean.Of("64m")},
		{Field: "memory-swap", Value: clean.Of("128m")},
		{Field: "device-read-bps", Value: clean.Of("/dev/vda:1m,/dev/vdb:none")},
	}
	if got := was.Back(now); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if d := was.Differing(now.With(was.Back(now))); len(d) > 0 {
		t.Errorf("after that %v differ", d)
	}
}

// The README has the table as it is.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), Table()) {
		t.Errorf("the README's table of limits is to be:\n%s", Table())
	}
}

// Each rate of a device is another of its line.
func TestOfDevice(t *testing.T) {
	line := &probe.IOLimit{Device: "vda", RBytes: model.LimitOf(1), WBytes: model.LimitOf(2), RIOs: model.LimitOf(3), WIOs: model.NoLimit}
	for f, want := range map[model.Field]model.Limit{
		model.FieldDeviceReadBps: model.LimitOf(1), model.FieldDeviceWriteBps: model.LimitOf(2),
		model.FieldDeviceReadIOPS: model.LimitOf(3), model.FieldDeviceWriteIOPS: model.NoLimit, model.FieldMemory: {},
	} {
		if got := OfDevice(f, line); got != want {
			t.Errorf("%s: %v, want %v", f, got, want)
		}
	}
}

// What somebody wrote into a log or a record, and no kernel takes, turns into no
// other number.
func TestNumbersSaturate(t *testing.T) {
	for in, want := range map[string]int64{"9223372036854775807": maxSize, "99999999999p": maxSize, "9e99": maxSize, "4611686018427387904": maxSize, "-1": 0, "1k": 1024} {
		if got := Bytes(in); got != want {
			t.Errorf("%s is %d, want %d", in, got, want)
		}
	}
	v := Values{}.With([]model.Setting{{Field: model.FieldCPUs, Value: clean.Of("1e300")}})
	if v[model.FieldCPUQuota] != "819200000" {
		t.Errorf("%v", v)
	}
	if err := (Values{}).With([]model.Setting{{Field: model.FieldCPUs, Value: clean.Of("NaN")}}).Possible(); err == nil {
		t.Error("NaN cores are possible")
	}
	var r Inspection
	r.HostConfig.CPUShares = math.MaxUint64
	if got := r.Values()[model.FieldCPUShares]; got != "9223372036854775807" {
		t.Errorf("shares %q", got)
	}
}
