package main

import (
	"os"
	"strconv"
)

// slack is how late the kernel may wake a thread of podtop, so that it can wake
// several at once; see timerslack_ns in proc_pid_timerslack_ns(5). The usual
// 50 µs are what Go's monitor thread sleeps at a time while any other runs,
// which is a fifth of what podtop takes.
const slack = 1_000_000 // ns

// relax gives all threads there are that slack; those to come have it from the
// one that makes them. For threads beside the calling one it takes
// CAP_SYS_NICE: without it, nothing changes but the cost.
func relax() {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, t := range tasks {
		// The file is not below task/, but each thread has a hidden /proc/TID.
		_ = os.WriteFile("/proc/"+t.Name()+"/timerslack_ns", []byte(strconv.Itoa(slack)), 0)
	}
}
