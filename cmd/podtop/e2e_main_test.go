//go:build e2e

// The end-to-end suite drives the podtop binary on a Podman host, with
// containers it makes and removes itself. It is one static test binary, so
// that it can be copied to a host that has no Go:
//
//	PODTOP_BIN           the podtop binary
//	PODTOP_E2E_SKIPS     the list of what may be skipped, see skip
//	PODTOP_E2E_THROWAWAY 1 on a host that exists for this suite alone: it
//	                     then uses the host's own Podman, systemd and users
//	PODTOP_E2E_JOURNAL   1 where journald is there for this suite alone
//
// Without the last, the suite keeps to a storage, a network and a service
// socket of its own.
package main_test

import (
	"flag"
	"os"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if os.Getenv(idleEnv) != "" {
		time.Sleep(time.Hour)
		return
	}
	if os.Getenv(lookEnv) != "" {
		lookAsOther()
		return
	}
	flag.Parse()
	// The other tests of this directory want Go and the sources.
	if run := flag.Lookup("test.run"); run.Value.String() == "" {
		if err := run.Value.Set("^TestE2E$"); err != nil {
			panic(err)
		}
	}
	// What its own user has configured is not the suite's.
	home, err := os.MkdirTemp("", "podtop-home-")
	if err != nil {
		panic(err)
	}
	os.Setenv("XDG_CONFIG_HOME", home)
	os.Setenv("XDG_STATE_HOME", home)
	code := m.Run()
	os.RemoveAll(home)
	os.Exit(code)
}

// idleEnv makes the test binary a process that does nothing, under whatever
// name and arguments it was started.
const idleEnv = "PODTOP_E2E_IDLE"

// TestE2E runs every test below the kind of host it found: "v1" or "v2" with a
// Podman of the suite's own, or "host" with a throw-away host's.
func TestE2E(t *testing.T) {
	h := newHost(t)
	tests := []struct {
		name string
		run  func(*testing.T, *host)
	}{
		{"cpu", testCPU},
		{"memory", testMemory},
		{"block_write", testBlockWrite},
		{"transfer", testTransfer},
		{"pod", testPod},
		{"restart", testRestart},
		{"failed_start", testFailedStart},
		{"openmetrics", testOpenMetrics},
		{"quadlet", testQuadlet},
		{"burst", testBurst},
		{"churn", testChurn},
		{"service_stopped", testServiceStopped},
		{"service_silent", testServiceSilent},
		{"socket_unit", testSocketUnit},
		{"rootless", testRootless},
		{"unprivileged", testUnprivileged},
		{"false_conmon", testFalseConmon},
		{"labels", testLabels},
		{"compose", testCompose},
		{"look", testLook},
		{"inspect", testInspect},
		{"unit", testUnit},
		{"pause", testPause},
		{"limits", testLimits},
		{"undo", testUndo},
		{"limits_pod", testLimitsPod},
		{"limits_quadlet", testLimitsQuadlet},
		{"audit", testAudit},
		{"read_only", testReadOnly},
		{"life", testLife},
		{"life_unit", testLifeUnit},
		{"life_rootless", testLifeRootless},
		{"page", testPage},
		{"tabs", testTabs},
		{"host_reader", testHostReader},
		{"host_page", testHostPage},
		{"events", testEvents},
		{"logs", testLogs},
		{"log_page", testLogPage},
		{"alerts", testAlerts},
		{"deaths", testDeaths},
		{"deaths_pod", testDeathsPod},
		{"health", testHealth},
		{"health_held", testHealthHeld},
		{"shell", testShell},
		{"quit", testQuit},
		{"suspend", testSuspend},
		{"bench", testBench},
		{"figures", testFigures},
	}
	t.Run(h.kind, func(t *testing.T) {
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) { test.run(t, h) })
		}
	})
}
