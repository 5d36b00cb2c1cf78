package pane_test

import (
	"testing"
	"time"

	"podtop/model"
	"podtop/tui/pane"
)

// past is one that reaches back so far.
type past time.Duration

func (p past) Reach() time.Duration { return time.Duration(p) }

func (past) Read([]model.Span, model.Key, *model.Metric, time.Duration, time.Duration) {}

func (past) Maxima([]float32, model.Key, model.Fast, time.Duration, time.Duration) {}

func TestSpan(t *testing.T) {
	for _, tt := range []struct {
		w           pane.Window
		reach       time.Duration
		dot         time.Duration
		long, short string
	}{
		{pane.Live, time.Hour, 100 * time.Millisecond, "6 s", "6s"},
		{pane.Minute1, 0, time.Second, "0 s of 60 s", "60s"},
		{pane.Minute1, 20 * time.Second, time.Second, "20 s of 60 s", "60s"},
		{pane.Minute1, 58 * time.Second, time.Second, "60 s", "60s"},
		{pane.Minutes5, time.Minute, 5 * time.Second, "60 s of 5 min", "60s/5m"},
		{pane.Minutes60, 2 * time.Hour, time.Minute, "60 min", "60m"},
		{pane.Hours24, 5 * time.Hour, 24 * time.Minute, "5 h of 24 h", "5h/24h"},
		{pane.AllTime, 0, 100 * time.Millisecond, "all 0 s", "0s"},
		{pane.AllTime, 61 * time.Second, 2 * time.Second, "all 61 s", "61s"},
		{pane.AllTime, 5 * time.Hour, 5 * time.Minute, "all 5 h", "5h"},
		{pane.AllTime, 11 * time.Minute, 12 * time.Second, "all 11 min", "11m"},
		{pane.AllTime, 14 * time.Minute, 15 * time.Second, "all 14 min", "14m"},
		{pane.AllTime, 80 * time.Minute, 90 * time.Second, "all 80 min", "80m"},
		{pane.AllTime, 12 * time.Hour, 12 * time.Minute, "all 12 h", "12h"},
		{pane.AllTime, 15 * time.Hour, 15 * time.Minute, "all 15 h", "15h"},
		{pane.AllTime, 90 * time.Hour, 90 * time.Minute, "all 90 h", "90h"},
		{pane.AllTime, 999 * time.Hour, 17 * time.Hour, "all 999 h", "999h"},
	} {
		e := pane.Env{Snapshot: &model.Snapshot{Interval: 100 * time.Millisecond}, Past: past(tt.reach), Window: tt.w}
		if got := e.Dot(60); got != tt.dot {
			t.Errorf("%v: a dot is %v, want %v", tt.w, got, tt.dot)
		}
		if long, short := e.Span(60), e.ShortSpan(60); long != tt.long || short != tt.short {
			t.Errorf("%v, reaching back %v: %q, %q; want %q, %q", tt.w, tt.reach, long, short, tt.long, tt.short)
		}
	}
}

func TestWindowNames(t *testing.T) {
	for _, w := range pane.Windows() {
		if got, ok := pane.WindowByName(w.String()); got != w || !ok {
			t.Errorf("%q is taken for %v", w, got)
		}
	}
	if _, ok := pane.WindowByName("7 min"); ok {
		t.Error("there is no window of 7 min")
	}
}
