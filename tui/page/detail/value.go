package detail

import "podtop/model"

// value is v in words.
func value(v float64, d model.Dimension) string {
	var scratch [24]byte
	return string(model.AppendValue(scratch[:0], v, d))
}

// limitText is a limit in words, of CPU in millionths of a core.
func limitText(l model.Limit, d model.Dimension) string {
	switch {
	case l == model.NoLimit:
		return "none"
	case !l.IsKnown():
		return model.Dash
	}
	return value(limitValue(l, d), d)
}

// limitValue is a limit in the unit of its metric.
func limitValue(l model.Limit, d model.Dimension) float64 {
	if d == model.Cores {
		return l.Float() / 1e6
	}
	return l.Float()
}
