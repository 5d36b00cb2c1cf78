package probe

import (
	"strings"
	"time"
)

// A HealthState is State.Health of Podman's reply.
type HealthState struct {
	Status        string
	FailingStreak int
	Log           []struct {
		Start, End string
		ExitCode   int
		Output     string
	}
}

// A HealthConfig is what Config of Podman's reply has of the health check.
type HealthConfig struct {
	Healthcheck struct {
		Test                           []string
		Interval, Timeout, StartPeriod int64 // ns
		Retries                        int
	}
	HealthcheckOnFailureAction string
	HealthcheckMaxLogCount     *int // since 5.3
	StartupHealthCheck         *struct{}
}

// usualMost is how many checks a log keeps where it cannot be set.
const usualMost = 5

// Health is the check as it stands, its texts clean.
func (k *HealthConfig) Health(now *HealthState) Health {
	check := &k.Healthcheck
	h := Health{
		Status: text(now.Status), Test: texts(check.Test),
		Interval: time.Duration(check.Interval), Timeout: time.Duration(check.Timeout),
		StartPeriod: time.Duration(check.StartPeriod), Retries: check.Retries,
		OnFailure: text(k.HealthcheckOnFailureAction), Failing: now.FailingStreak,
		Startup: k.StartupHealthCheck != nil,
	}
	for _, l := range now.Log[max(0, len(now.Log)-maxList):] {
		h.Log = append(h.Log, Check{moment(l.Start), moment(l.End), l.ExitCode, text(strings.TrimSpace(l.Output))})
	}
	switch n := k.HealthcheckMaxLogCount; {
	case n != nil:
		h.Most = max(0, *n)
	case len(h.Log) > 0:
		h.Most = usualMost
	}
	return h
}

// moment is the time s says, the zero time if it says none.
func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Unix() <= 0 {
		return time.Time{}
	}
	return t
}
