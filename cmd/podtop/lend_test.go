//go:build !e2e

package main

import (
	"context"
	"errors"
	"io"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"

	"podtop/cmd/podtop/console"
	"podtop/tui/paint"
)

// A lender has nothing to show. It lends its terminal once.
type lender struct{ lend func() }

func (l lender) Init() tea.Cmd                       { return func() tea.Msg { l.lend(); return nil } }
func (l lender) Update(tea.Msg) (tea.Model, tea.Cmd) { return l, nil }
func (l lender) View() tea.View                      { return tea.NewView("") }

// A terminal that cannot be taken back, after a shell or ctrl+z, ends podtop,
// which says why.
func TestTerminalIsNotToBeTakenBack(t *testing.T) {
	side, ours, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	defer side.Close()
	defer ours.Close()
	go io.Copy(io.Discard, side)
	terminal, err := console.Open(ours, ours)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	f := &front{terminal: terminal, painter: paint.New(ours, nil, terminal.Leave), hangUp: cancel}
	lends := func() {
		f.lend(ctx, func() error { terminal.End(); return nil }) // after which it is not to be had
	}
	f.program = tea.NewProgram(lender{lends}, tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithInput(terminal.Keys), tea.WithOutput(f.painter))
	if err := f.run(ctx); err == nil || errors.Is(err, tea.ErrProgramKilled) || errors.Is(err, errLate) {
		t.Errorf("%v", err)
	}
}
