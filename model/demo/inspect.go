package demo

import (
	"cmp"
	"encoding/json"
	"fmt"

	"podtop/model"
	"podtop/model/probe"
	"podtop/model/synth"
)

// Inspect is what Podman has on record of a container.
func (h *Host) Inspect(s probe.Target) (*probe.Inspection, error) {
	c, err := h.recorded(s)
	if err != nil {
		return nil, err
	}
	k := storyOf(c.Name)
	_, written := c.sizes()
	a := &probe.Inspection{
		Answer: h.answer(), Image: c.Image, ImageID: string(synth.ID(c.Image)), Digest: "sha256:" + string(synth.ID("digest "+c.Image)),
		Command: k.command, WorkDir: k.dir, Hostname: c.hostname(), InsideUser: k.user,
		RestartPolicy: cmp.Or(c.policy(), "no"), LogDriver: c.LogDriver, Runtime: "crun",
		Env: c.env(), Labels: k.labels, Annotations: annotations(&k), Mounts: k.mounts,
		NetworkMode: c.NetworkMode, Attachments: c.attachments(), Health: h.checked(c),
		SizeWritten: model.Known(written),
	}
	a.JSON, err = json.Marshal(c.document(a))
	return a, err
}

// env is c's environment as Podman lists it: the image's, its own, and what
// Podman adds.
func (c *container) env() []probe.Pair {
	env := []probe.Pair{
		{Name: "PATH", Value: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
		{Name: "container", Value: "podman"},
	}
	env = append(env, storyOf(c.Name).env...)
	return append(env, probe.Pair{Name: "HOME", Value: "/root"}, probe.Pair{Name: "HOSTNAME", Value: c.hostname()})
}

func annotations(k *story) []probe.Pair {
	return append([]probe.Pair{
		{Name: "io.container.manager", Value: "libpod"},
		{Name: "org.opencontainers.image.stopSignal", Value: "15"},
	}, k.annotations...)
}

func (c *container) hostname() string {
	if c.HostNS {
		return "demohost"
	}
	return cmp.Or(c.PodName, c.ID.Short())
}

// policy is what makes c run again.
func (c *container) policy() string {
	if c.lifecycle.back > 0 && c.lifecycle.unit == "" {
		return "always"
	}
	return ""
}

func (c *container) attachments() []probe.Attachment {
	if c.NetworkMode != "bridge" {
		return nil
	}
	n := uint64(c.Net)
	return []probe.Attachment{{
		Network: c.network(), Gateway: "10.89.0.1",
		Address: fmt.Sprintf("10.89.%d.%d/24", n>>8&7, 2+n%250),
		MAC:     fmt.Sprintf("5e:10:%02x:%02x:%02x:%02x", n>>24&255, n>>16&255, n>>8&255, n&255),
		Aliases: []string{c.ID.Short()},
	}}
}

// network is the name of the network of Podman's that c is in.
func (c *container) network() string {
	if c.Project != "" {
		return c.Project + "_default"
	}
	return "podman"
}

// sizes are those of c's image and of what it has written into its own layer,
// in bytes.
func (c *container) sizes() (image, written uint64) {
	n := uint64(len(c.Image))
	return (40 + n*n%400) * mb, uint64(3*mb + c.W/200)
}
