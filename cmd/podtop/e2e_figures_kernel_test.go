//go:build e2e

package main_test

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A pass is one look at the kernel's files. Each is read once, when the first
// figure wants it.
type pass struct {
	begin, end time.Time
	files      map[string]string
	values     []float64 // what each figure's kernel function gave
	pers       []float64 // of a ratio of two counters, the second
}

// text is what a file holds, "" if it cannot be read.
func (p *pass) text(path string) string {
	text, ok := p.files[path]
	if !ok {
		b, _ := os.ReadFile(path)
		text = string(b)
		p.files[path] = text
	}
	return text
}

// has reports whether a file can be read and holds something.
func (p *pass) has(path string) bool { return p.text(path) != "" }

// number is what a file of one number holds, or of "key number" lines; NaN if
// it does not.
func (p *pass) number(path, key string) float64 {
	text := p.text(path)
	if key == "" {
		return parse(text)
	}
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 2 && f[0] == key {
			return parse(f[1])
		}
	}
	return math.NaN()
}

func parse(text string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// bound is what a file of a limit holds: +Inf for none, NaN if there is no such
// file. v1 writes none as the largest number, or -1.
func (p *pass) bound(path string) float64 {
	text := strings.TrimSpace(p.text(path))
	if v := parse(text); text != "max" && v != -1 && !(v >= 1<<62) {
		return v
	}
	return math.Inf(1)
}

// pressure is the total of a line of a pressure file, in seconds.
func (p *pass) pressure(path, line string) float64 {
	for l := range strings.Lines(p.text(path)) {
		if f := strings.Fields(l); f[0] == line {
			_, total, _ := strings.Cut(f[len(f)-1], "total=")
			return parse(total) / 1e6
		}
	}
	return math.NaN()
}

// Columns of /proc/net/dev.
const (
	rxBytes, rxPackets, rxErrs, rxDrop = 0, 1, 2, 3
	txBytes, txPackets, txErrs, txDrop = 8, 9, 10, 11
)

// traffic is the sum of some columns of a net/dev, over all interfaces but lo.
func (p *pass) traffic(path string, columns ...int) float64 {
	if !p.has(path) {
		return math.NaN()
	}
	sum := 0.0
	for line := range strings.Lines(p.text(path)) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || name == "lo" {
			continue
		}
		for _, c := range columns {
			sum += parse(strings.Fields(rest)[c])
		}
	}
	return sum
}

// ioStat is the sum of a key of io.stat (v2) over the disks that are not made of
// others.
func (p *pass) ioStat(h *host, path, key string) float64 {
	if _, err := os.Stat(path); err != nil {
		return math.NaN()
	}
	sum := 0.0
	for line := range strings.Lines(p.text(path)) {
		f := strings.Fields(line)
		if len(f) == 0 || h.stacked[f[0]] {
			continue
		}
		for _, word := range f[1:] {
			if v, ok := strings.CutPrefix(word, key+"="); ok {
				sum += parse(v)
			}
		}
	}
	return sum
}

// blkio is the sum of an operation of a blkio.throttle file (v1), whose lines
// come with the first rule. Without one nothing is counted.
func (p *pass) blkio(h *host, path, op string) float64 {
	sum := math.NaN()
	for line := range strings.Lines(p.text(path)) {
		f := strings.Fields(line)
		if len(f) != 3 || f[1] != op || h.stacked[f[0]] {
			continue
		}
		if v := parse(f[2]); math.IsNaN(sum) {
			sum = v
		} else {
			sum += v
		}
	}
	return sum
}

// hostTraffic is the sum of some columns over the interfaces that are devices:
// what passes a bridge or a veth passes one of them too, or stays in the host.
func (p *pass) hostTraffic(h *host, columns ...int) float64 {
	sum := 0.0
	for line := range strings.Lines(p.text("/proc/net/dev")) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		if !h.nics[name] {
			continue
		}
		for _, c := range columns {
			sum += parse(strings.Fields(rest)[c])
		}
	}
	return sum
}

// diskstats is the sum of a column, from 1 as iostats.rst counts them, over
// whole disks that are not made of others.
func (p *pass) diskstats(h *host, column int) float64 {
	sum := 0.0
	for line := range strings.Lines(p.text("/proc/diskstats")) {
		f := strings.Fields(line)
		if h.disks[f[0]+":"+f[1]] {
			sum += parse(f[2+column])
		}
	}
	return sum
}

// hardware is what the host is made of. It does not change while a test runs.
type hardware struct {
	nics    map[string]bool // the interfaces that are devices
	disks   map[string]bool // by number: those that are whole, and not made of others
	stacked map[string]bool // by number: those that are made of others
}

func findHardware() hardware {
	hw := hardware{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	nics, _ := filepath.Glob("/sys/class/net/*/device")
	for _, path := range nics {
		hw.nics[filepath.Base(filepath.Dir(path))] = true
	}
	blocks, _ := filepath.Glob("/sys/dev/block/*")
	for _, path := range blocks {
		number := filepath.Base(path)
		slaves, _ := os.ReadDir(path + "/slaves")
		_, err := os.Stat(path + "/device") // a partition, a file and memory have none
		hw.stacked[number], hw.disks[number] = len(slaves) > 0, err == nil && len(slaves) == 0
	}
	return hw
}

// stat is the sum of some columns of /proc/stat's first line, in seconds.
func (p *pass) stat(columns ...int) float64 {
	f := strings.Fields(p.text("/proc/stat"))
	ticks := 0.0
	for _, c := range columns {
		ticks += parse(f[1+c])
	}
	return ticks * 10_000 / 1e6
}

// meminfo is a line of /proc/meminfo, in bytes.
func (p *pass) meminfo(name string) float64 {
	return 1024 * parse(strings.TrimSuffix(lineOf(p.text("/proc/meminfo"), name+":"), " kB"))
}
