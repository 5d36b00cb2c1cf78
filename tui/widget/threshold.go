package widget

// From here on a figure stands out.
const (
	NearLimit     = 90 // percent of a limit
	MuchThrottled = 25 // percent of periods
	MuchPressure  = 20 // percent of time in which some task waited
	MuchStalled   = 10 // percent of time in which all did
	MuchBusy      = 90 // percent of the time of a disk, or of all CPUs
	MuchLost      = 1  // packets per second
)
