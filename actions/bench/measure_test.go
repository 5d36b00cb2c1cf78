package bench

import (
	"testing"
	"testing/synctest"
	"time"
)

// The time is for all of it. One that counts is measured in any case.
func TestRepeatsEndAtTheirTime(t *testing.T) {
	for _, tt := range []struct {
		r              Repeats
		warmUp, number int
		timeUp         bool
	}{
		{Repeats{WarmUp: 2, Number: 3, Time: time.Hour}, 2, 3, false},
		{Repeats{WarmUp: 2, Number: 9, Time: 3500 * time.Millisecond}, 2, 2, true},
		{Repeats{WarmUp: 1000, Number: 9, Time: 3500 * time.Millisecond}, 4, 1, true},
		{Repeats{WarmUp: 1000, Number: 1, Time: 3500 * time.Millisecond}, 4, 1, false},
		{Repeats{Number: 9, Time: time.Millisecond}, 0, 1, true},
		{Repeats{WarmUp: 1, Time: 3500 * time.Millisecond}, 1, 3, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			warmUp, number := 0, 0
			timeUp, err := tt.r.do(t.Context(), func(isWarmUp bool) error {
				if isWarmUp {
					warmUp++
				} else {
					number++
				}
				time.Sleep(time.Second)
				return nil
			})
			if err != nil || timeUp != tt.timeUp || warmUp != tt.warmUp || number != tt.number {
				t.Errorf("%+v: %v, %t, %d to warm up, %d", tt.r, err, timeUp, warmUp, number)
			}
		})
	}
}
