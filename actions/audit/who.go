package audit

import (
	"cmp"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A Who is who changed something, as far as the kernel and sshd tell.
type Who struct {
	UID   int    `json:"uid"`
	Login *int   `json:"login,omitempty"` // the uid that logged in, before any sudo
	SSH   string `json:"ssh,omitempty"`   // the client's address and port
	PID   int    `json:"pid"`
	Start string `json:"start,omitempty"` // when that process began, in ticks after that boot
	Boot  string `json:"boot,omitempty"`
}

// whoami is this process.
func whoami() Who {
	pid := os.Getpid()
	w := Who{UID: os.Getuid(), PID: pid, Start: startOf(pid), Boot: boot(), SSH: cmp.Or(client(os.Getenv), clientAbove("/proc", os.Getppid()))}
	if b, err := os.ReadFile("/proc/self/loginuid"); err == nil {
		w.Login = parseLogin(string(b))
	}
	return w
}

// unset is the login uid of what nobody logged in for, such as a service.
const unset = 1<<32 - 1

func parseLogin(text string) *int {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 32)
	if err != nil || n == unset {
		return nil
	}
	uid := int(n)
	return &uid
}

// client is the address of the SSH client, from
//
//	SSH_CONNECTION=192.0.2.7 50122 192.0.2.1 22
//	SSH_CLIENT=192.0.2.7 50122 22
func client(env func(string) string) string {
	for _, name := range []string{"SSH_CONNECTION", "SSH_CLIENT"} {
		f := strings.Fields(env(name))
		if len(f) < 2 {
			continue
		}
		addr, err := netip.ParseAddr(f[0])
		port, perr := strconv.ParseUint(f[1], 10, 16)
		if err == nil && perr == nil && !strings.ContainsFunc(addr.Zone(), isUnsafe) {
			return netip.AddrPortFrom(addr, uint16(port)).String()
		}
	}
	return ""
}

// maxAbove is how many parents are asked: podtop, sudo, a shell or two, tmux.
const maxAbove = 16

// clientAbove is the SSH client by the environment of the parents, from pid on,
// as far as that can be read: sudo keeps it from what it starts.
func clientAbove(proc string, pid int) string {
	for range maxAbove {
		if pid <= 1 {
			break
		}
		at := filepath.Join(proc, strconv.Itoa(pid))
		if c := client(environ(at)); c != "" {
			return c
		}
		stat, err := os.ReadFile(filepath.Join(at, "stat"))
		if err != nil {
			break
		}
		pid = parseParent(string(stat))
	}
	return ""
}

const maxEnviron = 256 << 10 // bytes that are read of another process's

// environ looks variables up in the environment of the process at path.
func environ(path string) func(string) string {
	var b []byte
	if f, err := os.Open(filepath.Join(path, "environ")); err == nil {
		b, _ = io.ReadAll(io.LimitReader(f, maxEnviron))
		f.Close()
	}
	return func(name string) string {
		for v := range strings.SplitSeq(string(b), "\x00") {
			if value, ok := strings.CutPrefix(v, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func isUnsafe(r rune) bool { return r <= ' ' || r > '~' }

func boot() string {
	b, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(b))
}

// startOf is when process pid began; "" if it is gone.
func startOf(pid int) string {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return ""
	}
	return parseStart(string(b))
}

// parseStart takes the 22nd field of /proc/PID/stat.
func parseStart(stat string) string { return field(stat, 22) }

// parseParent takes the 4th; 0 if there is none.
func parseParent(stat string) int {
	pid, _ := strconv.Atoi(field(stat, 4))
	return pid
}

// field is the nth field of a stat file, from 3 on: they are counted from
// behind the name, which may have blanks and parentheses in it.
func field(stat string, n int) string {
	f := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(f) <= n-3 {
		return ""
	}
	return f[n-3]
}

// isAlive reports whether the process is still there.
func (w *Who) isAlive() bool { return w.Boot == boot() && w.Start != "" && startOf(w.PID) == w.Start }
