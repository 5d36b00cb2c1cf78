package cgroup

import (
	"strconv"
	"strings"

	"podtop/model"
)

// An identity is what a cgroup's path says of the container in it.
type identity struct {
	runtime model.Runtime
	id      model.ID
	pod     string
	uid     int
}

// forms are the names runtimes give their containers' cgroups, around the id.
// What has no id there (libpod-conmon-ID.scope, crio-conmon-ID.scope) is not a
// container.
var forms = []struct {
	prefix, suffix string
	runtime        model.Runtime
}{
	{"libpod-", ".scope", model.Podman},             // systemd manager
	{"libpod-payload-", "", model.Podman},           // --cgroups=split, Quadlet
	{"libpod-", "", model.Podman},                   // cgroupfs manager
	{"docker-", ".scope", model.Docker},             // systemd manager
	{"crio-", ".scope", model.CRIO},                 // systemd manager
	{"crio-", "", model.CRIO},                       // cgroupfs manager
	{"cri-containerd-", ".scope", model.Containerd}, // systemd manager
}

// identify says whether the cgroup called name below parent is a container's.
// Whoever walks the tree from its root asks for the outermost component first,
// and does not look for containers inside one.
func identify(parent, name string) (identity, bool) {
	runtime, id := runtimeOf(parent, name)
	if id == "" {
		return identity{}, false
	}
	who := identity{runtime: runtime, id: model.ID(id), uid: uidOf(parent)}
	if runtime == model.Podman {
		who.pod = podOf(parent)
	}
	return who, true
}

func runtimeOf(parent, name string) (model.Runtime, string) {
	for _, f := range forms {
		rest, ok := strings.CutPrefix(name, f.prefix)
		if !ok {
			continue
		}
		if id, ok := strings.CutSuffix(rest, f.suffix); ok && isID(id) {
			return f.runtime, id
		}
	}
	if !isID(name) {
		return "", ""
	}
	switch { // cgroupfs managers that use the bare id
	case base(parent) == "docker":
		return model.Docker, name
	case strings.HasPrefix(parent, "/kubepods") && strings.HasPrefix(base(parent), "pod"):
		return model.Containerd, name
	}
	return "", ""
}

// isID reports whether s is 64 hexadecimal digits.
func isID(s string) bool {
	if len(s) != 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// podOf returns the pod's id from machine-libpod_pod_ID.slice,
// user-libpod_pod_ID.slice, or, with the cgroupfs manager, libpod_parent/ID.
func podOf(parent string) string {
	name := base(parent)
	if isID(name) {
		return name
	}
	_, rest, ok := strings.Cut(name, "libpod_pod_")
	if id, slice := strings.CutSuffix(rest, ".slice"); ok && slice && isID(id) {
		return id
	}
	return ""
}

// uidOf returns the user of user.slice/user-U.slice, 0 elsewhere.
func uidOf(path string) int {
	rest, ok := strings.CutPrefix(path, "/user.slice/user-")
	if !ok {
		return 0
	}
	digits, _, _ := strings.Cut(rest, ".slice")
	uid, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return 0
	}
	return int(uid)
}

func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// Owner returns the container that the cgroup at path is of or in, and whose
// slice that is in; id is "" if it is no container's.
func Owner(path string) (id model.ID, uid int) {
	for at := 0; at < len(path) && path[at] == '/'; {
		end := at + 1
		for end < len(path) && path[end] != '/' {
			end++
		}
		if who, ok := identify(path[:at], path[at+1:end]); ok {
			return who.id, who.uid
		}
		at = end
	}
	return "", 0
}
