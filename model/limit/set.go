package limit

import "strings"

// SplitSet are the limits of a set. A comma inside a value, as in
// cpuset-cpus=0,2, is no end.
func SplitSet(text string) (all []string) {
	for part := range strings.SplitSeq(text, ",") {
		if len(all) > 0 && !strings.Contains(part, "=") {
			all[len(all)-1] += "," + part
			continue
		}
		all = append(all, part)
	}
	return all
}
