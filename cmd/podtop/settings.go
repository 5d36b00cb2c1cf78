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

// settings is what the user has set beside the flags.
type settings struct {
	config.Config        // with the state, if that was recalled, and the defaults
	file          string // of the configuration
	state         string // file of the state; "" if it is not to be kept
	notice        string // what could not be read, in words
}

// addNotice notes that podtop goes on without a file.
func (s *settings) addNotice(what string, err error) {
	if s.notice != "" {
		s.notice += "; "
	}
	s.notice += fmt.Sprintf("%s cannot be read, and podtop goes on without it: %v", what, err)
}

// readConfig reads the configuration. Only a mistake, or a file that was asked
// for and is not there, is an error: podtop goes on without what it cannot
// read.
func (o *options) readConfig(cmd *cobra.Command) error {
	s := &o.settings
	s.file = config.Path(os.Getenv)
	if cmd.Flags().Changed("config") {
		s.file = o.configFile
		if _, err := os.Stat(s.file); err != nil {
			return usagef("--config: %w", err)
		}
	}
	own, err := config.Read(s.file)
	var mistake *config.Error
	switch {
	case errors.As(err, &mistake):
		return usagef("%s: %w", s.file, err)
	case err != nil:
		s.addNotice("the configuration", err)
	}
	s.Config = own.With(config.Config{})
	s.setFlags(cmd, o)
	return nil
}

// readState reads what was last chosen on the screen. The demonstration is the
// same for all, and leaves nothing behind.
func (o *options) readState() {
	if o.demo {
		return
	}
	s := &o.settings
	s.state = config.StatePath(os.Getenv)
	chosen, err := config.ReadState(s.state)
	if err != nil {
		s.addNotice("what was last chosen", err)
	}
	s.Config = s.Config.With(chosen)
}

// setFlags gives flags that were not given the value that is configured.
func (s *settings) setFlags(cmd *cobra.Command, o *options) {
	if !cmd.Flags().Changed("theme") {
		o.theme = s.Theme
	}
	if !cmd.Flags().Changed("ascii") {
		o.ascii = s.ASCII
	}
	if !cmd.Flags().Changed("history") {
		o.history = size(s.History)
	}
}

// savedFilters are the filters that have a name.
func (s *settings) savedFilters() model.Saved {
	saved := model.Saved{}
	for name, text := range s.Filters {
		saved[name], _ = model.ParseFilter(text) // checked when it was read
	}
	return saved
}

// choices are what the screen begins with.
func (s *settings) choices() tui.Choices {
	list := containers.Choices{Columns: s.Columns, Sort: s.Sort, Inverted: s.Inverted, All: s.All, Group: s.Group.String()}
	return tui.Choices{Pages: map[string]any{tui.ListPage: list}, Window: s.Window.String()}
}

// writeState writes what was last chosen, for the next time. What the
// configuration says is written too: it may be taken out there.
func (s *settings) writeState(c tui.Choices) error {
	chosen := config.Defaults()
	list, _ := c.Pages[tui.ListPage].(containers.Choices)
	chosen.Columns, chosen.Sort, chosen.Inverted, chosen.All = list.Columns, list.Sort, list.Inverted, list.All
	chosen.Window, _ = pane.WindowByName(c.Window)
	if by, err := model.ParseGrouping(list.Group); err == nil {
		chosen.Group = by
	}
	return config.WriteState(s.state, chosen)
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
			if err := o.readConfig(cmd); err != nil {
				return err
			}
			o.readState()
			if o.settings.notice != "" {
				printLine(cmd, "%s", o.settings.notice)
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s# What begins with # is not said there: it holds without.\n\n%s",
				configFrom(o.settings.file), o.settings.Config.String())
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
