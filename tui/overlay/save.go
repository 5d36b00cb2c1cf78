package overlay

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Save returns a Dialog in which the name of a file is written that is to be
// made; name is proposed. path is the whole path of a name, which is shown, and
// done gets it.
func Save(k *WritingKeys, title, name string, path func(string) string, done func(path string) tea.Cmd) *SaveForm {
	f := &SaveForm{keys: k, title: title, path: path, done: done}
	f.Set(name)
	return f
}

// A SaveForm is the Dialog that Save returns.
type SaveForm struct {
	widget.Input
	keys    *WritingKeys
	title   string
	path    func(string) string
	done    func(string) tea.Cmd
	message string // why nothing was saved
}

// ShowError says below the name why nothing was saved there, until the next key.
func (f *SaveForm) ShowError(reason string) { f.message = reason }

// Update implements Dialog.
func (f *SaveForm) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	f.message = ""
	switch {
	case key.Matches(msg, f.keys.Leave):
		return true, nil
	case !key.Matches(msg, f.keys.Choose):
		f.Input.Update(msg)
		return false, nil
	case strings.TrimSpace(f.Text()) == "" || strings.HasSuffix(f.Text(), "/"):
		f.message = "write what the file is to be called"
		return false, nil
	}
	return true, f.done(f.path(f.Text()))
}

// View implements Dialog.
func (f *SaveForm) View(t theme.Theme, width, height int) string {
	const least = 4 // lines, of which the path and what is below it may take more
	width = min(width, dialogWidth)
	lines := []string{clipped(f.title, width, t.Title, t)}
	lines = append(lines, ansi.Truncate(string(f.AppendCursor(nil, max(1, width), t)), max(1, width), ""))
	foot := wrap(nil, t.Glyphs.Own(pane.First(f.keys.Choose)+" write the file, if there is none yet  "+pane.First(f.keys.Leave)+" leave"), t.Muted, width, t)
	if f.message != "" {
		foot = wrap(nil, t.Glyphs.Prose(f.message), t.Warn, width, t)
	}
	path := wrap(nil, f.path(f.Text()), t.Muted, width, t)
	if room := max(height, least) - len(lines) - len(foot); len(path) > max(1, room) {
		path = path[len(path)-max(1, room):]
	}
	return join(append(append(lines, path...), foot...))
}
