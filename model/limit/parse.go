package limit

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
)

// Parse reads what somebody wrote for a field. "none", "unlimited", "max" and
// -1 mean no limit. What makes no sense is refused in words.
func Parse(name model.Field, text string) (model.Setting, error) {
	f := Of(name)
	if f == nil {
		return model.Setting{}, fmt.Errorf("there is no limit called %q", name)
	}
	text = strings.TrimSpace(text)
	if isNone(text) {
		return model.Setting{Field: name, None: true}, nil
	}
	v, err := f.parse(text)
	if err != nil {
		return model.Setting{}, fmt.Errorf("%s: %w", name, err)
	}
	if name == model.FieldRestartPolicy && v == "" || name == model.FieldCPUPeriod && v == "100000" {
		return model.Setting{Field: name, None: true}, nil
	}
	return model.Setting{Field: name, Value: clean.Of(v)}, nil
}

func isNone(text string) bool {
	switch strings.ToLower(text) {
	case "none", "unlimited", "max", "-1":
		return true
	}
	return false
}

// mostCores are more CPUs than any kernel is built for.
const mostCores = 8192

// parseCores reads a number of cores, exact to the µs of a period.
func parseCores(s string) (string, error) {
	v, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || strings.ContainsAny(s, "xXpP_") || math.IsNaN(v) || math.IsInf(v, 0):
		return "", fmt.Errorf("%q is not a number of cores, such as 1.5", s)
	case v <= 0:
		return "", fmt.Errorf("%q: that is no CPU at all; none stands for no limit", s)
	case v < 0.01:
		return "", fmt.Errorf("%q: the kernel takes 0.01 at least", s)
	case v > mostCores:
		return "", fmt.Errorf("%q: no kernel has so many CPUs; none stands for no limit", s)
	}
	return formatCores(int64(math.Round(v*period)), period), nil
}

// period is the one that --cpus sets.
const period = 100_000

func formatCores(quota, per int64) string {
	return strconv.FormatFloat(math.Round(float64(quota)/float64(per)*1e5)/1e5, 'f', -1, 64)
}

func parseList(s string) (string, error) {
	cpus, err := probe.ParseCPUs(s)
	if err != nil {
		return "", err
	}
	if len(cpus) == 0 {
		return "", fmt.Errorf("an empty list is ignored by Podman and refused by the kernel; name some, such as 0-3,8")
	}
	return probe.FormatCPUs(cpus), nil
}

// number makes a parser of whole numbers.
func number(least, most int64, want string) func(string) (string, error) {
	return func(s string) (string, error) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < least || n > most {
			return "", fmt.Errorf("%q is not %s", s, want)
		}
		return strconv.FormatInt(n, 10), nil
	}
}

// parseRestart reads a restart policy; "" is no.
func parseRestart(s string) (string, error) {
	policy, tries, counted := strings.Cut(s, ":")
	switch {
	case policy == "no" && !counted:
		return "", nil
	case (policy == "always" || policy == "unless-stopped" || policy == "on-failure") && !counted:
		return policy, nil
	case policy == "on-failure" && counted:
		if n, err := strconv.ParseUint(tries, 10, 31); err == nil && n == 0 {
			return policy, nil // as often as it fails
		} else if err == nil {
			return policy + ":" + strconv.FormatUint(n, 10), nil
		}
	}
	return "", fmt.Errorf("%q is no restart policy; there are no, always, unless-stopped, on-failure and on-failure:3", s)
}
