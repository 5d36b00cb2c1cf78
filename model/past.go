package model

import (
	"math"
	"slices"
)

// fastMetrics are the names of those kept at the grain of the sampling, in the
// order of Fast.
var fastMetrics = [fastCount]string{FastCPU: "cpu", FastMem: "mem", FastRx: "net.rx", FastTx: "net.tx"}

// shares are not kept: they follow from two metrics that are.
var shares = map[string]struct{ of, limit string }{
	"cpu.limit%": {"cpu", "cpu.limit"},
	"mem.limit%": {"mem.hard", "mem.limit"},
}

// slowMetrics are kept at each slow sample: all but the fast ones, the shares,
// and those of which only the present says anything.
var slowMetrics = func() []*Metric {
	var slow []*Metric
	for i := range Metrics {
		m := &Metrics[i]
		_, share := shares[m.Name]
		if !share && !slices.Contains(fastMetrics[:], m.Name) && m.Unit != Seconds && m.Name != "restarts.5m" {
			slow = append(slow, m)
		}
	}
	return slow
}()

// A past says how a metric's past is found: by the number it has in the store,
// and for a share by its limit's too. It is -1 where there is none.
type past struct{ number, limit int }

var pasts = func() map[string]past {
	all := make(map[string]past, len(Metrics))
	for i, name := range fastMetrics {
		all[name] = past{i, -1}
	}
	for i, m := range slowMetrics {
		all[m.Name] = past{int(fastCount) + i, -1}
	}
	for name, s := range shares {
		all[name] = past{all[s.of].number, all[s.limit].number}
	}
	return all
}()

func pastOf(m *Metric) past {
	if p, ok := pasts[m.Name]; ok {
		return p
	}
	return past{-1, -1}
}

var unknownSpan = UnknownSpan()

// UnknownSpan is a Span of which nothing is known.
func UnknownSpan() Span { return Span{Min: math.NaN(), Avg: math.NaN(), Max: math.NaN()} }
