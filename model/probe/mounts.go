package probe

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"podtop/model/clean"
)

// mounts are the root, what Podman lists, and the tmpfs, which it keeps apart.
// Podman lists an image that is mounted twice, the second time as what it made
// of it: what it was asked for comes first.
func (i *inspected) mounts() []Mount {
	list := []Mount{i.root()}
	for _, m := range i.Mounts {
		list = append(list, m.mount())
	}
	for _, at := range sorted(i.HostConfig.Tmpfs) {
		options := i.HostConfig.Tmpfs[at]
		list = append(list, Mount{
			Type: "tmpfs", Destination: boundedPath(at), Options: text(options),
			ReadOnly: slices.Contains(strings.Split(options, ","), "ro"),
		})
	}
	return withoutDuplicates(append(list, i.HostConfig.shm()...))
}

// withoutDuplicates leaves out what is mounted where something is already, and
// what goes beyond the bounds.
func withoutDuplicates(list []Mount) []Mount {
	at := make(map[clean.String]bool, len(list))
	list = slices.DeleteFunc(list, func(m Mount) bool {
		double := at[m.Destination]
		at[m.Destination] = true
		return double
	})
	return list[:min(len(list), maxList)]
}

// root is the root file system. Of an overlay, what is written is in its upper
// directory.
func (i *inspected) root() Mount {
	m := Mount{
		Type: text(cmp.Or(i.GraphDriver.Name, "root")), Source: boundedPath(i.GraphDriver.Data["UpperDir"]),
		Destination: clean.Of("/"), ReadOnly: i.HostConfig.ReadonlyRootfs,
	}
	if i.Rootfs != "" {
		m.Type, m.Source = "rootfs", boundedPath(i.Rootfs)
	}
	return m
}

func (m *inspectedMount) mount() Mount {
	return Mount{
		Type: text(m.Type), Name: text(m.Name), Source: boundedPath(m.Source), Destination: boundedPath(m.Destination),
		Options: text(strings.Join(m.Options, ",")), ReadOnly: !m.RW,
	}
}

// shm is /dev/shm, a tmpfs like others that fills up like others, but for
// Podman's list.
func (h *inspectedHost) shm() []Mount {
	if h.ShmSize <= 0 || h.IpcMode == "none" || h.IpcMode == "host" {
		return nil
	}
	return []Mount{{Type: "tmpfs", Destination: clean.Of("/dev/shm"), Options: fmt.Sprintf("size=%d", h.ShmSize)}}
}
