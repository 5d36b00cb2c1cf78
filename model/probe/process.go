package probe

import "podtop/model"

// Processes are all processes in a container's cgroups.
type Processes struct {
	Answer
	List []Process
}

// A Process is /proc/PID/stat, status and cmdline.
type Process struct {
	PID, Parent int
	Inside      int // the pid in the container, the last of NSpid; 0 if not known
	UID         int // on the host
	User        string
	InsideUID   int    // in the container's user namespace; -1 if not known
	State       string // "R", "S", "D", "Z", …
	Threads     int
	Started     int64 // ticks since boot: another one is another process with the same pid
	CPUUsec     model.Count
	RSS         model.Count // bytes
	Name        string      // comm
	Command     string      // its arguments with blanks between them; "" of a kernel thread or a zombie
	Cgroup      string      // below the container's; "" of the container's own
}

// Memory is what one process says of its memory.
type Memory struct {
	Answer
	PID    int
	Status []Line // the Vm* and Rss* lines of /proc/PID/status, bytes
	Rollup []Line // /proc/PID/smaps_rollup, bytes
}
