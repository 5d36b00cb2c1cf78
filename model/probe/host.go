package probe

import "podtop/model"

// A Host is the machine, in more detail than a sample has it.
type Host struct {
	Answer
	Kernel      string // release
	CPUs        []CPU
	Memory      []Line // /proc/meminfo, bytes; of HugePages_* pages
	PSI         model.PSI
	Disks       []Device // whole disks: all their figures are diskstats'
	Interfaces  []Interface
	Fills       []Fill        // graphroot, volumes, journal, /
	Cgroups     []OtherCgroup // not containers', leaves of systemd's tree: services, sessions
	MoreCgroups int           // of them, that were too many to be read
}

// A CPU is one line of /proc/stat, in µs.
type CPU struct {
	N                                                     int
	User, Nice, System, Idle, IOWait, IRQ, SoftIRQ, Steal model.Count
}

// An OtherCgroup is one that is no container's.
type OtherCgroup struct {
	Path    string
	CPUUsec model.Count
	Memory  model.Count // bytes, memory.current
	RBytes  model.Count
	WBytes  model.Count
	Pids    model.Count
}
