package cgroup

import (
	"path"
	"testing"

	"podtop/model"
)

func TestIdentify(t *testing.T) {
	a, p := id(0xa), id(0xb)
	const user = "/user.slice/user-1000.slice/user@1000.service"
	for _, test := range []struct {
		path string
		want identity
	}{
		{"/machine.slice/libpod-" + a + ".scope", identity{model.Podman, model.ID(a), "", 0}},
		{"/machine.slice/machine-libpod_pod_" + p + ".slice/libpod-" + a + ".scope", identity{model.Podman, model.ID(a), p, 0}},
		{user + "/user.slice/libpod-" + a + ".scope", identity{model.Podman, model.ID(a), "", 1000}},
		{user + "/user.slice/user-libpod_pod_" + p + ".slice/libpod-" + a + ".scope", identity{model.Podman, model.ID(a), p, 1000}},
		{"/libpod_parent/libpod-" + a, identity{model.Podman, model.ID(a), "", 0}},
		{"/libpod_parent/" + p + "/libpod-" + a, identity{model.Podman, model.ID(a), p, 0}},
		{"/system.slice/web.service/libpod-payload-" + a, identity{model.Podman, model.ID(a), "", 0}},
		{user + "/app.slice/web.service/libpod-payload-" + a, identity{model.Podman, model.ID(a), "", 1000}},
		{"/system.slice/docker-" + a + ".scope", identity{model.Docker, model.ID(a), "", 0}},
		{"/docker/" + a, identity{model.Docker, model.ID(a), "", 0}},
		{"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podu.slice/crio-" + a + ".scope", identity{model.CRIO, model.ID(a), "", 0}},
		{"/kubepods.slice/kubepods-podu.slice/cri-containerd-" + a + ".scope", identity{model.Containerd, model.ID(a), "", 0}},
		{"/kubepods/burstable/podu/" + a, identity{model.Containerd, model.ID(a), "", 0}},
		{"/kubepods/besteffort/podu/crio-" + a, identity{model.CRIO, model.ID(a), "", 0}},
	} {
		if got, ok := identify(path.Dir(test.path), path.Base(test.path)); !ok || got != test.want {
			t.Errorf("%s is %+v, %v", test.path, got, ok)
		}
	}
}

func TestNotContainers(t *testing.T) {
	a := id(0xa)
	for _, p := range []string{
		"/machine.slice/libpod-conmon-" + a + ".scope",
		"/machine.slice/crio-conmon-" + a + ".scope",
		"/machine.slice/machine-libpod_pod_" + a + ".slice",
		"/libpod_parent/" + a,
		"/libpod_parent/libpod-conmon-" + a,
		"/machine.slice/libpod-" + a[1:] + ".scope",
		"/machine.slice/libpod-" + a + "0.scope",
		"/machine.slice/libpod-G" + a[1:] + ".scope",
		"/system.slice/" + a + "-1c3f.service", // a health check
		"/system.slice/web.service/runtime",
		"/docker/buildx",
		"/" + a,
	} {
		if got, ok := identify(path.Dir(p), path.Base(p)); ok {
			t.Errorf("%s is %+v", p, got)
		}
	}
}
