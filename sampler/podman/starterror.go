package podman

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/clean"
)

// maxStartError is how many bytes are kept of why a container could not be
// started.
const maxStartError = 200

// startError is why the last start of a container in state s failed, from
// State.Error; "" if it did not fail. Podman keeps there why an attach or a stop
// failed, too: of a container that ran, only the runtime's own words count.
//
//	crun: executable file `/nope` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found
//	runc: runc create failed: unable to start container process: exec: "/nope": stat /nope: no such file or directory: OCI runtime attempted to invoke a command that was not found
func startError(s model.State, reason string) string {
	switch s {
	case model.Created:
		if strings.HasSuffix(reason, "container state improper") {
			return "" // it was not fit for what was asked; nothing was started
		}
	case model.Exited, model.Stopped:
		if !ociError.MatchString(reason) || !strings.HasPrefix(reason, "crun: ") && !strings.HasPrefix(reason, "runc: ") {
			return ""
		}
	default:
		return ""
	}
	return shortReason(text(reason))
}

// ociError is what Podman adds to a runtime's words.
var ociError = regexp.MustCompile(`: OCI (runtime error|permission denied|runtime attempted to invoke a command that was not found)$`)

// Words that say where an error passed through, not what it is.
var (
	byTheWay = regexp.MustCompile(`^(unable to start container "?[0-9a-f]{12,64}"?|error preparing container [0-9a-f]{64} for attach|crun|runc( create| run| start)? failed|runc|OCI runtime error|unable to start container process|error during container init): `)
	ofItself = regexp.MustCompile(` on container [0-9a-f]{64}$`)
	runcExec = regexp.MustCompile(`^exec: "([^"]*)": (?:stat [^:]*: )?`)
	crunExec = regexp.MustCompile("^executable file `([^`]*)` not found( in \\$PATH)?: No such file or directory$")
	unquoted = regexp.MustCompile("[\"`]([^\"`\\s]+)[\"`]")
)

// shortReason is a runtime's long text as a person says it: "exec /nope: no such
// file".
func shortReason(s string) string {
	s = ociError.ReplaceAllString(s, "")
	for byTheWay.MatchString(s) {
		s = byTheWay.ReplaceAllString(s, "")
	}
	s = ofItself.ReplaceAllString(s, "")
	if m := crunExec.FindStringSubmatch(s); m != nil {
		s = "exec " + m[1] + ": no such file"
		if m[2] != "" {
			s = "exec " + m[1] + ": not found in $PATH"
		}
	}
	s = runcExec.ReplaceAllString(s, "exec $1: ")
	s = strings.ReplaceAll(s, "executable file not found in $PATH", "not found in $PATH")
	s = strings.ReplaceAll(s, "no such file or directory", "no such file")
	s = unquoted.ReplaceAllString(s, "$1")
	return clean.Head(s, maxStartError)
}

// A runtimeError is the last error in the log that Podman has the runtime write
// beside conmon's pid file.
type runtimeError struct {
	message string // "" if there is none
	at      time.Time
}

// readRuntimeLog reads the log beside pidFile.
func readRuntimeLog(pidFile string) runtimeError {
	if !filepath.IsAbs(pidFile) {
		return runtimeError{}
	}
	b, err := readPlain(filepath.Join(filepath.Dir(pidFile), "oci-log"), unix.O_NOFOLLOW, maxText)
	if err != nil {
		return runtimeError{}
	}
	return parseRuntimeLog(b)
}

// parseRuntimeLog parses a log that has a line of JSON for each error:
//
//	{"level":"error","msg":"runc create failed: …","time":"2026-11-30T12:58:18Z"}
func parseRuntimeLog(b []byte) (last runtimeError) {
	for line := range bytes.Lines(b) {
		var l struct {
			Level, Msg string
			Time       time.Time
		}
		if json.Unmarshal(line, &l) == nil && l.Level == "error" && l.Msg != "" {
			last = runtimeError{l.Msg, l.Time}
		}
	}
	return last
}

// startError is why the last start of a container in state s, which ended at
// finished if it ever ran, failed; "" if it did not. An error from before its
// end is of a start before its last one.
func (e *runtimeError) startError(s model.State, finished time.Time) string {
	switch s {
	case model.Created:
	case model.Exited, model.Stopped:
		if e.at.Before(finished.Truncate(time.Second)) {
			return ""
		}
	default:
		return ""
	}
	return shortReason(text(e.message))
}
