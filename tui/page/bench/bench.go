// Package bench is the page on which a benchmark is chosen and run.
package bench

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/pane"
)

// A Page shows what there is to be run, and then the one that runs, and what it
// came to.
type Page struct {
	keys    *KeyMap
	of      model.Key // the container; without a name: podtop itself
	choices choices
	run     *run // nil: none was begun, or what it came to was left
	over    over
	picture picture
}

var (
	_ pane.Pane     = (*Page)(nil)
	_ pane.About    = (*Page)(nil)
	_ pane.Chooser  = (*Page)(nil)
	_ pane.Clearer  = (*Page)(nil)
	_ pane.Closer   = (*Page)(nil)
	_ pane.Idler    = (*Page)(nil)
	_ pane.Releaser = (*Page)(nil)
	_ pane.Turner   = (*Page)(nil)
	_ pane.Valuer   = (*Page)(nil)
)

// agreedMsg says that the user wants a choice to be run.
type agreedMsg struct{ choice bench.Choice }

// Update implements pane.Pane.
func (p *Page) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		cmd = p.press(env, msg)
	case pane.Wheel:
		p.move(env, msg.Lines)
	case pane.Click:
		p.click(env, msg)
	case pane.Written:
		p.writeLimits(env, msg)
	case agreedMsg:
		return p.begin(env, msg.choice)
	case progressMsg:
		return p.take(env, msg)
	default:
		p.choices.take(env, msg)
	}
	if p.run != nil {
		return tea.Batch(cmd, p.run.wait(env))
	}
	return tea.Batch(cmd, p.choices.ask(env, p.of))
}

func (p *Page) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	switch k := p.keys; {
	case key.Matches(msg, k.Run):
		return p.enter(env)
	case key.Matches(msg, k.Again) && p.isOver():
		p.ask(env, p.run.choice)
	case key.Matches(msg, k.Results):
		env.Open(pane.BenchResults{})
	case key.Matches(msg, k.Shorter) && p.run == nil:
		p.choices.stepTime(-1)
	case key.Matches(msg, k.Longer) && p.run == nil:
		p.choices.stepTime(1)
	default:
		if n, ok := k.Lines(msg, max(1, env.Height/2)); ok {
			p.move(env, n)
		}
	}
	return nil
}

// move moves the cursor among the choices, or the text of a report.
func (p *Page) move(env pane.Env, lines int) {
	switch {
	case p.run == nil:
		p.choices.list.Step(lines)
	case p.isOver():
		p.over.text.Scroll(lines)
	}
}

// enter runs what the cursor is on, or shows the result of the run that is over.
func (p *Page) enter(env pane.Env) tea.Cmd {
	switch c := p.choices.list.Current(); {
	case p.isOver():
		env.Open(pane.BenchResults{Name: p.run.progress.Kept})
	case p.run != nil:
		return pane.Say(model.Info, "it runs; esc stops it")
	case c == nil:
	case c.Reason != "":
		return pane.Say(model.Info, "it cannot run here: "+c.Reason)
	case c.Job.Kind == kindAB:
		env.Open(p.limitsPrompt(env))
	default:
		p.ask(env, p.choices.timed(c))
	}
	return nil
}

// ask asks the user whether to run it: what it does to the host, and which commands
// it stands for.
func (p *Page) ask(env pane.Env, c bench.Choice) {
	env.Open(pane.Question{
		To: env.Self, Title: "run " + c.Name + timeText(" for ", c.Job.Time) + "?",
		Commands: commands(&c), Effects: []string{c.Load}, Agree: agreedMsg{c},
	})
}

// isOver reports whether there is a run that is over.
func (p *Page) isOver() bool { return p.run != nil && p.run.progress.Over }

// Clear implements pane.Clearer: what runs is stopped, and what is over makes way
// for the choices.
func (p *Page) Clear() bool {
	switch {
	case p.run == nil:
		return false
	case p.isOver():
		p.run = nil
		p.choices.asking.Soon()
	case p.run.stopping:
		return false
	default:
		p.run.stop()
	}
	return true
}

// Close implements pane.Closer: what runs is stopped.
func (p *Page) Close() {
	if p.run != nil && !p.isOver() {
		p.run.left.Store(true)
		p.run.stop()
	}
}

// Release implements pane.Releaser.
func (p *Page) Release() { p.picture.release() }

// Value implements pane.Valuer: the command of what is chosen, and of what is over
// its headline.
func (p *Page) Value(pane.Env) string {
	switch c := p.choices.list.Current(); {
	case p.isOver():
		_, text := p.run.headline()
		return text
	case p.run != nil:
		return commandText(p.run.choice.Job)
	case c != nil:
		return commandText(p.choices.timed(c).Job)
	}
	return ""
}
