package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"podtop/cmd/podtop/config"
	"podtop/model"
	"podtop/model/clean"
	"podtop/tui"
	"podtop/tui/page/containers"
	"podtop/tui/pane"
)

// wanted is what the user wants beside the flags.
type wanted struct {
	config.Config        // with the state, if that was recalled, and the defaults
	file          string // of the configuration
	state         string // file of the state; "" if it is not to be kept
	notice        string // what could not be read, in words
}

// leftOut notes that podtop goes on without a file.
func (w *wanted) leftOut(what string, err error) {
	if w.notice != "" {
		w.notice += "; "
	}
	w.notice += fmt.Sprintf("%s cannot be read, and podtop goes on without it: %v", what, err)
}

// want reads the configuration. Only a mistake, or a file that was asked for
// and is not there, is an error: podtop goes on without what it cannot read.
func (o *options) want(cmd *cobra.Command) error {
	w := &o.wanted
	w.file = config.Path(os.Getenv)
	if cmd.Flags().Changed("config") {
		w.file = o.configFile
		if _, err := os.Stat(w.file); err != nil {
			return usagef("--config: %w", err)
		}
	}
	own, err := config.Read(w.file)
	var mistake *config.Error
	switch {
	case errors.As(err, &mistake):
		return usagef("%s: %w", w.file, err)
	case err != nil:
		w.leftOut("the configuration", err)
	}
	w.Config = own.With(config.Config{})
	w.underFlags(cmd, o)
	return nil
}

// recall reads what was last chosen on the screen. The demonstration is the
// same for all, and leaves nothing behind.
func (o *options) recall() {
	if o.demo {
		return
	}
	w := &o.wanted
	w.state = config.StatePath(os.Getenv)
	chosen, err := config.ReadState(w.state)
	if err != nil {
		w.leftOut("what was last chosen", err)
	}
	w.Config = w.Config.With(chosen)
}

// underFlags gives flags that were not given the value that is wanted.
func (w *wanted) underFlags(cmd *cobra.Command, o *options) {
	if !cmd.Flags().Changed("theme") {
		o.theme = w.Theme
	}
	if !cmd.Flags().Changed("ascii") {
		o.ascii = w.ASCII
	}
	if !cmd.Flags().Changed("history") {
		o.history = size(w.History)
	}
}

// saved are the filters that have a name.
func (w *wanted) saved() model.Saved {
	saved := model.Saved{}
	for name, text := range w.Filters {
		saved[name], _ = model.ParseFilter(text) // checked when it was read
	}
	return saved
}

// choices are what the screen begins with.
func (w *wanted) choices() tui.Choices {
	list := containers.Choices{Columns: w.Columns, Sort: w.Sort, Inverted: w.Inverted, All: w.All, Group: w.Group.String()}
	return tui.Choices{Pages: map[string]any{tui.ListPage: list}, Window: w.Window.String()}
}

// keep keeps what was last chosen for the next time. What the configuration
// says is kept too: it may be taken out there.
func (w *wanted) keep(c tui.Choices) error {
	s := config.Defaults()
	list, _ := c.Pages[tui.ListPage].(containers.Choices)
	s.Columns, s.Sort, s.Inverted, s.All = list.Columns, list.Sort, list.Inverted, list.All
	s.Window, _ = pane.WindowByName(c.Window)
	if by, err := model.ParseGrouping(list.Group); err == nil {
		s.Group = by
	}
	return config.WriteState(w.state, s)
}

func newConfig(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Print the configuration in force, with what can be said in it",
		Long: `Print the configuration in force, as a file that means the same. What begins
with # is not said in it, and is what holds without it: a default, or what was
last chosen on the screen. To begin one, where there is none:

  mkdir -p ~/.config/podtop && podtop config > ~/.config/podtop/config.toml

Flags win over the configuration, and the configuration over what was last
chosen.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.want(cmd); err != nil {
				return err
			}
			o.recall()
			if o.wanted.notice != "" {
				say(cmd, "%s", o.wanted.notice)
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s# What begins with # is not said there: it holds without.\n\n%s",
				configFrom(o.wanted.file), o.wanted.Config.String())
			return err
		},
	}
}

// configFrom says, as a comment, where the configuration is read from.
func configFrom(path string) string {
	if path == "" {
		return "# podtop reads no such file: neither XDG_CONFIG_HOME nor HOME says where it is.\n"
	}
	return "# podtop reads this from " + clean.Text(path) + ".\n"
}
