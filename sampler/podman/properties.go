package podman

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// shownProperties are those of a unit that its page shows.
const shownProperties = "Id,Description,LoadState,ActiveState,SubState,Result,NRestarts," +
	"StateChangeTimestamp,MainPID,ExecMainStatus,Restart,UnitFileState,SourcePath,FragmentPath," +
	"CPUQuotaPerSecUSec,MemoryMax,MemoryHigh,MemoryLow,TasksMax,CPUWeight"

// moreProperties are shown as they are, where they say something.
const moreProperties = "StatusText,NeedDaemonReload,ExecStart,Type,NotifyAccess,RestartUSec," +
	"StartLimitBurst,StartLimitIntervalUSec,TimeoutStartUSec,TimeoutStopUSec,RuntimeMaxUSec,WatchdogUSec,KillMode,OOMPolicy," +
	"ExecMainStartTimestamp,ExecMainExitTimestamp,ActiveEnterTimestamp,InactiveEnterTimestamp," +
	"Slice,ControlGroup,DelegateControllers,MemoryMin,MemorySwapMax,IOWeight,AllowedCPUs,AllowedMemoryNodes," +
	"DropInPaths,Requires,BindsTo,PartOf,TriggeredBy,WantedBy,OnFailure,InvocationID"

// parseUnit parses what systemctl show says of one unit:
//
//	Id=web.service
//	CPUQuotaPerSecUSec=1.500000s
//	MemoryMax=infinity
//	CPUWeight=[not set]
func parseUnit(b []byte) *probe.Unit {
	u := &probe.Unit{}
	var fragment string
	names, more := strings.Split(moreProperties, ","), map[string]string{}
	for line := range bytes.Lines(b) {
		key, value, _ := strings.Cut(string(bytes.TrimRight(line, "\n")), "=")
		switch {
		case slices.Contains(names, key):
			more[key] = text(propertyText(key, value))
		case key == "FragmentPath":
			fragment = text(value)
		default:
			setUnit(u, key, value)
		}
	}
	if u.Source == "" {
		u.Source = fragment
	} else {
		more["FragmentPath"] = fragment
	}
	for _, key := range append(names, "FragmentPath") {
		if value := more[key]; isSet(value) {
			u.Properties = append(u.Properties, probe.Pair{Name: key, Value: value})
		}
	}
	return u
}

// setUnit takes over one property. It is one long flat table.
func setUnit(u *probe.Unit, key, value string) {
	switch key {
	case "Id":
		u.Name = text(value)
	case "Description":
		u.Description = text(value)
	case "LoadState":
		u.Load = text(value)
	case "ActiveState":
		u.Active = text(value)
	case "SubState":
		u.Sub = text(value)
	case "Result":
		u.Result = text(value)
	case "NRestarts":
		u.Restarts = kernel.Uint([]byte(value))
	case "StateChangeTimestamp":
		u.Since, _ = time.Parse(timestamp, value)
	case "MainPID":
		u.MainPID, _ = strconv.Atoi(value)
	case "ExecMainStatus":
		u.ExitStatus, _ = strconv.Atoi(value)
	case "Restart":
		u.Restart = text(value)
	case "UnitFileState":
		u.EnabledState = text(value)
	case "SourcePath":
		u.Source = text(value)
	case "CPUQuotaPerSecUSec":
		u.CPUQuota = quota(value)
	case "MemoryMax":
		u.MemoryMax = limitOf(value)
	case "MemoryHigh":
		u.MemoryHigh = limitOf(value)
	case "MemoryLow":
		u.MemoryLow = limitOf(value)
	case "TasksMax":
		u.TasksMax = limitOf(value)
	case "CPUWeight":
		u.CPUWeight = kernel.Uint([]byte(value))
	}
}

// limitOf is a limit as systemctl writes it; unknown if it is not set.
func limitOf(s string) model.Limit {
	if s == "infinity" || s == strconv.FormatUint(math.MaxUint64, 10) {
		return model.NoLimit
	}
	return kernel.Limit([]byte(s))
}

// quota is the µs a unit may compute each second. A number has a unit of time
// with it, or is none.
func quota(s string) model.Limit {
	if usec, ok := parseTimespan(s); ok {
		return model.LimitOf(usec)
	}
	if l := limitOf(s); l == model.NoLimit {
		return l
	}
	return model.Limit{}
}

// propertyText is a property in a form to be read: of a command line, which
// systemctl shows with all that became of it, the words.
//
//	{ path=/usr/bin/podman ; argv[]=/usr/bin/podman run … ; ignore_errors=no ; … }
func propertyText(key, value string) string {
	if key != "ExecStart" {
		return value
	}
	_, words, ok := strings.Cut(value, " argv[]=")
	if !ok {
		return value
	}
	if i := strings.LastIndex(words, " ; ignore_errors="); i >= 0 {
		words = words[:i]
	}
	return words
}

// isSet reports whether a property is more than the absence of one.
func isSet(value string) bool {
	switch value {
	case "", "0", "no", "n/a", "infinity", "[not set]", "[no data]":
		return false
	}
	return true
}
