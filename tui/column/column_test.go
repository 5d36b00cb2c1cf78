package column

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/table"
	"podtop/tui/theme"
)

// cells are the words of a row for which there is all the room it wants.
func cells[R any](columns []table.Column[R], row R) []string {
	const wide = 200
	t := table.Of(columns)
	t.Fit(wide)
	return strings.Fields(ansi.Strip(string(t.AppendRow(nil, wide, theme.Default(theme.Braille), &row))))
}

// A figure that is not known is a dash.
func TestUnknownIsADash(t *testing.T) {
	unknown := probe.Network{Interfaces: []probe.Interface{{Name: "name"}}}
	for what, got := range map[string][]string{
		"disk":      cells(Disks, Disk{"name", probe.DevicesSince(nil, []probe.Device{{}}, 0)[0]}),
		"interface": cells(Interfaces, Interface{&unknown.Interfaces[0], unknown.Flow(0, nil)}),
		"wait":      cells(Waits, Wait{Name: "name", Some: math.NaN(), Full: math.NaN()}),
	} {
		want := "name" + strings.Repeat(" "+model.Dash, len(got)-1)
		if text := strings.Join(got, " "); text != want || len(got) < 5 {
			t.Errorf("%s: %q, want %q", what, text, want)
		}
	}
}

// Where full says nothing, nothing stands below it.
func TestNoFull(t *testing.T) {
	w := Wait{Name: "CPU", Some: 12, Full: 3, SomeEver: model.Known(60e6), FullEver: model.Known(5e6)}
	if got := strings.Join(cells(Waits, w), " "); got != "CPU 12% 3% 1m 5s" {
		t.Errorf("with full: %q", got)
	}
	w.NoFull = true
	if got := strings.Join(cells(Waits, w), " "); got != "CPU 12% 1m" {
		t.Errorf("without full: %q", got)
	}
}
