package main

import (
	"context"
	"slices"
	"testing"

	"podtop/model"
)

// A crowd is a host of some containers, each time as many as come next.
type crowd struct {
	source
	sizes []int
}

func (c *crowd) Next(context.Context) (*model.Sample, error) {
	n := c.sizes[0]
	c.sizes = c.sizes[1:]
	if n < 0 { // only named
		return &model.Sample{Inventory: &model.Inventory{Containers: make([]model.Meta, -n)}}, nil
	}
	return &model.Sample{Readings: make([]model.Reading, n)}, nil
}

// The bound follows the number of containers, both ways, and is set no more
// often than it has to be.
func TestMemoryIsBoundByTheContainers(t *testing.T) {
	const history = 96 << 20
	t.Setenv("GOMEMLIMIT", "")
	var got []int64
	b := &bounded{source: &crowd{sizes: []int{50, 1000, 4950, 5000, 60, -4096, -6000}}, history: history, set: func(limit int64) { got = append(got, limit) }}
	for range 7 {
		if _, err := b.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if want := []int64{history + beside, history + beside + 4000*besideOne, history + beside, history + beside + 200*besideOne}; !slices.Equal(got, want) {
		t.Errorf("set %v, want %v", got, want)
	}
}

// Who has told Go what to keep to has the last word.
func TestMemoryIsTheUsersToBound(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "off")
	src := &crowd{}
	if got := boundMemory(src, 96<<20); got != source(src) {
		t.Errorf("%T bounds what GOMEMLIMIT does", got)
	}
}
