package containers

import (
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
)

// asked is a past that notes whose it is asked for.
type asked map[model.Key]int

func (a asked) Reach() time.Duration { return time.Hour }

func (asked) Read([]model.Span, model.Key, *model.Metric, time.Duration, time.Duration) {}

func (a asked) Maxima(_ []float32, k model.Key, _ model.Fast, _, _ time.Duration) { a[k]++ }

// A pod's graph is of its own past, that of the sums: the sum of what was
// greatest in each member would be more than there ever was.
func TestAPodsGraphIsOfItsOwnPast(t *testing.T) {
	snap := snapshots(modeltest.Busy().Samples(11))[10]
	env, past := envOf(snap, 120, 30), asked{}
	env.Past = past
	listOf(Choices{}).Draw(nil, env)
	pod := &snap.Pods[0]
	if past[pod.Past] != 1 {
		t.Errorf("the pod's own past was asked for %d times", past[pod.Past])
	}
	for _, m := range pod.Members {
		if c := &snap.Containers[m]; past[c.Key] > 1 {
			t.Errorf("the past of %s was asked for %d times", c.Name, past[c.Key])
		}
	}
}
