package actions

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
)

// inspected is what a plan must know of a container, in Podman's words.
type inspected struct {
	State struct {
		Status    string
		ExitCode  int
		ConmonPid int //nolint:revive // Podman's name
	}
	Pod     string
	IsInfra bool
	Config  struct {
		Labels      map[string]string
		StopSignal  json.RawMessage // a number before 5.0, a name since
		StopTimeout uint64          // seconds
		Healthcheck *struct {
			Test    []string
			Timeout int64 // ns
			Retries int
		}
	}
	HostConfig struct {
		AutoRemove    bool
		RestartPolicy struct{ Name string }
		PortBindings  map[string][]struct{ HostIp, HostPort string } //nolint:revive // Podman's name
	}
	Mounts []struct{ Type, Name string }
}

func (s Service) inspect(ctx context.Context, a model.Action) (*inspected, error) {
	c := &inspected{}
	err := s.Get(ctx, "/containers/"+string(a.Target.ID)+"/json", url.Values{"size": {"false"}}, c)
	if err != nil {
		return nil, explain(err)
	}
	c.clean()
	return c, nil
}

// clean makes fit to be shown what a plan shows. Labels and the pod's id are
// looked up alone, and the signal must be a plain word.
func (c *inspected) clean() {
	c.State.Status, c.HostConfig.RestartPolicy.Name = clean.Text(c.State.Status), clean.Text(c.HostConfig.RestartPolicy.Name)
	for _, bound := range c.HostConfig.PortBindings {
		for i, b := range bound {
			bound[i].HostIp, bound[i].HostPort = clean.Text(b.HostIp), clean.Text(b.HostPort)
		}
	}
	for i, m := range c.Mounts {
		c.Mounts[i].Name = clean.Text(m.Name)
	}
	if h := c.Config.Healthcheck; h != nil {
		for i, word := range h.Test {
			h.Test[i] = clean.Text(word)
		}
	}
}

// podName is the name of a pod, or its id where nobody tells.
func (s Service) podName(ctx context.Context, id string) string {
	var pod struct{ Name string }
	if err := s.Get(ctx, "/pods/"+url.PathEscape(id)+"/json", nil, &pod); err == nil && plain.MatchString(pod.Name) {
		return pod.Name
	}
	return model.ID(clean.Text(id)).Short()
}

// checked reports whether it has a health check.
func (c *inspected) checked() bool {
	h := c.Config.Healthcheck
	return h != nil && len(h.Test) > 0 && h.Test[0] != "NONE"
}

// patience is how long Podman waits for it to stop.
func (c *inspected) patience() time.Duration {
	if s := c.Config.StopTimeout; s < uint64(endless/time.Second) {
		return time.Duration(s) * time.Second
	}
	return endless
}

// signal is what it is stopped by.
func (c *inspected) signal() string {
	word := strings.Trim(string(c.Config.StopSignal), `"`)
	if n, err := strconv.Atoi(word); err == nil {
		if name := names[n]; name != "" {
			return name
		}
		return "signal " + word
	}
	if !plain.MatchString(word) || word == "null" {
		return "SIGTERM"
	}
	return "SIG" + strings.TrimPrefix(strings.ToUpper(word), "SIG")
}

// names are those of the signals that images stop by.
var names = map[int]string{
	0: "SIGTERM", 1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 6: "SIGABRT", 9: "SIGKILL", 10: "SIGUSR1", 12: "SIGUSR2", 15: "SIGTERM", 28: "SIGWINCH", 37: "SIGRTMIN+3",
}

// ports are what it publishes, "0.0.0.0:8080".
func (c *inspected) ports() []string {
	var all []string
	for _, bound := range c.HostConfig.PortBindings {
		for _, b := range bound {
			ip := b.HostIp
			switch {
			case ip == "":
				ip = "0.0.0.0"
			case strings.Contains(ip, ":"):
				ip = "[" + ip + "]"
			}
			all = append(all, ip+":"+b.HostPort)
		}
	}
	sort.Strings(all)
	return slices.Compact(all)
}

// volumes are the names of its volumes.
func (c *inspected) volumes() []string {
	var all []string
	for _, m := range c.Mounts {
		if m.Type == "volume" {
			all = append(all, short(m.Name))
		}
	}
	sort.Strings(all)
	return all
}

// short is a volume's name; one that nobody gave a name has 64 digits.
func short(name string) string {
	if len(name) == 64 && strings.Trim(name, "0123456789abcdef") == "" {
		return name[:12] + "…"
	}
	return name
}
