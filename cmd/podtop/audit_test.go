package main

import (
	"testing"
	"time"
)

func TestSince(t *testing.T) {
	here := time.FixedZone("", 3600)
	now := time.Date(2026, 11, 20, 14, 30, 0, 0, here)
	for text, want := range map[string]string{
		"10m": "2026-11-20T13:20:00Z", "2h": "2026-11-20T11:30:00Z", "1h30m": "2026-11-20T12:00:00Z", "7d": "2026-11-13T13:30:00Z",
		"2026-11-19": "2026-11-18T23:00:00Z", "2026-11-19T10:00:00Z": "2026-11-19T10:00:00Z", "2026-11-19 10:00": "2026-11-19T09:00:00Z",
		"0s":  "2026-11-20T13:30:00Z",
		"-1h": "2026-11-20T12:30:00Z", "-3d": "2026-11-17T13:30:00Z", // as journalctl has it
		"x": "", "99999999d": "", "2026-13-01": "", "1.5d": "",
	} {
		ao := auditOptions{format: "table", since: text}
		err := ao.check(now)
		if (err != nil) != (want == "") || err == nil && ao.from.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %v, want %s", text, ao.from, err, want)
		}
	}
}
