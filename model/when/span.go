package when

import (
	"strconv"
	"strings"
	"time"
)

// A unit of a span is one of time.ParseDuration, or so many days or months of
// the calendar.
type unit struct {
	short        string // as time.ParseDuration calls it
	days, months int
}

// unitNames are the units of systemd, and so those of Go.
var unitNames = []struct {
	names string
	unit
}{
	{"ns nsec", unit{short: "ns"}},
	{"us usec µs μs", unit{short: "us"}},
	{"ms msec", unit{short: "ms"}},
	{"s sec second seconds", unit{short: "s"}},
	{"m min minute minutes", unit{short: "m"}},
	{"h hr hour hours", unit{short: "h"}},
	{"d day days", unit{days: 1}},
	{"w week weeks", unit{days: 7}},
	{"M month months", unit{months: 1}},
	{"y year years", unit{months: 12}},
}

// unitByName is the unit called name; M is a month, m a minute.
func unitByName(name string) (unit, bool) {
	for _, u := range unitNames {
		for n := range strings.FieldsSeq(u.names) {
			if n == name {
				return u.unit, true
			}
		}
	}
	return unit{}, false
}

// parseSpan reads how long before or after now: "-1h", "+10min", "1h 30m ago",
// and without a sign it is before.
func parseSpan(s string, now time.Time) (time.Time, bool) {
	sign := -1
	s, ago := strings.CutSuffix(s, " ago")
	if rest, ok := strings.CutPrefix(s, "+"); ok && !ago {
		s, sign = rest, 1
	} else if !ago {
		s = strings.TrimPrefix(s, "-")
	}
	t, rest, ok := addPart(now, s, sign)
	for ok && rest != "" {
		t, rest, ok = addPart(t, rest, sign)
	}
	return t, ok && 0 < t.Year() && t.Year() < 10000
}

// addPart adds the first part of a span, a number with its unit, to t.
func addPart(t time.Time, s string, sign int) (sum time.Time, rest string, ok bool) {
	s = strings.TrimLeft(s, " ")
	number := s[:len(s)-len(strings.TrimLeft(s, "0123456789."))]
	s = strings.TrimLeft(s[len(number):], " ")
	end := strings.IndexAny(s, "0123456789. ")
	if end < 0 {
		end = len(s)
	}
	u, ok := unitByName(s[:end])
	if !ok {
		return t, s, false
	}
	sum, ok = u.add(t, number, sign)
	return sum, s[end:], ok
}

// add adds so many units to t, forwards or backwards. Of days and longer there
// are whole ones only, as they are not all of one length.
func (u unit) add(t time.Time, number string, sign int) (time.Time, bool) {
	if u.short != "" {
		d, err := time.ParseDuration(number + u.short)
		return t.Add(time.Duration(sign) * d), err == nil
	}
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return t, false
	}
	return t.AddDate(0, sign*int(n)*u.months, sign*int(n)*u.days), true
}
