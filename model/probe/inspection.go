package probe

import (
	"encoding/json"
	"time"

	"podtop/model"
)

// An Inspection is `podman inspect` of one container. JSON is all of it as
// Podman sent it, and is not clean; the rest is, and is parsed from it.
type Inspection struct {
	Answer
	JSON json.RawMessage

	ID                     model.ID
	PID                    int      // 0 if it does not run
	Image, ImageID, Digest string   // Image is "" of one that was made from a directory
	Command                []string // entrypoint and arguments
	WorkDir, Hostname      string
	InsideUser             string
	Privileged             bool
	CapAdd, CapDrop        []string
	RestartPolicy          string
	LogDriver, LogPath     string
	Runtime                string // "crun", "runc"
	Env, Labels            []Pair
	Annotations            []Pair
	Mounts                 []Mount // without Fill: the root, those of Podman's list, tmpfs
	NetworkMode            string
	Attachments            []Attachment
	DNS                    []string // as asked for
	Health                 Health
	Started                time.Time   // zero if it does not run, or is paused
	SizeWritten            model.Count // bytes of the writable layer, if they were asked for
}

// An Attachment is one of Podman's networks the container is in.
type Attachment struct {
	Network, Address, Gateway, MAC string // the address with its prefix: "10.88.0.5/16"
	Address6, Gateway6             string
	Aliases                        []string
}

// Health is the container's check and its last outcomes.
type Health struct {
	Status      string // "" without a check
	Test        []string
	Interval    time.Duration
	Timeout     time.Duration
	StartPeriod time.Duration
	Retries     int
	Most        int     // checks that Log keeps; 0: all, or there are none
	OnFailure   string  // what Podman does then: "none", "kill", "restart", "stop"
	Failing     int     // the streak
	Log         []Check // the newest last
	Startup     bool    // another check goes before it, until that was fine
	Timer       Timer   // looked for if a check that is due has not come
}

// A Timer is what has systemd run the check.
type Timer struct {
	Sought    bool
	NoSystemd bool   // none runs for its user
	Name      string // its unit; "" if there is none
}

// A Check is one run of the health check.
type Check struct {
	Start, End time.Time
	Exit       int
	Output     string
}
