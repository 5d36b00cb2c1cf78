package actions

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// A CheckError is a health check that ran, as was asked for, and failed.
type CheckError struct {
	Name   string // the container's
	Exit   int
	Streak int    // failures in a row, this one included
	Output string // clean, in one line
}

func (e *CheckError) Error() string {
	text := fmt.Sprintf("the health check of %s ran and failed with %d", e.Name, e.Exit)
	if e.Streak > 1 {
		text += ", " + model.Plural(e.Streak, "time", "times") + " in a row now"
	}
	if e.Output == "" {
		return text + ", without a word"
	}
	return text + ": " + e.Output
}

// Ran reports that what was asked for was done, whatever came of it.
func (e *CheckError) Ran() bool { return true }

// check runs the health check. The reply says whether it failed, and the
// container's record how. One that took too long is an error of Podman's own
// since 5.5, and on record all the same.
func (s Service) check(ctx context.Context, path string) error {
	began := time.Now()
	var r struct{ Status string }
	err := s.Get(ctx, path, nil, &r)
	if err != nil && !wasInterrupted(err) || err == nil && r.Status != "unhealthy" {
		return err
	}
	var c struct {
		State struct{ Health probe.HealthState }
	}
	if s.Get(ctx, strings.TrimSuffix(path, "/healthcheck")+"/json", url.Values{"size": {"false"}}, &c) != nil {
		return orNotRun(err)
	}
	h := (&probe.HealthConfig{}).Health(&c.State.Health)
	if len(h.Log) == 0 {
		return orNotRun(err)
	}
	last := h.Log[len(h.Log)-1]
	if err != nil && last.Start.Before(began) {
		return err
	}
	return &CheckError{Exit: last.Exit, Streak: h.Failing, Output: bounded(last.Output)}
}

// wasInterrupted reports whether Podman says that something went wrong on the
// way.
func wasInterrupted(err error) bool {
	var r interface{ Code() int }
	return errors.As(err, &r) && r.Code() == http.StatusInternalServerError
}

// orNotRun is err, or that the check failed where there is none.
func orNotRun(err error) error {
	if err != nil {
		return err
	}
	return &CheckError{Exit: 1, Output: "its output is not on record"}
}
