package model

import (
	"testing"
	"time"
)

// Whoever claims another user's pod by its id has one of his own, and the
// other keeps name, state, members and past.
func TestAPodIsItsUsers(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	pod := string(id(900))
	tp.s.Inventory = &Inventory{
		Pods: []Pod{
			{ID: pod, Name: "shop", User: "root", State: "Running"},
			{ID: pod, Name: "mine", UID: 1000, User: "op", State: "Dead"},
			{ID: pod, Name: "mine", UID: 1000, User: "op", State: "Dead"}, // a second service lists it too
		},
		Containers: []Meta{{ID: id(1), Name: "app", User: "root", Pod: pod, State: Running}},
	}
	for i := range uint64(3) {
		tp.step(time.Second)
		nameless := tp.cpu(2, 2, i*100_000) // its cgroup tells of the pod
		nameless.Pod = pod
		tp.s.Readings = []Reading{tp.cpu(1, 1, i*200_000), nameless}
		tr.Push(&tp.s)
	}
	pods := tr.snap.Groups(ByPod)
	if len(pods) != 2 {
		t.Fatalf("%d pods: %+v", len(pods), pods)
	}
	root, op := &pods[0], &pods[1]
	if root.Name != "shop" || root.UID != 0 || root.Owner() != "root" || root.State != "Running" || len(root.Members) != 2 || !near(root.CPU, 0.3) {
		t.Errorf("root's pod is %+v", root)
	}
	if op.Name != "mine" || op.Owner() != "op" || op.State != "Dead" || len(op.Members) != 0 {
		t.Errorf("op's pod is %+v", op)
	}
	var past [1]float32
	if tr.History().Maxima(past[:], root.Past, FastCPU, tr.snap.Mono, time.Second); !(past[0] > 0.29) {
		t.Errorf("the past of root's pod is %v", past[0])
	}
}
