package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/cmd/podtop/conn"
	"podtop/model/bench"
)

// unitsText is what systemctl shows of Podman's units.
func unitsText(socket, socketState, serviceState string) string {
	return "Listen=" + socket + " (Stream)\nId=podman.socket\nActiveState=" + socketState + "\n\nId=podman.service\nActiveState=" + serviceState + "\n"
}

// Only where systemd's socket listens, at that path, and the service does not run,
// is the service asleep.
func TestIsAsleep(t *testing.T) {
	const own = "/run/podman/podman.sock"
	for _, tt := range []struct {
		text string
		want bool
	}{
		{unitsText(own, "active", "inactive"), true},
		{unitsText(own, "active", "failed"), true},
		{unitsText(own, "active", "active"), false},
		{unitsText(own, "active", "deactivating"), false},
		{unitsText(own, "inactive", "inactive"), false},
		{unitsText("/run/other.sock", "active", "inactive"), false},
		{"", false},
		{"Id=podman.socket\nActiveState=active\n", false},
	} {
		if got := isAsleep(tt.text, own); got != tt.want {
			t.Errorf("%v of:\n%s", got, tt.text)
		}
	}
}

// The first answer of a service that sleeps is timed; one that is awake is asked
// nothing.
func TestWakeService(t *testing.T) {
	const slow = 50 * time.Millisecond
	path := filepath.Join(t.TempDir(), "podman.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	asked := false
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !asked {
			time.Sleep(slow)
		}
		asked = true
		w.Header().Set("Libpod-API-Version", "5.4.2")
	})}
	go func() { _ = server.Serve(l) }()
	defer server.Close()

	for _, tt := range []struct {
		text  string
		err   error
		wakes bool
	}{
		{err: errors.New("no systemd")},
		{text: unitsText(path, "active", "active")},
		{text: unitsText(path, "active", "inactive"), wakes: true},
	} {
		uid := os.Getuid()
		s := &services{conns: map[string]*conn.Conn{}, byUID: map[int]conn.Socket{uid: {Path: path, UID: uid}}}
		var ran []string
		got := s.wakeService(t.Context(), func(_ context.Context, _ int, args ...string) ([]byte, error) {
			ran = args
			return []byte(tt.text), tt.err
		})
		if asked != tt.wakes || (got >= slow) != tt.wakes {
			t.Errorf("%q: took %v, asked: %v", tt.text, got, asked)
		}
		if ran[0] != "systemctl" || slices.Contains(ran, "--user") != (uid != 0) || strings.Contains(strings.Join(ran, " "), "stop") {
			t.Errorf("ran %q", ran)
		}
		r := bench.Report{}
		addWaking(&r, got)
		if (len(r.Figures) == 1) != tt.wakes {
			t.Errorf("%q: %+v", tt.text, r.Figures)
		}
	}
}
