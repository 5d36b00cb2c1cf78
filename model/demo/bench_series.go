package demo

import (
	"math"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// values are as many values of a series as come in a time, each a busy host's if that
// is one then.
func (b *Bench) values(of bench.Series, seed uint64, mean, deviation float64, passed, every time.Duration) bench.Series {
	rng := b.noise(seed)
	for i := range int(passed / every) {
		host := conditions(rng)
		v := about(rng, mean, deviation)
		if host.PSICPU > 10 && of.Better == bench.Less {
			v *= 1.7
		}
		at := b.began.Add(warmUp + time.Duration(i+1)*every)
		of.Values = append(of.Values, bench.Measurement{Time: at, Value: v, Host: host})
	}
	return of
}

// startEvery is how long a start and its end take.
const startEvery = 700 * time.Millisecond

func (b *Bench) start(r *bench.Report, passed time.Duration) int {
	times := []struct {
		name, title string
		mean        float64
	}{
		{"create_time", "create", 0.061},
		{"first_byte_time", "start to first byte", 0.148},
		{"stop_time", "stop", 0.094},
		{"remove_time", "remove", 0.083},
		{"standby_time", "start of one made beforehand", 0.139},
	}
	var all []bench.Series
	for i, t := range times {
		all = append(all, b.values(bench.Series{Name: t.name, Title: t.title, Unit: model.Seconds}, uint64(i+1), t.mean, 0.09, passed, startEvery))
	}
	whole := bench.Series{Name: bench.StartupTime, Title: "create to first byte", Unit: model.Seconds}
	for i := range all[0].Values {
		m := all[0].Values[i]
		m.Value += all[1].Values[i].Value
		whole.Values = append(whole.Values, m)
	}
	r.Series = append(append(r.Series, whole), all...)
	return len(whole.Values)
}

// workRate is how many units of work a core does in a second.
const workRate = 1120

func (b *Bench) cpu(r *bench.Report, passed time.Duration) int {
	const every = time.Second
	one, all := min(1, b.cores), b.cores
	rates := []bench.Series{
		b.values(bench.Series{Name: "work_per_second", Title: "work a second, one thread", Unit: model.PerSec, Better: bench.More}, 1, workRate*one, 0.01, passed, every),
		b.values(bench.Series{Name: "effective_cores", Title: "cores it had, one thread", Unit: model.Cores, Better: bench.Neither}, 2, one, 0.003, passed, every),
		b.values(bench.Series{Name: "work_per_second_all", Title: "work a second, 8 threads", Unit: model.PerSec, Better: bench.More}, 3, workRate*all*0.94, 0.015, passed, every),
		b.values(bench.Series{Name: "effective_cores_all", Title: "cores it had, 8 threads", Unit: model.Cores, Better: bench.Neither}, 4, all*0.99, 0.004, passed, every),
	}
	r.Series = rates
	if b.cores < float64(b.machine.CPUs) {
		periods := math.Floor(passed.Seconds() * 10)
		r.Add("throttling", "periods", model.Number, periods)
		r.Add("throttling", "throttled", model.Number, math.Floor(periods*0.52))
		r.Add("throttling", "seconds", model.Seconds, passed.Seconds()*0.31)
	}
	return len(rates[0].Values)
}

func (b *Bench) ab(r *bench.Report, passed time.Duration) int {
	const every = 750 * time.Millisecond // of a pair
	cores, name := b.other()
	own := "limits as now"
	if b.cores < float64(b.machine.CPUs) {
		own = bench.FormatValue(b.cores, model.Number) + " cpus"
	}
	of := bench.Series{Name: "work_per_second_all", Title: "work a second", Unit: model.PerSec, Better: bench.More}
	for i, arm := range []struct {
		group string
		cores float64
	}{{bench.ArmA, b.cores}, {bench.ArmB, cores}} {
		of.Group = arm.group
		r.Series = append(r.Series, b.values(of, uint64(i+1), workRate*arm.cores*0.94, 0.02, passed, every))
	}
	n := len(r.Series[0].Values)
	r.Arms = &bench.Arms{A: own, B: name, Within: 0.02, TimeUp: passed >= b.length()-warmUp && n < 40}
	return n
}

const usageEvery = 200 * time.Millisecond

func (b *Bench) usage(r *bench.Report, passed time.Duration) []bench.Series {
	cpu := b.values(bench.Series{Name: "cpu", Title: "CPU, 100 is one core", Unit: model.Percent}, 11, 62*min(1, b.cores), 0.2, passed, usageEvery)
	used := min(310*mb, 0.8*b.limit)
	memory := b.values(bench.Series{Name: "memory", Title: "memory", Unit: model.Bytes}, 12, used, 0.02, passed, usageEvery)
	if len(cpu.Values) == 0 {
		return nil
	}
	mean := memory.Summary()
	r.Add(bench.ResourceEfficiency, bench.CPUPercent, model.Percent, cpu.Summary().Mean)
	r.Add(bench.ResourceEfficiency, bench.MemoryUsage, model.Bytes, mean.Mean)
	r.Add(bench.ResourceEfficiency, bench.MemoryPercent, model.Percent, 100*mean.Mean/min(b.limit, b.machine.Memory))
	r.Add("memory_peak", "bytes", model.Bytes, mean.Max*1.01)
	return []bench.Series{cpu, memory}
}
