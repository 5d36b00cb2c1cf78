package conn

import (
	"strings"
	"testing"
)

func TestParseHost(t *testing.T) {
	for in, want := range map[string]string{
		"unix:///run/podman/podman.sock": "/run/podman/podman.sock",
		"unix:///run//podman/../x.sock":  "/run/x.sock",
		"unix:///tmp/a%20b.sock":         "/tmp/a b.sock",
	} {
		if got, err := ParseHost(in); err != nil || got != want {
			t.Errorf("%s: %q, %v", in, got, err)
		}
	}
	const here = "podtop runs on the host it watches: "
	for in, want := range map[string]string{
		"ssh://box": here + "ssh -t box podtop",
		"ssh://core@box:2222/run/podman/podman.sock": here + "ssh -p 2222 -t core@box podtop",
		"ssh://core:secret@10.0.0.7":                 here + "ssh -t core@10.0.0.7 podtop",
		"ssh://root@[fe80::1]:22/run/x.sock":         here + "ssh -p 22 -t root@fe80::1 podtop",
		"tcp://box:8080":                             here + "ssh -t box podtop",
		"ssh://-oProxyCommand=x":                     "unix:///run/podman/podman.sock",
		"ssh://":                                     "unix:///run/podman/podman.sock",
		"ssh://a;b":                                  "unix:///run/podman/podman.sock",
		"unix://run/podman.sock":                     "unix:///run/podman/podman.sock",
		"unix:run/podman.sock":                       "unix:///run/podman/podman.sock",
		"/run/podman/podman.sock":                    "unix:///run/podman/podman.sock",
		"http://x":                                   "unix:///run/podman/podman.sock",
		"":                                           "unix:///run/podman/podman.sock",
		"unix:///x\x1b[2J":                           "unix:///run/podman/podman.sock",
		"://":                                        "unix:///run/podman/podman.sock",
	} {
		got, err := ParseHost(in)
		if err == nil || got != "" || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%q: %q, %v, want %s", in, got, err, want)
		}
	}
}

func FuzzParseHost(f *testing.F) {
	f.Add("unix:///run/podman/podman.sock")
	f.Add("ssh://core@box:2222/x")
	f.Fuzz(func(t *testing.T, s string) {
		path, err := ParseHost(s)
		if (err == nil) != strings.HasPrefix(path, "/") {
			t.Errorf("%q: %q, %v", s, path, err)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\r\x1b\u009b") {
			t.Errorf("%q: %q", s, err)
		}
	})
}
