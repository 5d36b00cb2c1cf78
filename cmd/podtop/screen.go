package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"podtop/cmd/podtop/console"
	"podtop/sampler"
	"podtop/tui"
	"podtop/tui/paint"
	"podtop/tui/theme"
)

// screenFPS is how often bubbletea looks whether to switch a mode of the
// terminal. Frames do not wait for it: a Painter paints them when they come.
const screenFPS = 2

// lastHour is of how long before its start the screen asks Podman what happened.
const lastHour = time.Hour

func runScreen(cmd *cobra.Command, o *options, end *ending) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	only, err := o.readOnly()
	if err != nil {
		return err
	}
	o.watchOnly = only
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return usagef("the screen needs a terminal; without one, use: podtop stats (or podtop stats --watch --format json)")
	}
	o.readState()
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	o.since = lastHour
	host, err := openHost(ctx, o, sampler.Options{Interval: o.intervalOr(o.settings.Interval)})
	if err != nil {
		return err
	}
	relax()
	filter, _ := o.chosen() // checked above
	ways := host.doorway()
	benches := newScreenBench(o, host, end)
	app := tui.New(ctx, tui.Options{
		Saver:  o.saver(),
		Source: boundMemory(host.source, int(o.history)), Past: host.past, Prober: host.prober, Logs: host.logs, Actor: host.actor, Bencher: benches.bencher(), Shell: ways.sheller(), Version: version,
		Charset: charset(o.ascii, os.Getenv), Theme: o.theme, NoShell: noShell(), Filter: filter,
		Saved: o.settings.savedFilters(), Rules: o.settings.Rules(), Keys: o.settings.Keys,
		History: int(o.history), Chosen: o.settings.choices(), Notice: o.settings.notice,
	})
	front, unwatch, err := newFront(ctx, cancel, app)
	if err != nil {
		return err
	}
	ways.setFront(front)
	err = front.run(ctx)
	unwatch()
	benches.finishAll()
	if errors.Is(err, errLate) {
		return context.Canceled // as what was told to end ends otherwise
	}
	if err := o.settings.writeState(app.Choices()); err != nil {
		printLine(cmd, "what was chosen cannot be kept for the next time: %v", err)
	}
	if errors.Is(err, tea.ErrProgramKilled) && !errors.Is(err, tea.ErrProgramPanic) && ctx.Err() != nil {
		return context.Canceled // a signal, or the line is gone
	}
	return err
}

// newFront sets up what app is shown on; end is to be called when that is over.
func newFront(ctx context.Context, hangUp func(), app *tui.App) (f *front, end func(), err error) {
	at, err := console.Open(os.Stdin, os.Stdout)
	if err != nil {
		return nil, nil, err
	}
	painter := paint.New(line{os.Stdout, hangUp}, os.Environ(), at.Leave)
	f = &front{terminal: at, painter: painter, hangUp: hangUp}
	// Signals end ctx. Were bubbletea to listen for them too, its shutdown could
	// wait for ever for its own handler.
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithFPS(screenFPS), tea.WithoutSignalHandler(), tea.WithFilter(f.filter(ctx)),
		tea.WithInput(at.Keys), tea.WithOutput(terminal{os.Stdout, painter}),
	}
	end = func() {}
	if w, err := newWatch(at.Before()); err == nil {
		f.watch = w
		options, end = append(options, tea.WithoutCatchPanics()), w.end
	}
	f.program = tea.NewProgram(painted{app, painter}, options...)
	go painter.Run(ctx)
	return f, end, nil
}

// A line is the way to the terminal. It hangs up when that is gone, of which
// nothing else may tell: a parent such as make keeps SIGHUP to itself, and
// input that has ended is no reason for bubbletea to end.
type line struct {
	*os.File
	hangUp func()
}

func (l line) Write(b []byte) (int, error) {
	n, err := l.File.Write(b)
	if errors.Is(err, unix.EIO) {
		l.hangUp()
	}
	return n, err
}

// A terminal is standard output, to which only its painter writes.
type terminal struct {
	*os.File
	painter *paint.Painter
}

func (t terminal) Write(b []byte) (int, error)       { return t.painter.Write(b) }
func (t terminal) WriteString(s string) (int, error) { return t.painter.Write([]byte(s)) }

// painted shows the frames of an App by way of a Painter, and an empty page to
// bubbletea.
type painted struct {
	*tui.App
	painter *paint.Painter
}

// Init implements tea.Model: the first frame comes before all else.
func (p painted) Init() tea.Cmd {
	if width, height, err := term.GetSize(os.Stdout.Fd()); err == nil {
		_ = p.painter.Begin(p.First(width, height), width, height)
	}
	return p.App.Init()
}

// Update implements tea.Model.
func (p painted) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	p.painter.Heed(msg)
	_, cmd := p.App.Update(msg)
	return p, cmd
}

// View implements tea.Model.
func (p painted) View() tea.View {
	v := p.App.View()
	width, height := p.Size()
	p.painter.Show(v.Content, width, height, v.Cursor)
	v.Content, v.Cursor = " ", nil
	return v
}

// noShell reports whether nobody would bring podtop back after ctrl+z, as when
// tmux or ssh started it without a shell.
func noShell() bool {
	own, err := unix.Getsid(0)
	parent, perr := unix.Getsid(os.Getppid())
	return err != nil || perr != nil || own == os.Getpid() || own != parent
}

// charset is what the terminal can show, as far as its locale tells: braille,
// unless one is set that is not UTF-8.
func charset(ascii bool, env func(string) string) theme.Charset {
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG"), "utf-8"))
	if ascii || !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8") {
		return theme.ASCII
	}
	return theme.Braille
}
