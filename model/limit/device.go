package limit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/probe"
)

// A Rate is what a device is bounded to. None is no bound.
type Rate struct {
	Device string // "/dev/vda"
	None   bool
	N      int64 // bytes or operations each second
}

// OfDevice is what a device's line of io.max has of a field that is a rate;
// unknown of another.
func OfDevice(f model.Field, l *probe.IOLimit) model.Limit {
	switch f {
	case model.FieldDeviceReadBps:
		return l.RBytes
	case model.FieldDeviceWriteBps:
		return l.WBytes
	case model.FieldDeviceReadIOPS:
		return l.RIOs
	case model.FieldDeviceWriteIOPS:
		return l.WIOs
	}
	return model.Limit{}
}

// rates makes a parser of rates by device, several with commas between them.
func rates(parse func(string) (string, error)) func(string) (string, error) {
	return func(s string) (string, error) {
		var all []string
		seen := map[string]bool{}
		for part := range strings.SplitSeq(s, ",") {
			colon := strings.LastIndexByte(part, ':')
			if colon < 0 || !isDevice(part[:colon]) {
				return "", fmt.Errorf("%q names no device and rate, such as /dev/vda:1m", part)
			}
			device, rate := part[:colon], part[colon+1:]
			if seen[device] {
				return "", fmt.Errorf("%s is named twice", device)
			}
			seen[device] = true
			if isNone(rate) {
				all = append(all, device+":none")
				continue
			}
			v, err := parse(rate)
			if err != nil {
				return "", fmt.Errorf("%s: %w", device, err)
			}
			all = append(all, device+":"+v)
		}
		slices.Sort(all)
		return strings.Join(all, ","), nil
	}
}

// isDevice reports whether s can be a device's path, and nothing a shell or a
// terminal would make more of.
func isDevice(s string) bool {
	return strings.HasPrefix(s, "/dev/") && !strings.Contains(s, "..") && strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/-_.+@", r))
	}) < 0
}

func parseIOPS(s string) (string, error) {
	return number(1, 1<<32-1, "a number of operations a second, from 1 to 4294967295")(s)
}

// Rates are those a value says.
func Rates(value string) (all []Rate) {
	for part := range strings.SplitSeq(value, ",") {
		colon := strings.LastIndexByte(part, ':')
		if colon < 0 {
			continue
		}
		rate := part[colon+1:]
		all = append(all, Rate{part[:colon], isNone(rate), Bytes(rate)})
		if rate == "none" {
			all[len(all)-1].N = 0
		}
	}
	return all
}

// FormatRates is the value of rates; those that are none are left out.
func FormatRates(bytes bool, all []Rate) string {
	var parts []string
	for _, r := range all {
		switch {
		case r.None || r.N <= 0:
		case bytes:
			parts = append(parts, r.Device+":"+formatSize(r.N))
		default:
			parts = append(parts, r.Device+":"+strconv.FormatInt(r.N, 10))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}
