package limit

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/docker/go-units"

	"podtop/model"
)

// maxSize is the greatest size there can be: the kernel counts in pages of an
// int64.
const maxSize = 1 << 62

// parseSize reads a size as Podman does: 512m, 1.5g, 4096. (go-units takes
// "0.5" for 0, "1e3" for 1000 and lets huge ones turn negative.)
func parseSize(s string) (string, error) {
	n, err := units.RAMInBytes(s)
	digits := strings.TrimRight(s, "bBiIkKmMgGtTpP ")
	whole, _, _ := strings.Cut(digits, ".")
	switch {
	case strings.HasPrefix(s, "-"):
		return "", fmt.Errorf("%q is less than nothing; none stands for no limit", s)
	case err != nil || strings.Trim(digits, "0123456789.") != "":
		return "", fmt.Errorf("%q is not a size, such as 512m or 1.5g", s)
	case len(whole) > 19 || n < 0 || n >= maxSize:
		return "", fmt.Errorf("%q is more than there can be; none stands for no limit", s)
	case n == 0:
		return "", fmt.Errorf("%q is less than a byte; Podman would take 0 for no change, and none stands for no limit", s)
	}
	return formatSize(n), nil
}

// formatSize writes n bytes so that Podman reads n back.
func formatSize(n int64) string {
	for _, u := range []struct {
		shift  uint
		suffix string
	}{{40, "t"}, {30, "g"}, {20, "m"}, {10, "k"}} {
		if n > 0 && n%(1<<u.shift) == 0 {
			return strconv.FormatInt(n>>u.shift, 10) + u.suffix
		}
	}
	return strconv.FormatInt(n, 10)
}

// Bytes is the size a value says, maxSize of a greater one; 0 for no limit.
func Bytes(value string) int64 {
	if value == "" {
		return 0
	}
	n, err := units.RAMInBytes(value)
	switch {
	case err != nil:
		return 0
	case n < 0: // go-units lets huge ones turn negative
		return maxSize
	}
	return min(n, maxSize)
}

// Size is the value of n bytes, "" if that is more than there can be.
func Size(n int64) string {
	if n <= 0 || n >= maxSize {
		return ""
	}
	return formatSize(n)
}

// person is a size as people read it: 128M, 1.5G.
func person(n int64) string {
	if s := formatSize(n); len(s) <= 6 {
		return strings.ToUpper(s)
	}
	if n > math.MaxInt64/2 {
		return "8E"
	}
	return string(model.AppendBytes(nil, float64(n)))
}
