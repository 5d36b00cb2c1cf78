package model

import (
	"strconv"
	"strings"
	"time"
)

// actionTexts are Podman's actions in words, where its own would not do.
var actionTexts = map[string]string{
	"attach":          "somebody attached to it",
	"auto-update":     "updated to a newer image",
	"build":           "built",
	"checkpoint":      "checkpointed",
	"commit":          "committed to an image",
	"connect":         "connected to a container",
	"create":          "created",
	"disconnect":      "disconnected from a container",
	"exec":            "a command was run in it",
	"export":          "exported",
	"import":          "imported",
	"kill":            "sent a signal",
	"loadfromarchive": "loaded from an archive",
	"mount":           "mounted on the host",
	"pause":           "paused",
	"prune":           "what was unused was removed",
	"pull":            "pulled",
	"pull-error":      "not pulled",
	"push":            "pushed",
	"refresh":         "read anew",
	"remove":          "removed",
	"rename":          "renamed",
	"renumber":        "locks renumbered",
	"restart":         "restarted",
	"restore":         "restored from a checkpoint",
	"rotate":          "its log was rotated",
	"save":            "saved to an archive",
	"start":           "started",
	"stop":            "stopped",
	"tag":             "tagged",
	"unmount":         "unmounted from the host",
	"unpause":         "goes on",
	"untag":           "untagged",
	"update":          "updated",
}

// actionText is an action of Podman's in words.
func actionText(action string) string {
	if words, ok := actionTexts[action]; ok {
		return words
	}
	return strings.NewReplacer("_", " ", "-", " ").Replace(action)
}

// signals are those that end a container, by the exit code that tells so.
var signals = map[uint64]string{
	129: "SIGHUP", 130: "SIGINT", 131: "SIGQUIT", 132: "SIGILL", 133: "SIGTRAP", 134: "SIGABRT", 135: "SIGBUS",
	136: "SIGFPE", 137: "SIGKILL", 139: "SIGSEGV", 141: "SIGPIPE", 143: "SIGTERM",
	126: "cannot be run", 127: "no such command",
}

// exitText say how a container ended, and how bad that is.
func exitText(exit Count) (string, Severity) {
	code, ok := exit.Get()
	if !ok {
		return "ended", Info
	}
	text, severity := "exited with "+strconv.FormatUint(code, 10), Warn
	if name := signals[code]; name != "" {
		text += " (" + name + ")"
	}
	if code == 0 || code == 130 || code == 143 { // the answers to SIGINT and SIGTERM: it was asked to end
		severity = Info
	}
	return text, severity
}

// restartText say that a container was started again, so long after it had
// ended.
func restartText(after time.Duration) string {
	if after < time.Second {
		return "started again at once"
	}
	return string(append(AppendAge([]byte("started again "), after), " after it ended"...))
}

// killText say that the OOM killer killed so many processes.
func killText(n int) string {
	if n == 1 {
		return "the OOM killer killed a process"
	}
	return "the OOM killer killed " + strconv.Itoa(n) + " processes"
}

func pauseText(paused bool) (action, text string, of class) {
	if paused {
		return "pause", actionTexts["pause"], pauses
	}
	return "unpause", actionTexts["unpause"], unpauses
}

// limitChangeText say which limits changed, from what to what, and which other
// cgroup than the container's own at path holds the new one; "" if none did.
func limitChangeText(from, to *Limits, path string) string {
	var b []byte
	for _, l := range []struct {
		name     string
		from, to Limit
		by       string
		append   func([]byte, uint64) []byte
	}{
		{"CPU limit", from.CPU, to.CPU, to.CPUBy, appendCores},
		{"memory limit", from.Memory, to.Memory, to.MemoryBy, appendSize},
		{"memory.high", from.High, to.High, "", appendSize},
		{"swap limit", from.Swap, to.Swap, "", appendSize},
		{"pids limit", from.Pids, to.Pids, "", appendNumber},
	} {
		if l.from == l.to || !l.from.IsKnown() || !l.to.IsKnown() {
			continue
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendLimit(append(append(b, l.name...), ' '), l.from, l.append)
		b = appendLimit(append(b, " → "...), l.to, l.append)
		if by := l.by[strings.LastIndexByte(l.by, '/')+1:]; l.by != path && !strings.HasPrefix(l.by, path+"/") && isPlain(by) {
			b = append(append(b, " of "...), by...)
		}
	}
	return string(b)
}

// isPlain reports whether the name of a cgroup can be shown: any user can make
// one of any name.
func isPlain(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' })
}

func appendLimit(b []byte, l Limit, number func([]byte, uint64) []byte) []byte {
	if n, ok := l.Get(); ok {
		return number(b, n)
	}
	return append(b, "none"...)
}

func appendNumber(b []byte, n uint64) []byte { return strconv.AppendUint(b, n, 10) }

func appendCores(b []byte, millionths uint64) []byte {
	return strconv.AppendFloat(b, float64(millionths)/1e6, 'f', -1, 64)
}

// appendSize is AppendBytes without a digit that says nothing: 1G, not 1.0G.
func appendSize(b []byte, n uint64) []byte {
	text := strings.Replace(string(AppendBytes(nil, float64(n))), ".0", "", 1)
	return append(b, text...)
}
