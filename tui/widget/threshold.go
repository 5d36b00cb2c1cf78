package widget

// What is too high to overlook.
const (
	NearLimit     = 90 // percent of a limit
	MuchThrottled = 25 // percent of periods
	MuchPressure  = 20 // percent of time
)
