package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	osuser "os/user"
	"slices"
	"strconv"
	"strings"

	benchrun "podtop/actions/bench"
	"podtop/actions/load"
	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
)

// A benchSubject is what is known of a container before a benchmark of it.
type benchSubject struct {
	key     model.Key
	name    string // as the command line has it
	foreign bool   // it is another user's
	unknown error  // why nothing else is known of it
	running bool
	id      string // of its image
	image   string // its name
	ports   []benchPort
}

// A benchPort is a port of TCP that a container publishes.
type benchPort struct {
	inside  string // 80
	address string // 127.0.0.1:8080
	refused error  // why it is not asked
}

// An inspection is the part of Podman's answer that a benchSubject is made of.
type inspection struct {
	Image, ImageName, Pod string
	State                 struct{ Running bool }
	NetworkSettings       struct {
		Ports map[string][]struct{ HostIp, HostPort string } //nolint:revive // Podman's names
	}
}

// subject asks the Podman of a container for it.
func (b *screenBench) subject(ctx context.Context, key model.Key) *benchSubject {
	s := &benchSubject{key: key, name: key.Name}
	podman, err := b.find(key.UID)
	if err != nil {
		s.unknown = err
		return s
	}
	if own, err := b.find(b.own); err != nil || own.UID != podman.UID {
		s.name, s.foreign = ownerName(key.UID)+"/"+key.Name, true
	}
	var r inspection
	err = podman.Get(ctx, "/containers/"+url.PathEscape(key.Name)+"/json", nil, &r)
	switch {
	case benchrun.IsGone(err):
		s.unknown = fmt.Errorf("Podman has no container %s now: start it first", clean.Text(s.name)) //nolint:staticcheck // it is a name
	case err != nil:
		s.unknown = fmt.Errorf("its Podman does not say what it is: %w", err)
	default:
		s.running, s.id, s.image = r.State.Running, r.Image, r.ImageName
		s.ports = portsOf(clean.Text(key.Name), publishing(ctx, podman, &r))
	}
	return s
}

// ownerName is what a user is called, or the number where that is not known.
func ownerName(uid int) string {
	u, err := osuser.LookupId(strconv.Itoa(uid))
	if err != nil {
		return strconv.Itoa(uid)
	}
	return u.Username
}

// publishing is whoever publishes the ports of a container: of one in a pod, the
// pod's infra container.
func publishing(ctx context.Context, podman *benchrun.Podman, r *inspection) *inspection {
	if r.Pod == "" {
		return r
	}
	var pod struct{ InfraContainerID string }
	var infra inspection
	if podman.Get(ctx, "/pods/"+url.PathEscape(r.Pod)+"/json", nil, &pod) != nil || pod.InfraContainerID == "" {
		return r
	}
	if podman.Get(ctx, "/containers/"+url.PathEscape(pod.InfraContainerID)+"/json", nil, &infra) != nil {
		return r
	}
	return &infra
}

// mostPorts is of how many ports there are choices.
const mostPorts = 2

// portsOf are the first ports of TCP that are published, by their number in the
// container.
func portsOf(name string, r *inspection) (ports []benchPort) {
	published := map[int]benchPort{}
	for inside, at := range r.NetworkSettings.Ports {
		number, protocol, _ := strings.Cut(inside, "/")
		n, err := strconv.ParseUint(number, 10, 16)
		if err != nil || protocol != "tcp" && protocol != "" || len(at) == 0 {
			continue
		}
		outside, err := strconv.ParseUint(at[0].HostPort, 10, 16)
		if err != nil || outside == 0 {
			continue
		}
		p := benchPort{inside: number, address: load.Dialled(at[0].HostIp, uint16(outside))}
		p.refused = checkPublished(name, p.address)
		published[int(n)] = p
	}
	for _, n := range slices.Sorted(maps.Keys(published)) {
		ports = append(ports, published[n])
	}
	return ports[:min(len(ports), mostPorts)]
}

// agreed is the image of the container in one's own Podman, where it is run.
func (b *screenBench) agreed(ctx context.Context, own *benchrun.Podman, s *benchSubject) (benchrun.Image, error) {
	switch {
	case s.unknown != nil:
		return benchrun.Image{}, s.unknown
	case s.image == "" || clean.Text(s.image) != s.image:
		return benchrun.Image{}, errors.New("its image has no name by which it could be run")
	}
	return own.Image(ctx, s.image)
}

// possible is why podtop itself cannot be run, nil if it can.
func possible(ctx context.Context, own *benchrun.Podman) error {
	_, err := own.Machine(ctx, limit.Values{})
	if err != nil {
		return fmt.Errorf("Podman does not answer: %w", err) //nolint:staticcheck // it is a name
	}
	return own.CheckBinary()
}
