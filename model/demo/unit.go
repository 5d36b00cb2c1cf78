package demo

import (
	"cmp"
	"fmt"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// quadlets are the files of root's units, line by line.
var quadlets = map[string][]string{
	"registry.service": {
		"[Unit]",
		"Description=Images of our own",
		"After=network-online.target",
		"",
		"[Container]",
		"Image=docker.io/library/registry:3",
		"ContainerName=registry",
		"Volume=registry:/var/lib/registry",
		"Volume=/etc/registry:/etc/distribution:ro",
		"Environment=REGISTRY_AUTH=htpasswd",
		"Environment=REGISTRY_HTTP_SECRET=not-a-secret-in-a-demonstration",
		"PodmanArgs=--memory=1g",
		"",
		"[Service]",
		"Restart=on-failure",
		"MemoryMax=1536M",
		"",
		"[Install]",
		"WantedBy=multi-user.target",
	},
	"mailer.service": {
		"[Unit]",
		"Description=Mail to customers",
		"",
		"[Container]",
		"Image=registry.example/mailer:3.1",
		"ContainerName=mailer",
		"Volume=/etc/mailer.toml:/etc/mailer.toml:ro",
		"Environment=SMTP_PASSWORD=open-sesame",
		"",
		"[Service]",
		"Restart=always",
		"RestartSec=10",
	},
	"nightly.service": {
		"[Unit]",
		"Description=What is done each night",
		"",
		"[Container]",
		"Image=registry.example/nightly:1.4",
		"ContainerName=nightly",
		"",
		"[Service]",
		"Type=oneshot",
	},
}

// Unit is the systemd unit that runs a container.
func (h *Host) Unit(s probe.Target) (*probe.Unit, error) {
	text, ok := quadlets[s.Unit]
	if !ok {
		return nil, fmt.Errorf("there is no unit %s", s.Unit)
	}
	u := h.unit(s.Unit)
	none := model.NoLimit
	a := &probe.Unit{
		Answer: h.answer(), Name: u.Name, Description: lineValue(text, "Description="), Load: "loaded", Active: u.ActiveState, Sub: u.SubState,
		Result: u.Result, Restarts: u.Restarts, Since: u.Changed, ExitStatus: u.ExitCode, Restart: cmp.Or(lineValue(text, "Restart="), "no"), EnabledState: "generated",
		Source: "/etc/containers/systemd/" + u.Container + ".container", Text: text,
		CPUQuota: none, MemoryMax: none, MemoryHigh: none, MemoryLow: model.LimitOf(0), TasksMax: model.LimitOf(4915), CPUWeight: model.Known(100),
	}
	if lineValue(text, "MemoryMax=") != "" {
		a.MemoryMax = model.LimitOf(1536 * mb)
	}
	for _, c := range h.containers {
		if c.Unit == s.Unit && c.hasCgroup() {
			a.MainPID, a.Since = c.PID-2, later(a.Since, c.Started)
		}
	}
	return a, nil
}

// lineValue is what a line has that begins so, "" if none does.
func lineValue(lines []string, begin string) string {
	for _, l := range lines {
		if len(l) > len(begin) && l[:len(begin)] == begin {
			return l[len(begin):]
		}
	}
	return ""
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
