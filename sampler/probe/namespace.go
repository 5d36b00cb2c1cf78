package probe

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// inNamespace runs f on a thread that is in the network namespace ns meanwhile.
func inNamespace(ns int, f func() error) error {
	done := make(chan error)
	go func() { done <- enter(ns, f) }()
	return <-done
}

// enter is inNamespace of a goroutine that has nothing else to do.
func enter(ns int, f func() error) error {
	runtime.LockOSThread()
	if unix.Gettid() == os.Getpid() {
		// What the main thread is in is what /proc/self shows to all: hold it,
		// so that the next goroutine gets another.
		defer runtime.UnlockOSThread()
		return inNamespace(ns, f)
	}
	own, err := unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		runtime.UnlockOSThread()
		return os.NewSyscallError("open", err)
	}
	defer unix.Close(own)
	if err := unix.Setns(ns, unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		return os.NewSyscallError("setns", err)
	}
	err = f()
	if unix.Setns(own, unix.CLONE_NEWNET) == nil {
		runtime.UnlockOSThread()
	} // else the thread ends with the goroutine
	return err
}
