package when

import (
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	now := time.Date(2026, 11, 30, 14, 30, 5, 0, berlin)
	for text, want := range map[string]string{
		"now": "2026-11-30T13:30:05Z", "today": "2026-11-29T23:00:00Z", "yesterday": "2026-11-28T23:00:00Z", "Tomorrow": "2026-11-30T23:00:00Z",
		"2026-11-30 12:00:00": "2026-11-30T11:00:00Z", "2026-11-30 12:00": "2026-11-30T11:00:00Z", "2026-11-30": "2026-11-29T23:00:00Z",
		"2026-11-30T12:00": "2026-11-30T11:00:00Z", "2026-11-30T12:00:00": "2026-11-30T11:00:00Z",
		"2026-11-30T12:00:00Z": "2026-11-30T12:00:00Z", "2026-11-30T12:00:00+02:00": "2026-11-30T10:00:00Z", "2026-11-30T12:00:00-0500": "2026-11-30T17:00:00Z",
		"2026-11-30 12:00:00.25": "2026-11-30T11:00:00.25Z", "2026-11-30T12:00:00.000000001Z": "2026-11-30T12:00:00.000000001Z",
		"2026-11-30 12:00 UTC": "2026-11-30T12:00:00Z", "2026-11-30Z": "2026-11-30T00:00:00Z",
		"12:00": "2026-11-30T11:00:00Z", "12:00:30": "2026-11-30T11:00:30Z", "00:00": "2026-11-29T23:00:00Z",
		"-1h": "2026-11-30T12:30:05Z", "1h ago": "2026-11-30T12:30:05Z", "2h30m": "2026-11-30T11:00:05Z", "+10min": "2026-11-30T13:40:05Z",
		"1h 30min ago": "2026-11-30T12:00:05Z", "3 days ago": "2026-11-27T13:30:05Z", "7d": "2026-11-23T13:30:05Z", "2w": "2026-11-16T13:30:05Z",
		"1M": "2026-10-30T13:30:05Z", "1y": "2025-11-30T13:30:05Z", "1.5h": "2026-11-30T12:00:05Z", "0s": "2026-11-30T13:30:05Z", "90 seconds ago": "2026-11-30T13:28:35Z",
		"250ms": "2026-11-30T13:30:04.75Z", "  10m ": "2026-11-30T13:20:05Z", "1d2h": "2026-11-29T11:30:05Z",
		"@1732": "1970-01-01T00:28:52Z", "@1732000000.5": "2024-11-19T07:06:40.5Z", "1732000000": "2024-11-19T07:06:40Z", "@0": "1970-01-01T00:00:00Z",
		"@253402300799": "9999-12-31T23:59:59Z",
	} {
		got, err := Parse(text, now)
		if err != nil || got.UTC().Format(time.RFC3339Nano) != want || got.Location() == time.Local {
			t.Errorf("%q: %v, %v, want %s", text, got.UTC().Format(time.RFC3339Nano), err, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	now := time.Date(2026, 11, 30, 14, 30, 5, 0, time.UTC)
	for _, text := range []string{
		"", " ", "x", "ago", "-", "+", "-1h ago", "+1h ago", "1", "90", "1732", "1.5d", "1 h x", "h", "1h30", "--1h", "1e3h", "-1.h.", "2027y", "+8000y", "1,5h",
		"99999999d", "9999999999999h", "2026-13-01", "2026-11-31", "25:00", "12:60", "2026-11-30 12:00 CET", "2026-11-30 12:00 MST",
		"@", "@x", "@-1", "@1.", "@1.x", "@253402300800", "@99999999999999999999", "1h\x00", strings.Repeat("1h ", 1000),
	} {
		if got, err := Parse(text, now); err == nil {
			t.Errorf("%.50q: %v", text, got)
		} else if len(err.Error()) > 400 {
			t.Errorf("%.50q: an error of %d bytes", text, len(err.Error()))
		}
	}
}

// A day is one of the calendar, which on the day the clock is put back has 25
// hours.
func TestDaysOfTheCalendar(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	now := time.Date(2026, 10, 26, 12, 0, 0, 0, berlin)
	for text, want := range map[string]string{"2d": "2026-10-24T10:00:00Z", "48h": "2026-10-24T11:00:00Z", "yesterday": "2026-10-24T22:00:00Z"} {
		if got, err := Parse(text, now); err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"now", "1h ago", "@1732.5", "2026-11-30T12:00:00Z", "12:00", "1M2w3d", "+9223372036s"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 30, 14, 30, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Parse(s, now)
		if err != nil && !got.IsZero() {
			t.Errorf("%q: %v and %v", s, got, err)
		}
		if again, _ := Parse(s, now); !again.Equal(got) {
			t.Errorf("%q: %v, and then %v", s, got, again)
		}
	})
}
