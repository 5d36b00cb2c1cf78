package probe

import (
	"time"

	"podtop/model"
)

// A Unit is the systemd unit that runs a container.
type Unit struct {
	Answer
	Name, Description     string
	Load, Active, Sub     string // LoadState, ActiveState, SubState
	Result                string
	Restarts              model.Count // NRestarts
	Since                 time.Time   // StateChangeTimestamp
	MainPID               int
	ExitStatus            int
	Restart               string      // the policy
	EnabledState          string      // UnitFileState
	Source                string      // the Quadlet file, or the unit's own (SourcePath, FragmentPath)
	Text                  []string    // of Source, line by line
	CPUQuota              model.Limit // millionths of a core, CPUQuotaPerSecUSec
	MemoryMax, MemoryHigh model.Limit
	MemoryLow             model.Limit
	TasksMax              model.Limit
	CPUWeight             model.Count
	Properties            []Pair // the others worth a line
}
