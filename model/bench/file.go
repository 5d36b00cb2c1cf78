package bench

import (
	"encoding/json"
	"time"

	"podtop/model/clean"
)

// A file is a report as JSON. The timestamp, the image, results.startup_time
// and results.resource_efficiency are where pipelines have them that were there
// before podtop: they do not move.
type file struct {
	Kind      string            `json:"kind,omitempty"`
	Timestamp looseTime         `json:"timestamp"`
	Subject   string            `json:"subject,omitempty"`
	Image     string            `json:"image,omitempty"`
	Verdict   string            `json:"verdict,omitempty"`
	Results   *object           `json:"results"`
	Units     map[string]string `json:"units,omitempty"` // of figures, by their path
	Arms      *Arms             `json:"arms,omitempty"`
	Machine   Machine           `json:"machine"`
	Notes     []string          `json:"notes,omitempty"`
}

// A fileSample is a Measurement. What is not known of the host is left out.
type fileSample struct {
	Time     *looseTime `json:"time,omitempty"`
	Value    *float64   `json:"value"` // null if it is not known: the other of its pair has the same index
	PSICPU   *float64   `json:"psi_cpu,omitempty"`
	PSIMem   *float64   `json:"psi_mem,omitempty"`
	PSIIO    *float64   `json:"psi_io,omitempty"`
	Steal    *float64   `json:"steal,omitempty"`
	OtherCPU *float64   `json:"other_cpu,omitempty"`
	Outlier  bool       `json:"outlier,omitempty"`
}

// samplesName is the member that makes an object of the results a series.
const samplesName = "samples"

// A looseTime is a time that others may have written otherwise: then it is
// zero.
type looseTime time.Time

// MarshalJSON implements json.Marshaler.
func (t looseTime) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Time(t).UTC())
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *looseTime) UnmarshalJSON(b []byte) error {
	var at time.Time
	if json.Unmarshal(b, &at) == nil {
		*t = looseTime(at.UTC())
	}
	return nil
}

// JSON is r as a JSON document on one line. It is an error if two results have
// one name.
func (r *Report) JSON() ([]byte, error) {
	differences := r.Differences()
	f := file{
		Kind: r.Kind, Timestamp: looseTime(r.Time), Subject: r.Subject, Image: r.Image, Verdict: r.verdict(differences),
		Results: &object{}, Units: map[string]string{}, Arms: r.Arms, Machine: r.Machine, Notes: r.Notes,
	}
	if err := f.setResults(r, differences); err != nil {
		return nil, err
	}
	return clean.Marshal(f)
}

func (f *file) setResults(r *Report, differences []Difference) error {
	for _, n := range r.numbers(differences) {
		if !isFinite(n.Value) {
			continue
		}
		if err := f.Results.set(n.Name, n.Value); err != nil {
			return err
		}
	}
	for i := range r.Series {
		if err := f.setSeries(&r.Series[i]); err != nil {
			return err
		}
	}
	for _, d := range differences {
		if err := f.Results.set(join(join(groupAB, d.Path), "text"), d.Text()); err != nil {
			return err
		}
	}
	for _, g := range r.Figures {
		for _, figure := range g.Figures {
			f.Units[join(g.Name, figure.Name)] = units[figure.Unit]
		}
	}
	return nil
}

// setSeries puts beside the numbers of a series what they come from.
func (f *file) setSeries(s *Series) error {
	for _, m := range []member{
		{"title", s.Title},
		{"unit", units[s.Unit]},
		{"better", directions[s.Better]},
		{samplesName, s.fileSamples()},
	} {
		if err := f.Results.set(join(s.Path(), m.name), m.value); err != nil {
			return err
		}
	}
	return nil
}

func (s *Series) fileSamples() []fileSample {
	samples := make([]fileSample, 0, len(s.Values))
	outliers := s.Outliers()
	for i, m := range s.Values {
		isOutlier := len(outliers) > 0 && outliers[0] == i
		if isOutlier {
			outliers = outliers[1:]
		}
		samples = append(samples, newFileSample(m, isOutlier))
	}
	return samples
}

func newFileSample(m Measurement, isOutlier bool) fileSample {
	c := m.Host
	sample := fileSample{
		Value: known(m.Value), Outlier: isOutlier,
		PSICPU: known(c.PSICPU), PSIMem: known(c.PSIMem), PSIIO: known(c.PSIIO), Steal: known(c.Steal), OtherCPU: known(c.OtherCPU),
	}
	if !m.Time.IsZero() {
		sample.Time = (*looseTime)(&m.Time)
	}
	return sample
}

// known points at v, if it is known.
func known(v float64) *float64 {
	if !isFinite(v) {
		return nil
	}
	return &v
}
