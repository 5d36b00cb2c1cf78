package load

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"podtop/model/bench"
)

// A server that answers one after the other, each in 10 ms, holds less than 100 a
// second. How much less depends on how busy the machine is.
func TestRamp(t *testing.T) {
	t.Parallel()
	var one sync.Mutex
	target := serve(t, func(http.ResponseWriter, *http.Request) {
		one.Lock()
		defer one.Unlock()
		time.Sleep(10 * time.Millisecond)
	})
	c := NewClient(target)
	defer c.Close()
	ramp := bench.Ramp{From: 40, Most: 10_000, P99: 100 * time.Millisecond}
	steps := 0
	best, err := c.Ramp(t.Context(), &ramp, bench.Load{Connections: 30, Time: 400 * time.Millisecond, Timeout: 5 * time.Second}, func(*bench.Tally, bench.Step) { steps++ })
	if err != nil || steps != len(ramp.Steps) {
		t.Fatalf("%v after %d steps", err, steps)
	}
	if held := ramp.Held(); held < 20 || held > 115 || held != best.Load.Rate || ramp.Bound() {
		t.Errorf("%s: %+v", ramp.Sentence(), ramp.Steps)
	}
}

func listen(t *testing.T, network, address string) net.Listener {
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestCeiling(t *testing.T) {
	plain, encrypted, socket := listen(t, "tcp", "127.0.0.1:0"), listen(t, "tcp", "127.0.0.1:0"), listen(t, "unix", "@")
	own, err := SelfSigned()
	if err != nil {
		t.Fatal(err)
	}
	for l, target := range map[net.Listener]Target{
		plain:  {},
		socket: {},
		tls.NewListener(encrypted, &tls.Config{Certificates: []tls.Certificate{own}}): {TLS: &tls.Config{InsecureSkipVerify: true}},
	} {
		go func() { _ = Echo(l) }()
		target.Network, target.Address = l.Addr().Network(), l.Addr().String()
		target.Host, target.Method, target.Path = "x", "GET", "/"
		for _, load := range []bench.Load{{Connections: 4}, {Connections: 4, Rate: 10}} {
			rate, err := Ceiling(t.Context(), target, load)
			if err != nil || rate < 100 {
				t.Errorf("%s, %+v: %v a second, %v", target.Network, load, rate, err)
			}
		}
	}
}

// Where the server that does nothing could not be started no ceiling is known.
func TestNoCeiling(t *testing.T) {
	l := listen(t, "tcp", "127.0.0.1:0")
	l.Close()
	target := Target{Network: "tcp", Address: l.Addr().String(), Host: "x", Method: "GET", Path: "/"}
	if rate, err := Ceiling(t.Context(), target, bench.Load{Connections: 1}); err == nil {
		t.Errorf("%v a second", rate)
	}
}

func TestTry(t *testing.T) {
	good := serve(t, http.NotFound)
	nobody := good
	l := listen(t, "tcp", "127.0.0.1:0")
	nobody.Address = l.Addr().String()
	l.Close()
	if got, status, err := Try(t.Context(), []Target{nobody, good}, time.Second); err != nil || status != 404 || got.Address != good.Address {
		t.Errorf("%v: %d, %v", got.Address, status, err)
	}
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	checked, blind, plain, mistaken := of(secure), of(secure), of(secure), good
	checked.TLS, blind.TLS, mistaken.TLS = &tls.Config{ServerName: "example.org"}, &tls.Config{InsecureSkipVerify: true}, blind.TLS
	mistaken.TLS = &tls.Config{ServerName: "x"}
	garbage := speak(t, func(c net.Conn) { _, _ = c.Write([]byte("220 smtp.example.org\r\n")) })
	mute := speak(t, func(net.Conn) { time.Sleep(time.Second) })
	gone := Target{Network: "unix", Address: t.TempDir() + "/s", Host: "x", Method: "GET", Path: "/"}
	for want, target := range map[string]Target{
		"nobody listens at " + nobody.Address: nobody,
		"nobody listens at /":                 gone,
		"--insecure does not look at":         checked,
		"does not speak TLS":                  mistaken,
		"is no answer of HTTP/1.1":            garbage,
		"does not answer within 200ms":        mute,
	} {
		if _, _, err := Try(t.Context(), []Target{target}, 200*time.Millisecond); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, status, err := Try(t.Context(), []Target{blind}, time.Second); err != nil || status != 404 {
		t.Errorf("without a look at the certificate: %d, %v", status, err)
	}
	if _, status, err := Try(t.Context(), []Target{plain}, time.Second); err != nil || status != 400 {
		t.Errorf("TLS asked without: %d, %v", status, err)
	}
}
