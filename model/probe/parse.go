package probe

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
)

// Bounds of what one reply may say.
const (
	maxText = 4 << 10 // bytes of one text
	maxList = 1024    // of one kind
)

// ParseInspection parses Podman's reply b, as versions 4 and 5 have it. What
// is not of the kind expected there is left out, and Missing says so.
func ParseInspection(b []byte) (*Inspection, error) {
	var i inspected
	err := json.Unmarshal(b, &i)
	var odd *json.UnmarshalTypeError
	switch {
	case err != nil && (!errors.As(err, &odd) || odd.Field == ""):
		return nil, fmt.Errorf("parsing what Podman says of the container: %w", err)
	case i.ID == "":
		return nil, errors.New("what Podman says is not about a container")
	}
	in := i.inspection()
	in.JSON = b
	if odd != nil {
		in.Missing = append(in.Missing, model.Note{
			Severity: model.Info, Source: "podman",
			Text: text(fmt.Sprintf("%s is of another kind (%s) than podtop knows: it is in the JSON alone", odd.Field, odd.Value)),
		})
	}
	return in, nil
}

func (i *inspected) inspection() *Inspection {
	c, h := &i.Config, &i.HostConfig
	return &Inspection{
		ID: model.ID(text(i.ID)), PID: max(0, i.State.Pid),
		Image: text(i.ImageName), ImageID: text(i.Image), Digest: text(i.ImageDigest),
		Command: i.command(), WorkDir: text(c.WorkingDir), Hostname: text(c.Hostname), InsideUser: text(c.User),
		Privileged: h.Privileged, CapAdd: texts(h.CapAdd), CapDrop: texts(h.CapDrop),
		RestartPolicy: h.restart(), LogDriver: text(h.LogConfig.Type), LogPath: text(h.LogConfig.Path),
		Runtime: text(i.OCIRuntime), Env: env(c.Env), Labels: pairs(c.Labels), Annotations: pairs(c.Annotations),
		Mounts: i.mounts(), NetworkMode: text(h.NetworkMode), Attachments: attachments(i.NetworkSettings.Networks),
		DNS: texts(h.Dns), Health: i.health(), Started: i.State.started(), SizeWritten: size(i.SizeRw),
	}
}

// command is what was started: entrypoint and arguments.
func (i *inspected) command() []string {
	if i.Path != "" {
		return texts(append([]string{i.Path}, i.Args...))
	}
	return texts(append(slices.Clip([]string(i.Config.Entrypoint)), i.Config.Cmd...))
}

// restart is the restart policy, as podman run takes it.
func (h *inspectedHost) restart() string {
	p := &h.RestartPolicy
	if p.MaximumRetryCount > 0 {
		return text(p.Name) + ":" + strconv.Itoa(p.MaximumRetryCount)
	}
	return text(p.Name)
}

// started is since when it runs.
func (s *inspectedState) started() time.Time {
	if s.Status != string(model.Running) {
		return time.Time{}
	}
	return moment(s.StartedAt)
}

func (i *inspected) health() Health {
	now := &i.State.Health
	if now.Status == "" {
		now = &i.State.Healthcheck
	}
	return i.Config.Health(now)
}

func attachments(networks map[string]inspectedNetwork) []Attachment {
	var list []Attachment
	for _, name := range sorted(networks) {
		n := networks[name]
		list = append(list, Attachment{
			Network: text(name),
			Address: address(n.IPAddress, n.IPPrefixLen), Gateway: text(n.Gateway),
			Address6: address(n.GlobalIPv6Address, n.GlobalIPv6PrefixLen), Gateway6: text(n.IPv6Gateway),
			MAC: text(n.MacAddress), Aliases: texts(n.Aliases),
		})
	}
	return list
}

// address is an address with its prefix.
func address(ip string, prefix int) string {
	if ip == "" || prefix == 0 {
		return text(ip)
	}
	return text(ip) + "/" + strconv.Itoa(prefix)
}

// env are the variables by name, as what set them came in any order.
func env(list []string) []Pair {
	var vars []Pair
	for _, v := range list[:min(len(list), maxList)] {
		name, value, _ := strings.Cut(v, "=")
		vars = append(vars, Pair{text(name), text(value)})
	}
	slices.SortStableFunc(vars, func(a, b Pair) int { return cmp.Compare(a.Name, b.Name) })
	return vars
}

func pairs(m map[string]string) []Pair {
	var list []Pair
	for _, name := range sorted(m) {
		list = append(list, Pair{text(name), text(m[name])})
	}
	return list
}

// sorted are the first names of m.
func sorted[T any](m map[string]T) []string {
	names := slices.Sorted(maps.Keys(m))
	return names[:min(len(names), maxList)]
}

func size(n *int64) model.Count {
	if n == nil || *n < 0 {
		return model.Count{}
	}
	return model.Known(uint64(*n))
}

func text(s string) string { return clean.Head(s, maxText) }

// boundedPath is a path, which is opened. One that is too long is no path.
func boundedPath(path string) clean.String {
	if len(path) > maxText {
		return clean.Of(text(path))
	}
	return clean.Of(path)
}

func texts(list []string) []string {
	var all []string
	for _, s := range list[:min(len(list), maxList)] {
		all = append(all, text(s))
	}
	return all
}
