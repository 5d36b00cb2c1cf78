package probe

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model"
	"podtop/model/clean"
)

func reply(t testing.TB, version string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", version+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func at(s string) time.Time { return moment(s) }

// from43 is testdata/4.3.json.
var from43 = Inspection{
	ID:  "a99e350536aaad7ea21d6831666b029be5287dec09c9515bea36a790d0ec41a5",
	PID: 21352, Image: "localhost/web:latest", ImageID: "9f3ae2a42125c45809c2ac89028bc77fac447f7fa82db5dba884657e2da31b69",
	Digest:  "sha256:457fb5ef4b719b32211fcbc2c0fea91926ccb1e4bb45c86c4a8cb207ef880f76",
	Command: []string{"/bin/sh", "-c", "sleep 1000"},
	WorkDir: "/bin", Hostname: "hh", InsideUser: "1000:1000",
	CapAdd: []string{"CAP_NET_ADMIN"}, CapDrop: []string{"CAP_CHOWN"},
	RestartPolicy: "on-failure:3", LogDriver: "k8s-file", LogPath: "/srv/full.log", Runtime: "runc",
	Env: []Pair{
		{"FOO", "bar"},
		{"HOSTNAME", "hh"},
		{"MULTI", "a b"},
		{"PASS", `se"cret`},
		{"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
		{"TERM", "xterm"},
		{"container", "podman"},
	},
	Labels: []Pair{{"a.b", "c"}},
	Annotations: []Pair{
		{"io.container.manager", "libpod"},
		{"io.kubernetes.cri-o.Created", "2026-11-25T22:21:52.332765782Z"},
		{"io.kubernetes.cri-o.TTY", "false"},
		{"io.podman.annotations.autoremove", "FALSE"},
		{"io.podman.annotations.init", "FALSE"},
		{"io.podman.annotations.privileged", "FALSE"},
		{"io.podman.annotations.publish-all", "FALSE"},
		{"org.opencontainers.image.stopSignal", "15"},
		{"x.y", "z"},
	},
	Mounts: []Mount{
		{Type: "overlay", Destination: clean.Of("/"), Source: clean.Of("/var/lib/containers/storage/overlay/8a3aa2c457e2185832365adcb7a029e9ce01346949ce819ea0b910b835ccfea9/diff")},
		{Type: "volume", Name: "vol1", Destination: clean.Of("/data"), Source: clean.Of("/var/lib/containers/storage/volumes/vol1/_data"), Options: "nosuid,nodev,rbind"},
		{Type: "bind", Destination: clean.Of("/src"), Source: clean.Of("/srv/src"), Options: "rbind", ReadOnly: true},
		{Type: "tmpfs", Destination: clean.Of("/scratch"), Options: "size=1m,rw,rprivate,nosuid,nodev,tmpcopyup"},
		{Type: "tmpfs", Destination: clean.Of("/t2"), Options: "size=2m,rw,rprivate,nosuid,nodev,tmpcopyup"},
		{Type: "tmpfs", Destination: clean.Of("/dev/shm"), Options: "size=65536000"},
	},
	NetworkMode: "none", Started: at("2026-11-25T22:21:52.584224564Z"),
	Health: Health{
		Status: "starting", Test: []string{"CMD-SHELL", "echo hi; date; exit 1"},
		Interval: 20 * time.Second, Timeout: 3 * time.Second, StartPeriod: time.Second, Retries: 2, OnFailure: "none",
		Most: 5, Log: []Check{
			{at("2026-11-25T22:21:52.635197705Z"), at("2026-11-25T22:21:52.789049181Z"), 1, "hi Wed Nov 25 22:21:52 UTC 2026"},
			{at("2026-11-25T22:21:52.929588506Z"), at("2026-11-25T22:21:53.114841382Z"), 1, "hi Wed Nov 25 22:21:53 UTC 2026"},
		},
	},
}

func TestParseInspection43(t *testing.T) {
	b := reply(t, "4.3")
	got, err := ParseInspection(b)
	if err != nil {
		t.Fatal(err)
	}
	want := from43
	want.JSON = b
	if diff := cmp.Diff(&want, got, cmp.AllowUnexported(model.Count{}, clean.String{})); diff != "" {
		t.Error(diff)
	}
}

// Asked for version 4 or for its own, Podman 5 says the same.
func TestParseInspection54(t *testing.T) {
	got, err := ParseInspection(reply(t, "5.4"))
	if err != nil {
		t.Fatal(err)
	}
	native, err := ParseInspection(reply(t, "5.4-native"))
	if err != nil {
		t.Fatal(err)
	}
	native.JSON = got.JSON
	if diff := cmp.Diff(got, native, cmp.AllowUnexported(model.Count{}, clean.String{})); diff != "" {
		t.Errorf("in the shapes of 4 and of 5: %s", diff)
	}
	if diff := cmp.Diff([]Attachment{{
		Network: "front", Address: "10.89.0.2/24", Gateway: "10.89.0.1", MAC: "0a:52:03:bc:cf:2c",
		Aliases: []string{"al", "d0323137a8e1", "hh"},
	}}, got.Attachments); diff != "" {
		t.Error(diff)
	}
	if got.SizeWritten != model.Known(2036814) || got.Health.Failing != 3 || len(got.Health.Log) != 3 || got.LogDriver != "journald" {
		t.Errorf("%+v", got)
	}
	var mounts []string
	for _, m := range got.Mounts {
		mounts = append(mounts, m.Type+" "+m.Destination.Raw())
	}
	// Podman lists the image twice.
	want := "overlay /, volume /data, volume /vol, image /img, bind /src, tmpfs /scratch, tmpfs /t2, tmpfs /dev/shm"
	if s := strings.Join(mounts, ", "); s != want {
		t.Errorf("mounts %s,\nwant %s", s, want)
	}
}

func TestParseInspectionOf(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     Inspection
	}{
		{"entrypoint as a string", `{"Config":{"Entrypoint":"/bin/sh -c","Cmd":["a b"]}}`, Inspection{Command: []string{"/bin/sh", "-c", "a b"}}},
		{"entrypoint as a list", `{"Config":{"Entrypoint":["/bin/sh","-c"],"Cmd":["a b"]}}`, Inspection{Command: []string{"/bin/sh", "-c", "a b"}}},
		{"no entrypoint", `{"Config":{"Entrypoint":null,"Cmd":null}}`, Inspection{}},
		{"entrypoint of another kind", `{"Config":{"Entrypoint":7,"Cmd":["a"]}}`, Inspection{Command: []string{"a"}}},
		{
			"health by its old name", `{"State":{"Healthcheck":{"Status":"healthy","Log":[{"Start":"never","Output":"\u001b[2J"}]}}}`,
			Inspection{Health: Health{Status: "healthy", Most: 5, Log: []Check{{Output: "?[2J"}}}},
		},
		{"a directory for a root", `{"Rootfs":"/srv/tree","HostConfig":{"ReadonlyRootfs":true}}`, Inspection{Mounts: []Mount{{Type: "rootfs", Source: clean.Of("/srv/tree"), Destination: clean.Of("/"), ReadOnly: true}}}},
		{"the host's /dev/shm", `{"HostConfig":{"ShmSize":65536000,"IpcMode":"host"}}`, Inspection{}},
		{"its own /dev/shm", `{"Mounts":[{"Type":"bind","Destination":"/dev/shm","RW":true}],"HostConfig":{"ShmSize":65536000}}`, Inspection{Mounts: []Mount{rootOnly[0], {Type: "bind", Destination: clean.Of("/dev/shm")}}}},
		{"a read-only tmpfs", `{"HostConfig":{"Tmpfs":{"/t":"ro,size=1m"}}}`, Inspection{Mounts: []Mount{rootOnly[0], {Type: "tmpfs", Destination: clean.Of("/t"), Options: "ro,size=1m", ReadOnly: true}}}},
		{
			"six", `{"NetworkSettings":{"Networks":{"b":{"GlobalIPv6Address":"fd00::2","GlobalIPv6PrefixLen":64,"IPv6Gateway":"fd00::1"},"a":{"IPAddress":"10.0.0.2"}}}}`,
			Inspection{Attachments: []Attachment{{Network: "a", Address: "10.0.0.2"}, {Network: "b", Address6: "fd00::2/64", Gateway6: "fd00::1"}}},
		},
		{"hostile", `{"Config":{"Env":["A\u001b]0;x\u0007=\u202eb","C"],"Labels":{"\n":"\u009b"}}}`, Inspection{Env: []Pair{{"A?]0;x?", "?b"}, {"C", ""}}, Labels: []Pair{{" ", "?"}}}},
		{"a negative pid and size", `{"State":{"Pid":-4},"SizeRw":-1}`, Inspection{}},
		{"always", `{"HostConfig":{"RestartPolicy":{"Name":"always"}}}`, Inspection{RestartPolicy: "always"}},
		{
			"what is of another kind", `{"Config":{"Env":{"A":"b"},"User":"u"},"Mounts":null,"OCIRuntime":"crun"}`,
			Inspection{
				InsideUser: "u", Runtime: "crun",
				Answer: Answer{Missing: []model.Note{{Source: "podman", Text: "Config.Env is of another kind (object) than podtop knows: it is in the JSON alone"}}},
			},
		},
	} {
		b := []byte(`{"Id":"` + "c1" + `",` + c.in[1:])
		got, err := ParseInspection(b)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		c.want.ID, c.want.JSON = "c1", b
		if c.want.Mounts == nil {
			c.want.Mounts = rootOnly
		}
		if diff := cmp.Diff(&c.want, got, cmp.AllowUnexported(model.Count{}, clean.String{})); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

var rootOnly = []Mount{{Type: "root", Destination: clean.Of("/")}}

func TestParseInspectionRefuses(t *testing.T) {
	for _, in := range []string{``, `{`, `[]`, `"x"`, `null`, `{}`, `{"Id":7}`, `{"Id":""}`, `{"Id":"a"} x`} {
		if got, err := ParseInspection([]byte(in)); err == nil {
			t.Errorf("%s: %+v", in, got)
		}
	}
}

func TestParseInspectionIsBounded(t *testing.T) {
	long := strings.Repeat("x", 3*maxText)
	many := make([]string, maxList+9)
	labels, checks, mounts := map[string]string{}, []map[string]any{}, []map[string]any{}
	for i := range many {
		many[i] = strings.Repeat("y", i+1)
		labels[many[i][:min(i+1, 40)]+string(rune(0x4e00+i))] = "v"
		checks = append(checks, map[string]any{"ExitCode": i, "Output": long[:i]})
		mounts = append(mounts, map[string]any{"Destination": many[i], "Options": many[:2]})
	}
	b, err := json.Marshal(map[string]any{
		"Id": "c1", "Args": many, "Path": long, "Mounts": mounts, "State": map[string]any{"Health": map[string]any{"Status": "x", "Log": checks}},
		"Config": map[string]any{"Env": many, "Labels": labels, "Annotations": labels}, "HostConfig": map[string]any{"Tmpfs": labels, "Dns": many},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseInspection(b)
	if err != nil {
		t.Fatal(err)
	}
	checkClean(t, got)
	if l := got.Health.Log; l[len(l)-1].Exit != len(many)-1 {
		t.Errorf("the newest check is lost: the last is %d", l[len(l)-1].Exit)
	}
}

// checkClean checks that all text in an answer but its JSON is clean and
// bounded, and that so is every list.
func checkClean(t *testing.T, answer any) {
	t.Helper()
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			walk(name, v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() && f.Name != "JSON" {
					walk(name+"."+f.Name, v.Field(i))
				}
			}
		case reflect.Slice:
			if v.Len() > maxList {
				t.Errorf("%s has %d elements", name, v.Len())
			}
			for i := range v.Len() {
				walk(name, v.Index(i))
			}
		case reflect.String:
			if s := v.String(); clean.Text(s) != s || len(s) > maxText+16 {
				t.Errorf("%s is %.100q", name, s)
			}
		}
	}
	walk("", reflect.ValueOf(answer))
}

func FuzzParseInspection(f *testing.F) {
	for _, version := range []string{"4.3", "5.4", "5.4-native"} {
		f.Add(reply(f, version))
	}
	f.Add([]byte(`{"Id":"\u001b","Config":{"Env":["\u001b[2J=\n"],"Entrypoint":["\u202e"]},"Mounts":[{"Destination":7}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := ParseInspection(b)
		if err != nil {
			return
		}
		if in.ID == "" || in.PID < 0 || len(in.Mounts) == 0 || !bytes.Equal(in.JSON, b) {
			t.Errorf("%+v", in)
		}
		checkClean(t, in)
	})
}
