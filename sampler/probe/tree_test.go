package probe

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"podtop/model/clean"
)

// A container's links stay in it, and what is no ordinary file is not opened.
func TestReadIn(t *testing.T) {
	w := newWorld(t)
	w.write("secret", "the host's")
	w.write("tree/etc/resolv.conf", "its own")
	w.write("tree/secret", "its own secret")
	w.link("/secret", "tree/etc/absolute")
	w.link("../../../../../../secret", "tree/etc/up")
	w.link("../secret", "tree/etc/near")
	w.link("loop", "tree/etc/loop")
	w.link(w.path("secret"), "tree/etc/out")
	w.link("/proc/self/fd/0", "tree/etc/magic")
	w.fifo("tree/etc/fifo")
	root, err := unix.Open(w.path("tree"), unix.O_PATH|unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(root)
	for name, want := range map[string]string{
		"etc/resolv.conf": "its own", "etc/absolute": "its own secret", "etc/up": "its own secret", "etc/near": "its own secret",
		"etc/out": "", "etc/loop": "", "etc/magic": "", "etc/fifo": "", "etc": "", "none": "", "etc/resolv.conf/x": "",
	} {
		b, err := readIn(root, name, 100)
		if string(b) != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", name, b, err, want)
		}
		if name == "none" && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b, err := readIn(root, "etc/resolv.conf", 3); err != nil || string(b) != "its" {
		t.Errorf("three bytes: %q, %v", b, err)
	}
	// On an older kernel links that begin with a slash lead nowhere.
	for name, want := range map[string]string{
		"etc/resolv.conf": "its own", "etc/near": "its own secret",
		"etc/absolute": "", "etc/up": "", "etc/out": "", "etc/loop": "", "etc/magic": "", "etc/fifo": "", "etc": "", "none": "",
	} {
		got := ""
		f, err := openByName(root, name)
		if err == nil {
			b, _ := io.ReadAll(f)
			got = string(b)
			f.Close()
		}
		if got != want || (err == nil) != (want != "") {
			t.Errorf("by name: %s: %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestParseResolv(t *testing.T) {
	for _, tt := range []struct {
		in              string
		servers, search []string
	}{
		{"", nil, nil},
		{
			"# podman\nsearch dns.podman example.org\nnameserver 10.88.0.1\nnameserver fd00::1\noptions edns0\n",
			[]string{"10.88.0.1", "fd00::1"},
			[]string{"dns.podman", "example.org"},
		},
		{"domain a\nsearch b c\nnameserver 1.1.1.1", []string{"1.1.1.1"}, []string{"b", "c"}},
		{"nameserver\nsearch\n;nameserver 1.1.1.1\nnameserver example.org\nnameserver 1.1.1.1 # x\n", []string{"1.1.1.1"}, nil},
		{"search \x1b[2Jx\nnameserver fe80::1%\x1b[2J\n", []string{"fe80::1%?[2J"}, []string{"?[2Jx"}},
		{strings.Repeat("nameserver 1.1.1.1\n", 100) + "search" + strings.Repeat(" x", 100), slices.Repeat([]string{"1.1.1.1"}, mostDNS), slices.Repeat([]string{"x"}, mostDNS)},
	} {
		servers, search := parseResolv(tt.in)
		if !slices.Equal(servers, tt.servers) || !slices.Equal(search, tt.search) {
			t.Errorf("%.60q: %q %q, want %q %q", tt.in, servers, search, tt.servers, tt.search)
		}
	}
}

func FuzzResolv(f *testing.F) {
	f.Add("search dns.podman\nnameserver 10.88.0.1\n")
	f.Add("nameserver fe80::1%eth0\n")
	f.Fuzz(func(t *testing.T, text string) {
		servers, search := parseResolv(text)
		if len(servers) > mostDNS || len(search) > mostDNS {
			t.Errorf("%d servers, %d domains", len(servers), len(search))
		}
		for _, s := range append(servers, search...) {
			if clean.Text(s) != s || s == "" {
				t.Errorf("%q has %q", text, s)
			}
		}
	})
}
