package probe

import (
	"encoding/json"
	"strings"
)

// inspected is GET /containers/ID/json, as far as podtop shows it in words.
type inspected struct {
	ID                            string `json:"Id"`
	Path                          string
	Args                          []string
	Image, ImageName, ImageDigest string
	Rootfs, OCIRuntime            string
	State                         inspectedState
	GraphDriver                   inspectedDriver
	Mounts                        []inspectedMount
	Config                        inspectedConfig
	HostConfig                    inspectedHost
	NetworkSettings               struct{ Networks map[string]inspectedNetwork }
	SizeRw                        *int64
}

type inspectedState struct {
	Pid                 int
	Status, StartedAt   string
	Health, Healthcheck HealthState // its name in 4, and in 3
}

type inspectedDriver struct {
	Name string
	Data map[string]string
}

type inspectedMount struct {
	Type, Name, Source, Destination string
	Options                         []string
	RW                              bool
}

type inspectedConfig struct {
	Hostname, User, WorkingDir string
	Env                        []string
	Entrypoint, Cmd            argv
	Labels, Annotations        map[string]string
	HealthConfig
}

type inspectedHost struct {
	Privileged, ReadonlyRootfs bool
	CapAdd, CapDrop, Dns       []string
	RestartPolicy              struct {
		Name              string
		MaximumRetryCount int
	}
	LogConfig            struct{ Type, Path string }
	NetworkMode, IpcMode string
	Tmpfs                map[string]string // destination to options
	ShmSize              int64
}

type inspectedNetwork struct {
	IPAddress           string
	IPPrefixLen         int
	Gateway             string
	GlobalIPv6Address   string
	GlobalIPv6PrefixLen int
	IPv6Gateway         string
	MacAddress          string
	Aliases             []string
}

// argv is a command line: a list, or where Podman answers as version 4 does,
// a string. Anything else is none.
type argv []string

// UnmarshalJSON implements json.Unmarshaler.
func (w *argv) UnmarshalJSON(b []byte) error {
	var line string
	if json.Unmarshal(b, &line) == nil {
		*w = strings.Fields(line)
		return nil
	}
	_ = json.Unmarshal(b, (*[]string)(w))
	return nil
}
