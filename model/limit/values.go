package limit

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/clean"
)

// Values are the limits of one container, as they were written: Format shows one. A field that is not in it is not
// known; "" is none. FieldCPUs is never in it: it is the quota of a period.
type Values map[model.Field]string

// Int is a field's number, and whether it has one.
func (v Values) Int(f model.Field) (int64, bool) {
	n, err := strconv.ParseInt(v[f], 10, 64)
	return n, err == nil
}

// Get is a field's value, and whether it is known.
func (v Values) Get(f model.Field) (string, bool) {
	if f == model.FieldCPUs {
		quota, known := v[model.FieldCPUQuota]
		if quota == "" {
			return "", known
		}
		n, _ := v.Int(model.FieldCPUQuota)
		return formatCores(n, v.Period()), known
	}
	s, known := v[f]
	return s, known
}

// Period is that of the quota, in µs.
func (v Values) Period() int64 {
	if n, ok := v.Int(model.FieldCPUPeriod); ok {
		return n
	}
	return period
}

// With is v after settings, with all that these imply: no limit of memory takes
// that of swap along, and --cpus sets the period too.
func (v Values) With(settings []model.Setting) Values {
	w := maps.Clone(v)
	for _, s := range settings {
		switch {
		case s.Field == model.FieldCPUs:
			w[model.FieldCPUQuota], w[model.FieldCPUPeriod] = "", ""
			if cores, err := strconv.ParseFloat(s.Value.Raw(), 64); err == nil && !s.None {
				w[model.FieldCPUQuota] = strconv.FormatInt(int64(math.Round(min(cores, mostCores)*period)), 10)
			}
		case IsRate(s.Field):
			w[s.Field] = mergeRates(s, v[s.Field])
		default:
			w[s.Field] = s.Value.Raw()
		}
	}
	if w[model.FieldCPUQuota] == "" && asks(settings, model.FieldCPUQuota) && !asks(settings, model.FieldCPUPeriod) {
		w[model.FieldCPUPeriod] = ""
	}
	if w[model.FieldMemory] == "" && asks(settings, model.FieldMemory) && !asks(settings, model.FieldMemorySwap) {
		w[model.FieldMemorySwap] = ""
	}
	return w
}

func asks(settings []model.Setting, f model.Field) bool {
	return slices.ContainsFunc(settings, func(s model.Setting) bool { return s.Field == f })
}

// IsRate reports whether a field is of devices.
func IsRate(f model.Field) bool { return strings.HasPrefix(string(f), "device-") }

// IsBytes reports whether a field is in bytes.
func IsBytes(f model.Field) bool {
	return strings.HasPrefix(string(f), "memory") && f != model.FieldMemorySwappiness || strings.HasSuffix(string(f), "-bps")
}

// mergeRates is s over the rates in old: a device that s does not name keeps
// its own.
func mergeRates(s model.Setting, old string) string {
	if s.None {
		return ""
	}
	all := Rates(s.Value.Raw())
	for _, r := range Rates(old) {
		if !slices.ContainsFunc(all, func(n Rate) bool { return n.Device == r.Device }) {
			all = append(all, r)
		}
	}
	return FormatRates(IsBytes(s.Field), all)
}

// Same reports whether two values of a field are one to the kernel, which
// rounds sizes down to pages.
func Same(f model.Field, a, b string) bool {
	if a == b {
		return true
	}
	if IsBytes(f) && !IsRate(f) && a != "" && b != "" {
		x, y := Bytes(a), Bytes(b)
		apart := int64(4096)
		if f == model.FieldMemorySwap {
			apart = 8192 // it is the sum of two
		}
		return max(x, y)-min(x, y) < apart
	}
	return false
}

// Differing are the fields, in the table's order, of which both v and w are
// known and not the same.
func (v Values) Differing(w Values) []model.Field {
	var all []model.Field
	for i := range Fields {
		f := Fields[i].Name
		a, known := v[f]
		b, known2 := w[f]
		if known && known2 && !Same(f, a, b) {
			all = append(all, f)
		}
	}
	return all
}

// Back are the settings that make w into v again, in their order: memory and
// swap are always named together, and so are quota and period.
func (v Values) Back(w Values) []model.Setting {
	var all []model.Setting
	done := map[model.Field]bool{}
	add := func(f model.Field) {
		old, known := v[f]
		if !known || done[f] {
			return
		}
		done[f] = true
		if IsRate(f) {
			all = append(all, backRates(f, old, w[f]))
			return
		}
		all = append(all, model.Setting{Field: f, Value: clean.Of(old), None: old == ""})
	}
	for _, f := range v.Differing(w) {
		switch f {
		case model.FieldMemory, model.FieldMemorySwap:
			add(model.FieldMemory)
			add(model.FieldMemorySwap)
		case model.FieldCPUQuota, model.FieldCPUPeriod:
			add(model.FieldCPUQuota)
			add(model.FieldCPUPeriod)
		default:
			add(f)
		}
	}
	return all
}

// backRates restores old, and takes away what only now has a rate.
func backRates(f model.Field, old, now string) model.Setting {
	value := old
	for _, r := range Rates(now) {
		if !slices.ContainsFunc(Rates(old), func(o Rate) bool { return o.Device == r.Device }) {
			value = strings.TrimPrefix(value+","+r.Device+":none", ",")
		}
	}
	return model.Setting{Field: f, Value: clean.Of(value), None: value == ""}
}
