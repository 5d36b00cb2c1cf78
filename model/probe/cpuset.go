package probe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// mostCPUs is more than any kernel is built for.
const mostCPUs = 1 << 13

// ParseCPUs parses cpuset.cpus, in which there may be nothing:
//
//	0-3,8
func ParseCPUs(s string) ([]int, error) {
	var all []int
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(strings.TrimSpace(s), ",") {
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		a, err := strconv.ParseUint(from, 10, 31)
		b, err2 := strconv.ParseUint(to, 10, 31)
		if err != nil || err2 != nil || b < a || b >= mostCPUs {
			return nil, fmt.Errorf("%q is no list of CPUs, such as 0-3,8", s)
		}
		for n := a; n <= b; n++ {
			all = append(all, int(n))
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// FormatCPUs writes CPUs, from the least, as cpuset.cpus does.
func FormatCPUs(cpus []int) string {
	var b []byte
	for i := 0; i < len(cpus); {
		j := i
		for j+1 < len(cpus) && cpus[j+1] == cpus[j]+1 {
			j++
		}
		if len(b) > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(cpus[i]), 10)
		if j > i {
			b = strconv.AppendInt(append(b, '-'), int64(cpus[j]), 10)
		}
		i = j + 1
	}
	return string(b)
}

// CPUs are those the innermost of levels may run on, and which of them says so;
// nil if none does. As the kernel has it, a level without a set, or with one
// that has nothing in common with what it is in, has that of what it is in.
func CPUs(levels []Level) (cpus []int, by *Level) {
	for i := len(levels) - 1; i >= 0; i-- {
		own, err := ParseCPUs(levels[i].CPUSet)
		if err != nil || len(own) == 0 {
			continue
		}
		both := slices.DeleteFunc(own, func(n int) bool { return by != nil && !slices.Contains(cpus, n) })
		if len(both) > 0 && (by == nil || len(both) < len(cpus) || levels[i].Own) {
			cpus, by = both, &levels[i]
		}
	}
	return cpus, by
}
