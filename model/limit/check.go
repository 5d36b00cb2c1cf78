package limit

import (
	"errors"
	"fmt"

	"podtop/model"
)

// Contradiction is what is wrong with settings in themselves.
func Contradiction(settings []model.Setting) error {
	seen := map[model.Field]bool{}
	for _, s := range settings {
		if seen[s.Field] {
			return fmt.Errorf("%s is given twice", s.Field)
		}
		seen[s.Field] = true
		if s.None != s.Value.IsZero() {
			return fmt.Errorf("%s has no value", s.Field)
		}
	}
	if seen[model.FieldCPUs] && (seen[model.FieldCPUQuota] || seen[model.FieldCPUPeriod]) {
		return errors.New("cpus is the quota of a period: give it, or cpu-quota and cpu-period")
	}
	return nil
}

// Possible is what is wrong with v as a whole: what the kernel refuses, and
// Podman would have on record all the same.
func (v Values) Possible() error {
	memory, both, low := v[model.FieldMemory], v[model.FieldMemorySwap], v[model.FieldMemoryReservation]
	switch {
	case both != "" && memory == "":
		return errors.New("memory-swap bounds memory and swap together, and makes no sense without memory: give --memory too, or --memory-swap none")
	case both != "" && Bytes(both) < Bytes(memory):
		return fmt.Errorf("memory %s is more than memory and swap together may be, %s: give --memory-swap too, %s or more, or none",
			Format(model.FieldMemory, memory), Format(model.FieldMemorySwap, both), Format(model.FieldMemory, memory))
	case memory != "" && Bytes(low) > Bytes(memory):
		return fmt.Errorf("memory-reservation %s is more than the limit of memory, %s: no more than that can be protected",
			Format(model.FieldMemoryReservation, low), Format(model.FieldMemory, memory))
	}
	quota, ok := v.Int(model.FieldCPUQuota)
	if ok && quota < 1000 {
		return errors.New("the kernel takes a quota of 1000 µs at least: cpus 0.01, in a period of 100000 µs")
	}
	return nil
}
