package bench

import (
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
	"podtop/tui/pane"
)

// limitsSign stands before the limits that are written.
const limitsSign = "="

// limitsPrompt is the line on which the limits are written under which the choice
// under the cursor shall be compared.
func (p *Page) limitsPrompt(env pane.Env) pane.Prompt {
	return pane.Prompt{
		To: env.Self, Sign: limitsSign, Text: p.choices.limits, Check: checkLimits,
		Language: &pane.Language{
			About: "A has the limits that there are, and B those that are written here beside them, with commas between several.",
			Examples: []model.FilterExample{
				{Filter: "cpus=1.5", Meaning: "one and a half CPUs"},
				{Filter: "cpus=1,memory=512m", Meaning: "one CPU, and 512 MiB of memory"},
			},
		},
	}
}

// writeLimits asks whether to run the choice under the cursor with the limits that
// were written.
func (p *Page) writeLimits(env pane.Env, w pane.Written) {
	c := p.choices.list.Current()
	if w.Sign != limitsSign || !w.Kept || w.Text == "" || p.run != nil || c == nil || c.Job.Kind != kindAB {
		return
	}
	p.choices.limits = w.Text
	choice := p.choices.timed(c)
	choice.Job.Limits = w.Text
	p.ask(env, choice)
}

// checkLimits says what is wrong with limits as they are being written.
func checkLimits(text string) *model.FilterError {
	at := 0
	var all []model.Setting
	for _, part := range limit.SplitSet(text) {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return &model.FilterError{At: at, Reason: "want a limit and its value, such as cpus=1.5,memory=512m"}
		}
		if !slices.Contains(bench.Fields, model.Field(name)) {
			return &model.FilterError{At: at, Reason: "no benchmark runs under a limit " + name + "; there are " + bench.FieldNames()}
		}
		s, err := limit.Parse(model.Field(name), value)
		if err != nil {
			return &model.FilterError{At: at, Reason: err.Error()}
		}
		all = append(all, s)
		at += len(part) + 1
	}
	if err := bench.CheckLimits(all); err != nil {
		return &model.FilterError{Reason: err.Error()}
	}
	return nil
}
