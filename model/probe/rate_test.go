package probe

import (
	"math"
	"testing"
	"time"

	"podtop/model"
)

func process(pid int, started int64, usec, rss uint64) Process {
	return Process{PID: pid, Started: started, CPUUsec: model.Known(usec), RSS: model.Known(rss)}
}

func TestProcessRates(t *testing.T) {
	before := &Processes{Answer: Answer{At: 10 * time.Second}, List: []Process{process(1, 100, 1_000_000, 5), process(2, 200, 500, 9)}}
	now := &Processes{Answer: Answer{At: 12 * time.Second}, List: []Process{
		process(2, 900, 600, 7), // another process with that pid
		process(1, 100, 2_000_000, 8),
		{PID: 3, Started: 300},
	}}
	cpu := now.CPU(nil, before)
	if !math.IsNaN(cpu[0]) || cpu[1] != 0.5 || !math.IsNaN(cpu[2]) {
		t.Errorf("they use %v", cpu)
	}
	if cpu = now.CPU(cpu, nil); len(cpu) != 3 || !math.IsNaN(cpu[1]) {
		t.Errorf("of one answer: %v", cpu)
	}
	if now.Biggest() != 1 || new(Processes).Biggest() != -1 {
		t.Errorf("the biggest is %d", now.Biggest())
	}
	if now.Index(ProcessKey{1, 100}) != 1 || now.Index(ProcessKey{2, 200}) != -1 {
		t.Error("a process is not told by its pid and its start")
	}
	if age := now.List[1].Age(now.At); age != 11 {
		t.Errorf("its age is %v", age)
	}
	if age := (&Process{}).Age(now.At); !math.IsNaN(age) {
		t.Errorf("the age of one with no start is %v", age)
	}
}

func TestFlow(t *testing.T) {
	at := func(d time.Duration, rx uint64) *Network {
		return &Network{Answer: Answer{At: d}, Interfaces: []Interface{{Name: "lo"}, {Name: "eth0", RxBytes: model.Known(rx), TxDrop: model.Known(rx / 100)}}}
	}
	before, now := at(10*time.Second, 1000), at(12*time.Second, 5000)
	if f := now.Flow(1, before); f.RxBytes != 2000 || f.TxDrop != 20 || !math.IsNaN(f.TxBytes) {
		t.Errorf("got %+v", f)
	}
	before.Interfaces = before.Interfaces[:1]
	for _, was := range []*Network{nil, before} {
		if f := now.Flow(1, was); !math.IsNaN(f.RxBytes) {
			t.Errorf("since nothing: %+v", f)
		}
	}
}
