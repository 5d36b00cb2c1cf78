package bench

import (
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
	"podtop/tui/pane"
)

// A run is a benchmark that was begun from the page.
type run struct {
	of       pane.BenchRun
	choice   bench.Choice
	progress bench.Progress
	heard    time.Duration // Env.Now when that came
	err      error         // why nothing more is heard of it
	waits    bool          // a command waits for it to come further
	stopping bool
	noted    map[string]bool // phases that have a mark
	left     atomic.Bool     // the page was: nobody takes in what is heard
	named    model.Event     // what the events about it have in common
}

// progressMsg is how far a run has come.
type progressMsg struct {
	of       *run
	progress bench.Progress
	err      error
}

// begin begins a run, unless there is one.
func (p *Page) begin(env pane.Env, c bench.Choice) tea.Cmd {
	if env.Bencher == nil || p.run != nil && !p.isOver() {
		return nil
	}
	p.over = over{}
	p.run = &run{of: env.Bencher.Run(c.Job), choice: c, heard: env.Now, noted: map[string]bool{}, named: p.event(env.Snapshot, c.Job.Kind)}
	return tea.Batch(p.run.note(model.Info, "began"), p.run.wait(env))
}

// event is one about the subject, without a text.
func (p *Page) event(s *model.Snapshot, kind string) model.Event {
	e := model.Event{Kind: model.BenchEvent, Source: "podtop", Action: kind, Type: "container", Key: p.of, Name: p.of.Name}
	if c := p.container(s); c != nil {
		e.ID, e.User = c.ID, c.User
	}
	return e
}

// note returns the command that puts an event about the run among those that
// happened.
func (r *run) note(s model.Severity, text string) tea.Cmd {
	return func() tea.Msg { return r.noteMsg(s, text) }
}

func (r *run) noteMsg(s model.Severity, text string) pane.NoteMsg {
	e := r.named
	e.Severity, e.Text = s, clean.Text("benchmark "+r.choice.Job.Kind+": "+text)
	return pane.NoteMsg{Event: e}
}

// wait waits until the run has come further, unless that is done already. Of a run
// whose page was left it waits for the end, to note that.
func (r *run) wait(env pane.Env) tea.Cmd {
	if r.waits || r.progress.Over {
		return nil
	}
	r.waits = true
	ctx, self := env.Context, env.Self
	return func() tea.Msg {
		p, err := r.of.Wait(ctx)
		for r.left.Load() {
			if err != nil {
				return nil
			}
			if p.Over {
				return r.noteMsg(ending(&p))
			}
			p, err = r.of.Wait(ctx)
		}
		return pane.ReplyMsg{To: self, Msg: progressMsg{r, p, err}}
	}
}

// take takes in how far a run has come, and waits for more. Where that fails the
// next Tick tries again.
func (p *Page) take(env pane.Env, msg progressMsg) tea.Cmd {
	r := p.run
	if r == nil || msg.of != r {
		return nil
	}
	r.waits, r.err = false, msg.err
	if msg.err != nil {
		return nil
	}
	r.progress, r.heard = msg.progress, env.Now
	if r.progress.Over {
		return r.note(ending(&r.progress))
	}
	if phase := r.progress.Phase; phase != "" && !r.noted[phase] {
		r.noted[phase] = true
		return tea.Batch(r.note(model.Info, phase), r.wait(env))
	}
	return r.wait(env)
}

// ending is in words how a run that is over ended.
func ending(p *bench.Progress) (model.Severity, string) {
	if p.Err != nil {
		return model.Bad, p.Err.Error()
	}
	if text := summary(p.Report); text != "" {
		return model.Info, "done: " + text
	}
	return model.Info, "done"
}

// summary is in a sentence what a report came to.
func summary(r *bench.Report) string {
	if r == nil {
		return ""
	}
	return r.Short()
}

// headline is what a run that is over came to.
func (r *run) headline() (model.Severity, string) {
	if r.progress.Err != nil {
		return model.Bad, r.progress.Err.Error()
	}
	if text := summary(r.progress.Report); text != "" {
		return model.Info, text
	}
	return model.Warn, "it is over, and nothing was measured"
}

// stop stops it. That may take a while, and is not waited for.
func (r *run) stop() {
	if !r.stopping {
		r.stopping = true
		go r.of.Stop()
	}
}
