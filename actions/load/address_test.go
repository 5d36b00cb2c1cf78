package load

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
)

func TestCheckLocal(t *testing.T) {
	box := netip.MustParseAddr("10.88.0.5")
	isContainer := func(a netip.Addr) (bool, error) { return a == box, nil }
	for host, local := range map[string]bool{
		"127.0.0.1": true, "127.3.4.5": true, "::1": true, "0.0.0.0": true, "::": true, "::ffff:127.0.0.1": true,
		"10.88.0.5": true, "::ffff:10.88.0.5": true,
		"192.0.2.1": false, "::ffff:192.0.2.1": false, "2001:db8::1": false, "255.255.255.255": false, "224.0.0.1": false, "fe80::1%nowhere": false,
	} {
		addrs, err := Resolve(t.Context(), host)
		if err != nil || len(addrs) != 1 {
			t.Fatalf("%s: %v, %v", host, addrs, err)
		}
		err = CheckLocal(addrs, isContainer)
		if foreign := (*ForeignError)(nil); local != (err == nil) || !local && !errors.As(err, &foreign) {
			t.Errorf("%s, dialled as %v: %v", host, addrs, err)
		}
	}
	// One foreign address among others is enough.
	both := []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("192.0.2.1")}
	if err := CheckLocal(both, isContainer); err == nil || err.Error() != "192.0.2.1 is neither this host's nor a container's" {
		t.Error(err)
	}
	broken := errors.New("Podman is silent")
	if err := CheckLocal(both, func(netip.Addr) (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	addrs, err := Resolve(t.Context(), "localhost")
	if err != nil || CheckLocal(addrs, isContainer) != nil {
		t.Errorf("localhost: %v, %v", addrs, err)
	}
}

func TestParseURL(t *testing.T) {
	for text, want := range map[string]URL{
		"http://localhost":             {Host: "localhost", Port: "80", Header: "localhost", Path: "/"},
		"http://localhost:8080/a b?c":  {Host: "localhost", Port: "8080", Header: "localhost:8080", Path: "/a%20b?c"},
		"https://[::1]/x#y":            {Host: "::1", Port: "443", Header: "[::1]", Path: "/x", Encrypted: true},
		"unix:///run/my app.sock":      {Socket: "/run/my app.sock", Header: "localhost", Path: "/"},
		"http://127.0.0.1:1//x/../%2e": {Host: "127.0.0.1", Port: "1", Header: "127.0.0.1:1", Path: "//x/../%2e"},
	} {
		if got, err := ParseURL(text, ""); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"ftp://x/":                "want http://, https:// or unix://",
		"http:///x":               "names no host",
		"http://u:secret@host/":   "leave it out",
		"unix://run/x.sock":       "unix:///run/app.sock",
		"unix:///run/x.sock?q":    "unix:///run/app.sock",
		"http://h/\r\nX: y":       "invalid control character",
		"http://h\r\nX: y/":       "invalid control character",
		"http://h:99999999999/%z": "invalid",
	} {
		if got, err := ParseURL(text, ""); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	if got, err := ParseURL("http://h", "/health?x=1"); err != nil || got.Path != "/health?x=1" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := ParseURL("unix:///s", "/health"); err != nil || got.Path != "/health" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, path := range []string{"health", "http://192.0.2.1/", "/\r\nX: y", "//h/x"} {
		if got, err := ParsePath(path); err == nil && (!strings.HasPrefix(got, "/") || strings.ContainsAny(got, "\r\n ")) {
			t.Errorf("%q is asked as %q", path, got)
		}
	}
	if _, err := ParseURL("http://h/x", "/y"); err == nil {
		t.Error("two paths")
	}
	for method, good := range map[string]bool{"GET": true, "PATCH": true, "get": false, "": false, "GET /x": false, "G\r\n": false, "CONNECT": false} {
		if err := CheckMethod(method); (err == nil) != good {
			t.Errorf("%q: %v", method, err)
		}
	}
}
