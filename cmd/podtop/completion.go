package main

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"podtop/model"
	"podtop/tui/theme"
)

// shells are those that completions can be written for.
var shells = map[string]func(root *cobra.Command, w io.Writer) error{
	"bash": func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
	"fish": func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
	"zsh":  func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) },
}

func newCompletion() *cobra.Command {
	names := slices.Sorted(maps.Keys(shells))
	return &cobra.Command{
		Use:   "completion " + strings.Join(names, "|"),
		Short: "Print what makes a shell complete podtop's commands and flags",
		Long: `Print what makes a shell complete podtop's commands, flags and their values:

  bash: podtop completion bash > /etc/bash_completion.d/podtop
  zsh:  podtop completion zsh > "${fpath[1]}/_podtop"
  fish: podtop completion fish > ~/.config/fish/completions/podtop.fish

or, for this session alone: source <(podtop completion bash)`,
		ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || shells[args[0]] == nil {
				return usagef("completion takes the name of a shell: %s", strings.Join(names, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return shells[args[0]](cmd.Root(), cmd.OutOrStdout()) },
	}
}

// complete offers words for the value of a flag. It panics if cmd has no such
// flag: that is a slip of the pen here.
func complete(cmd *cobra.Command, flag string, words func(written string) []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, written string) ([]string, cobra.ShellCompDirective) {
		return words(written), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err)
	}
}

func completeRoot(root *cobra.Command, o *options) {
	complete(root, "theme", func(string) []string { return theme.Names() })
	complete(root, "interval", func(string) []string { return []string{"100ms", "200ms", "500ms", "1s", "5s"} })
	complete(root, "filter", func(written string) []string {
		words := model.FilterWords()
		if o.readConfig(root) == nil {
			for _, name := range slices.Sorted(maps.Keys(o.settings.Filters)) {
				words = append(words, "@"+name)
			}
		}
		return behind(written, " ", words)
	})
}

func completeStats(stats *cobra.Command) {
	complete(stats, "format", func(string) []string { return formatNames() })
	complete(stats, "sort", func(string) []string { return columnNames() })
	complete(stats, "columns", func(written string) []string { return behind(written, ",", columnNames()) })
}

// behind is words as they can follow what is written up to the last sep.
func behind(written, sep string, words []string) []string {
	head := written[:strings.LastIndex(written, sep)+1]
	whole := make([]string, len(words))
	for i, w := range words {
		whole[i] = head + w
	}
	return whole
}
