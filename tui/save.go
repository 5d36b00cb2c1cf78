package tui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// A Saver writes files.
type Saver interface {
	// Path is the whole path of a file, which is named from the working directory
	// on. It asks nobody.
	Path(name string) string
	// Save makes a file, which nobody else can read. It is an error if there is
	// something of that name.
	Save(ctx context.Context, path string, text []byte) error
}

// saveIn is how long it may take to write a file, before it is said that it
// takes long.
const saveIn = 10 * time.Second

// save asks where a text is to be saved.
func (a *App) save(msg pane.SaveMsg) tea.Cmd {
	switch {
	case a.Saver == nil:
		a.say(model.Warn, "podtop is read-only: it writes no file")
		return nil
	case a.overlay.Front() != nil:
		return nil // the user went on to something else
	}
	saver, ctx := a.Saver, a.ctx
	var form *overlay.SaveForm
	form = overlay.Save(&a.keys.writing, "save "+msg.What, msg.Name, saver.Path, func(path string) tea.Cmd {
		return func() tea.Msg {
			text := msg.Text()
			_, err := pane.Await(ctx, saveIn, func(ctx context.Context) (struct{}, error) { return struct{}{}, saver.Save(ctx, path, text) })
			if errors.Is(err, context.DeadlineExceeded) {
				err = errors.New("it is not written yet: the disk takes long, look at " + path + " later")
			}
			return savedMsg{form, msg.What, path, len(text), err}
		}
	})
	a.overlay.Open(form)
	return nil
}

// A savedMsg is how it went.
type savedMsg struct {
	form       *overlay.SaveForm
	what, path string
	size       int
	err        error
}

func (m savedMsg) apply(a *App) tea.Cmd {
	switch {
	case m.err == nil:
		a.say(model.Info, m.what+" saved in "+m.path+", "+string(model.AppendBytes(nil, float64(m.size))))
	case a.overlay.Front() != nil || a.search.prompt != nil:
		a.say(model.Bad, m.what+" not saved: "+m.err.Error())
	default:
		m.form.ShowError(m.err.Error())
		a.overlay.Open(m.form)
	}
	return nil
}
