package results

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/pane"
	"podtop/tui/plot"
)

// shown is the report on screen, or two of them.
type shown struct {
	names   []string // none: the list is on screen
	asked   bool     // the reports were asked for
	reports []*bench.Report
	shapes  []bench.Shape // of the report, or one of each of both
	err     error
	since   time.Duration

	text  text
	plots plot.Plots
	order order
	at    int // the value under the cursor, of those of a series; -1: there is no cursor
}

// A readMsg is the reports of names, or why they cannot be read.
type readMsg struct {
	names   []string
	reports []*bench.Report
	err     error
}

// readTime is how long reports may take to be read.
const readTime = 5 * time.Second

func (s *shown) open() bool { return len(s.names) > 0 }

// want has the reports of those names on screen.
func (s *shown) want(names ...string) { *s = shown{names: names, at: -1} }

func (s *shown) close() { *s = shown{} }

// read asks for the reports, once.
func (s *shown) read(env pane.Env) tea.Cmd {
	if !s.open() || s.asked {
		return nil
	}
	s.asked, s.since = true, env.Now
	names, ctx, bencher := s.names, env.Context, env.Bencher
	return env.Run(func() tea.Msg {
		reports, err := pane.Await(ctx, readTime, func(ctx context.Context) (all []*bench.Report, err error) {
			for _, name := range names {
				r, err := bencher.Result(ctx, name)
				if err != nil {
					return nil, err
				}
				all = append(all, r)
			}
			return all, nil
		})
		return readMsg{names, reports, err}
	})
}

func (s *shown) take(msg readMsg) {
	if slices.Equal(msg.names, s.names) {
		s.reports, s.shapes, s.err = msg.reports, shapesOf(msg.reports, msg.names), msg.err
	}
}

// series are those whose values are shown in their order: one, or of an ab that of each
// arm; nil if there is none, or two reports are shown.
func (s *shown) series() []*bench.Series {
	if len(s.reports) != 1 || values(s.reports[0].Shown()) == 0 {
		return nil
	}
	return s.reports[0].Shown()
}

// values is how many values the longest of some series has.
func values(of []*bench.Series) (n int) {
	for _, s := range of {
		n = max(n, len(s.Values))
	}
	return n
}

// step moves the cursor over the values.
func (s *shown) step(by int) {
	switch n := values(s.series()); {
	case n == 0:
	case s.at < 0 && by < 0:
		s.at = n - 1
	case s.at < 0:
		s.at = 0
	default:
		s.at = max(0, min(s.at+by, n-1))
	}
}

// valueTexts say which values are under the cursor, and what the host did then: one for
// each series that has one there.
func (s *shown) valueTexts() (texts []string) {
	if s.at < 0 {
		return nil
	}
	for _, of := range s.series() {
		if s.at < len(of.Values) {
			texts = append(texts, valueText(of, s.at))
		}
	}
	return texts
}

func valueText(of *bench.Series, at int) string {
	text := of.OutlierText(at)
	if t := of.Values[at].Time; !t.IsZero() {
		text += ", at " + t.UTC().Format(time.TimeOnly) + " UTC"
	}
	if slices.Contains(of.Outliers(), at) {
		text = "outlier " + text
	}
	if of.Group != "" {
		text = of.Group + ": " + text
	}
	return text
}

// save asks the app to save the report.
func (s *shown) save() tea.Cmd {
	if len(s.reports) != 1 {
		return pane.Say(model.Info, "one report can be saved, and there are two")
	}
	r := s.reports[0]
	msg := pane.SaveMsg{Name: s.names[0] + ".json", What: "the report", Text: func() []byte {
		doc, _ := r.JSON() // it was read from one
		return append(doc, '\n')
	}}
	return func() tea.Msg { return msg }
}

// A text is reports as text.
type text struct {
	frame.Reading
	of    []*bench.Report
	width int
}

// make makes the text of a width, unless it is that already.
func (t *text) make(of []*bench.Report, names []string, width int) {
	if slices.Equal(t.of, of) && t.width == width {
		return
	}
	t.of, t.width = of, width
	t.Lines = linesOf(of, names, width)
}
