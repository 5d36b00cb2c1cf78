//go:build e2e

package main_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"
	"time"
)

// A holdingProxy stands before a Podman service, and can hold its inspects.
type holdingProxy struct {
	socket string
	hold   atomic.Bool
	held   atomic.Int32 // inspects that were held and given up on
}

// heldFor is how long an inspect is held.
const heldFor = 15 * time.Second

var inspectPath = regexp.MustCompile(`/containers/[0-9a-f]{64}/json$`)

// holdInspects starts a service of h's own, and a proxy before it.
func (h *host) holdInspects(t *testing.T) *holdingProxy {
	t.Helper()
	behind := filepath.Join(h.dir, "behind.sock")
	h.own.serve(t, behind)
	p := &holdingProxy{socket: filepath.Join(h.dir, "held.sock")}
	dialer := net.Dialer{}
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: "d"})
	forward.FlushInterval, forward.ErrorLog = -1, log.New(io.Discard, "", 0)
	forward.Transport = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "unix", behind)
	}}
	l, err := net.Listen("unix", p.socket)
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.hold.Load() && inspectPath.MatchString(r.URL.Path) {
			p.wait(r.Context())
		}
		forward.ServeHTTP(w, r)
	})}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return p
}

// wait holds an inspect until its time is over, or who asked gives up.
func (p *holdingProxy) wait(ctx context.Context) {
	select {
	case <-ctx.Done():
		p.held.Add(1)
	case <-time.After(heldFor):
		p.held.Add(1)
	}
}

// waitHeld waits until inspects have been held for long enough.
func (p *holdingProxy) waitHeld(t *testing.T) {
	t.Helper()
	before := p.held.Load()
	wait(t, "an inspect to be held", func() bool { return p.held.Load() > before })
	time.Sleep(heldFor)
}
