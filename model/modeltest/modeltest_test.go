package modeltest_test

import (
	"math"
	"reflect"
	"testing"

	"podtop/model"
	"podtop/model/modeltest"
)

func TestSameEachTime(t *testing.T) {
	a, b := modeltest.Busy().Samples(20), modeltest.Busy().Samples(20)
	if !reflect.DeepEqual(a, b) {
		t.Error("two Busy hosts differ")
	}
}

func TestBusyIsBelievable(t *testing.T) {
	var tr model.Tracker
	var snap *model.Snapshot
	for _, s := range modeltest.Busy().Samples(30) {
		snap = tr.Push(s)
	}
	var sum float64
	states := map[model.State]int{}
	for i := range snap.Containers {
		c := &snap.Containers[i]
		states[c.State]++
		if c.State.Live() {
			sum += c.CPU
		}
		if c.MemLimitPct > 100 {
			t.Errorf("%s: hard memory at %.0f%% of its limit", c.Name, c.MemLimitPct)
		}
	}
	if math.IsNaN(sum) || sum > float64(snap.Host.CPUs) || sum > snap.Host.CPU {
		t.Errorf("containers use %v of %v busy cores", sum, snap.Host.CPU)
	}
	for _, s := range []model.State{model.Running, model.Paused, model.Exited, model.Failed, model.Inactive} {
		if states[s] == 0 {
			t.Errorf("no container is %s", s)
		}
	}
}
