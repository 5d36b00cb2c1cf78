package limit

import (
	"math"
	"strings"

	"podtop/model"
	"podtop/model/clean"
)

// Unlimited is how no limit is written for a person.
const Unlimited = "unlimited"

// Format writes a value as a person reads it: "128M", "1.5 cores", "unlimited".
// What Podman has on record may be anything: as shown it is clean.
func Format(f model.Field, value string) string { return clean.Text(fieldText(f, value)) }

// Describe names settings as a person reads them: "memory 64M, cpus unlimited".
func Describe(settings []model.Setting) string {
	parts := make([]string, len(settings))
	for i, s := range settings {
		parts[i] = string(s.Field) + " " + Format(s.Field, s.Value.Raw())
	}
	return strings.Join(parts, ", ")
}

func fieldText(f model.Field, value string) string {
	switch {
	case value == "":
		return unsetText(f)
	case IsRate(f):
		var parts []string
		for _, r := range Rates(value) {
			parts = append(parts, formatRate(f, r))
		}
		return strings.Join(parts, ", ")
	case IsBytes(f):
		return person(Bytes(value))
	case f == model.FieldCPUs && value == "1":
		return "1 core"
	case f == model.FieldCPUs:
		return value + " cores"
	case f == model.FieldCPUQuota || f == model.FieldCPUPeriod:
		return value + " µs"
	}
	return value
}

func formatRate(f model.Field, r Rate) string {
	switch {
	case r.None:
		return r.Device + " " + Unlimited
	case IsBytes(f):
		return r.Device + " " + person(r.N) + "/s"
	}
	return r.Device + " " + FormatRates(false, []Rate{r})[len(r.Device)+1:] + "/s"
}

// unsetText is the value in force where none is set.
func unsetText(f model.Field) string {
	switch f {
	case model.FieldCPUShares, model.FieldBlkioWeight, model.FieldMemorySwappiness:
		return "unset"
	case model.FieldCPUPeriod:
		return "100000 µs"
	case model.FieldCPUSetCPUs, model.FieldCPUSetMems:
		return "all"
	case model.FieldMemoryReservation:
		return "none"
	case model.FieldRestartPolicy:
		return "no"
	}
	return Unlimited
}

// Weight is the cpu.weight that crun before 1.23 and runc make of shares, and
// later ones: 1024 was 39, which is less than the 100 that holds unset, and is
// 100 now.
func Weight(shares int64) int64 { return 1 + (min(max(shares, 2), mostShares)-2)*9999/262142 }

// mostShares is the kernel's maximum. It treats more as that many.
const mostShares = 262144

// Shares are those that become about weight.
func Shares(weight int64) int64 { return 2 + ((min(max(weight, 1), 10_000)-1)*262142+9998)/9999 }

// NewWeight is the weight that crun makes of shares since 1.23: 2, 1024 and
// 262144 become 1, 100 and 10000.
func NewWeight(shares int64) int64 {
	l := math.Log2(float64(min(max(shares, 2), mostShares)))
	return int64(math.Ceil(math.Pow(10, (l*l+125*l)/612-7.0/34)))
}
