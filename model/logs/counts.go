package logs

// Counts are how many lines there were.
type Counts struct {
	Lines, Stderr uint64
	Levels        [levels]uint64 // of the lines that were read; those without a known level under Unknown
}

// Add adds d.
func (c *Counts) Add(d Counts) {
	c.Lines += d.Lines
	c.Stderr += d.Stderr
	for i, n := range d.Levels {
		c.Levels[i] += n
	}
}

// AtLeast is how many lines that were read are as grave as level, or more.
func (c *Counts) AtLeast(level Level) (n uint64) {
	for _, of := range c.Levels[min(level, levels):] {
		n += of
	}
	return n
}

// A Coverage says what of a bucket or a column is known.
type Coverage uint8

// What can be known: how many lines there were, from an index, and their levels,
// from the lines themselves.
const (
	LinesKnown Coverage = 1 << iota
	LevelsKnown
)
