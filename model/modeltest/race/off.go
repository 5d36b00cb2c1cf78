//go:build !race

// Package race tells tests whether the race detector runs: it allocates by
// itself, so allocation gates are open then.
package race

// Enabled reports whether the race detector runs.
const Enabled = false
