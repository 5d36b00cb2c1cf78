package demo

import "time"

// A document is what podman inspect writes, as far as the demonstration has it
// and in Podman's order.
type document struct {
	ID              string `json:"Id"`
	Created         time.Time
	Path            string
	Args            []string
	State           state
	Image           string
	ImageDigest     string
	ImageName       string
	Pod             string
	OCIRuntime      string
	Name            string
	RestartCount    uint64
	Driver          string
	MountLabel      string
	EffectiveCaps   []string
	BoundingCaps    []string
	SizeRw          uint64
	SizeRootFs      uint64
	Mounts          []mount
	Dependencies    []string
	NetworkSettings networks
	Namespace       string
	IsInfra         bool
	Config          config
	HostConfig      hostConfig
}

type state struct {
	OciVersion string
	Status     string
	Running    bool
	Paused     bool
	OOMKilled  bool
	Pid        int
	ConmonPid  int
	ExitCode   int
	Error      string
	StartedAt  time.Time
	FinishedAt time.Time
	Health     *health `json:",omitempty"`
	CgroupPath string
}

type health struct {
	Status        string
	FailingStreak int
	Log           []run
}

type run struct {
	Start, End time.Time
	ExitCode   int
	Output     string
}

type mount struct {
	Type        string
	Name        string `json:",omitempty"`
	Source      string
	Destination string
	Driver      string
	Mode        string
	Options     []string
	RW          bool
	Propagation string
}

type networks struct {
	SandboxKey string
	Ports      map[string][]hostPort
	Networks   map[string]network
}

type hostPort struct{ HostIP, HostPort string }

type network struct {
	Gateway, IPAddress, MacAddress string
	NetworkID                      string
	Aliases                        []string
}

type config struct {
	Hostname      string
	User          string
	Env           []string
	Cmd           []string
	Image         string
	WorkingDir    string
	Labels        map[string]string
	Annotations   map[string]string
	StopSignal    string
	Healthcheck   *healthcheck `json:",omitempty"`
	CreateCommand []string
	Umask         string
	StopTimeout   int
}

type healthcheck struct {
	Test              []string
	Interval, Timeout int64
	Retries           int
}

type hostConfig struct {
	Binds          []string
	CgroupManager  string
	CgroupMode     string
	LogConfig      struct{ Type, Path, Tag, Size string }
	NetworkMode    string
	PortBindings   map[string][]hostPort
	RestartPolicy  restartPolicy
	AutoRemove     bool
	CapAdd         []string
	CapDrop        []string
	Privileged     bool
	ReadonlyRootfs bool
	SecurityOpt    []string
	ShmSize        int
	Runtime        string
	CPUShares      uint64 `json:"CpuShares"`
	Memory         uint64
	NanoCpus       uint64
	CPUPeriod      uint64 `json:"CpuPeriod"`
	CPUQuota       uint64 `json:"CpuQuota"`
	CpusetCpus     string

	MemoryReservation uint64
	MemorySwap        uint64
	PidsLimit         uint64
	Ulimits           []ulimit
}

type restartPolicy struct {
	Name              string
	MaximumRetryCount int
}

type ulimit struct {
	Name       string
	Soft, Hard int
}
