// Package when reads times as people write them: the forms of journalctl, of
// podman logs, and of ISO dates.
//
//	2026-11-30 12:00:00   2026-11-30 12:00   2026-11-30   with T or a blank, and with Z or +01:00 behind it
//	12:00   12:00:30      of today
//	now   today   yesterday   tomorrow
//	-1h   +10m            so long before and after now
//	1h ago   2h30m   7d   so long before now
//	@1732, 1732000000     seconds since 1970, with an @ or of nine digits and more
//
// What names no zone is by the clock of the place of now.
package when

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// maxText is the longest text that is looked at.
const maxText = 100

// Parse is the time that text stands for at the time now, in now's location.
func Parse(text string, now time.Time) (time.Time, error) {
	s := strings.TrimSpace(text)
	if len(s) > maxText {
		return time.Time{}, errNoTime(s[:maxText] + "…")
	}
	for _, parse := range []func(string, time.Time) (time.Time, bool){parseWord, parseUnix, parseSpan, parseClock, parseDate} {
		if t, ok := parse(s, now); ok {
			return t, nil
		}
	}
	return time.Time{}, errNoTime(s)
}

func errNoTime(text string) error {
	return fmt.Errorf("%q: want how long ago, such as 10m, 2h or 7d, a time, such as 12:00 or yesterday, or a date, such as 2026-11-20 or 2026-11-20T14:30:00Z", text)
}

func parseWord(s string, now time.Time) (time.Time, bool) {
	switch strings.ToLower(s) {
	case "now":
		return now, true
	case "today":
		return midnight(now, 0), true
	case "yesterday":
		return midnight(now, -1), true
	case "tomorrow":
		return midnight(now, 1), true
	}
	return now, false
}

// midnight is when the day begins that is so many days from now.
func midnight(now time.Time, days int) time.Time {
	y, m, d := now.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, now.Location())
}

// parseUnix reads seconds since 1970, with or without a fraction. Podman writes
// them without an @; a number of fewer digits may mean something else.
func parseUnix(s string, now time.Time) (time.Time, bool) {
	digits, at := strings.CutPrefix(s, "@")
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	if !at && len(whole) < 9 || !isDigits(whole) || hasFraction && !isDigits(fraction) {
		return now, false
	}
	const last = 253402300799 // the end of the year 9999, which is the last that RFC 3339 can write
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds > last {
		return now, false
	}
	part, _ := strconv.ParseFloat("0."+fraction+"0", 64)
	return time.Unix(seconds, int64(math.Round(part*1e9))).In(now.Location()), true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// parseClock reads a time of today.
func parseClock(s string, now time.Time) (time.Time, bool) {
	for _, form := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(form, s); err == nil {
			y, m, d := now.Date()
			return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), now.Location()), true
		}
	}
	return now, false
}

var (
	days   = []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"}
	places = []string{"", "Z07:00", "Z0700", " MST"} // the last for UTC alone
)

// parseDate reads a date, with or without a time and a zone. Names of zones but
// UTC stand for several, and are not taken.
func parseDate(s string, now time.Time) (time.Time, bool) {
	for _, day := range days {
		for _, place := range places {
			if place == " MST" && !strings.HasSuffix(s, " UTC") {
				continue
			}
			if t, err := time.ParseInLocation(day+place, s, now.Location()); err == nil {
				return t, true
			}
		}
	}
	return now, false
}
