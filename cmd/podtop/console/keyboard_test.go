package console

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// keyboard is a Keyboard that is read, and where its keys are typed.
func keyboard(t *testing.T) (*Keyboard, *os.File) {
	t.Helper()
	side, front, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	if _, err := term.MakeRaw(front.Fd()); err != nil {
		t.Fatal(err)
	}
	k := NewKeyboard(front)
	if err := k.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		k.Stop()
		front.Close()
		side.Close()
	})
	return k, side
}

// events are what bubbletea makes of r, until the key end.
func events(t *testing.T, r io.Reader, end string) (all []uv.Event) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	each := make(chan uv.Event)
	go uv.NewTerminalReader(r, "xterm-256color").StreamEvents(ctx, each)
	for {
		select {
		case e := <-each:
			if press, ok := e.(uv.KeyPressEvent); ok && press.String() == end {
				return all
			}
			all = append(all, e)
		case <-ctx.Done():
			t.Fatalf("no %s came after %.2000v", end, all)
		}
	}
}

// What is typed is to bubbletea what it is without the Keyboard.
func TestKeysStayWhatTheyAre(t *testing.T) {
	for _, typed := range []string{
		"abc", "q", "äß界🙂", "\r", "\t", "\x7f", "\x01\x1a",
		"\x1b[A\x1bOB\x1b[1;5C\x1b[3~\x1bOP\x1b[15;2~\x1b[Z", "\x1b[[A",
		"\x1b[<64;10;5M\x1b[<0;1;1m", "\x1b[M !!", "\x1b[I\x1b[O",
		"\x1b[97;5u\x1b[27u\x1b[13;2:3u", "\x1b[27;5;97~",
		"\x1b[?2026;2$y\x1b[?62;22c\x1b[5;7R\x1b[?1u",
		"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]10;rgb:ffff/ffff/ffff\a", "\x1bP>|xterm(370)\x1b\\",
		pasteBegins + "web\tdb\n界" + pasteEnds, pasteBegins + pasteEnds,
	} {
		k, side := keyboard(t)
		io.WriteString(side, typed+"Q")
		r, w := io.Pipe()
		go io.WriteString(w, typed+"Q")
		if got, want := events(t, k, "Q"), events(t, r, "Q"); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %v, want %v", typed, got, want)
		}
	}
}

// A key that could begin another is one when nothing follows, and keys that are
// cut in two are whole.
func TestKeysInPieces(t *testing.T) {
	k, side := keyboard(t)
	go func() {
		for _, piece := range []string{"\x1b", "", "\x1bx", "", "\x1b[", "A", "\x1b[<64;1", "0;5M", "\xe7\x95", "\x8c", "\x1b[200", "~web", "", "\x1b[20", "1~", pasteBegins, "d\x1b]b\xff", pasteEnds, "\x1b[", "", "Q"} {
			io.WriteString(side, piece)
			if time.Sleep(10 * time.Millisecond); piece == "" {
				time.Sleep(3 * silentFor)
			}
		}
	}()
	var got []string
	for _, e := range events(t, k, "Q") {
		switch e := e.(type) {
		case uv.PasteEvent:
			got = append(got, "paste "+e.Content)
		case uv.KeyPressEvent:
			got = append(got, e.String())
		case uv.MouseWheelEvent:
			got = append(got, e.String())
		}
	}
	if want := []string{"esc", "alt+x", "up", "wheelup", "界", "paste web", "paste d]b", "alt+["}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Ctrl+c passes by all that was typed before and is not answered yet, of which
// there is never more than a few pages.
func TestCtrlCPassesBy(t *testing.T) {
	random := make([]byte, 1<<20)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range random {
		if random[i] = byte(r.IntN(256)); random[i] == ctrlC {
			random[i] = '.'
		}
	}
	digits := strings.Repeat("0123456789", 1<<16)
	for _, typed := range []string{
		string(random), digits, "\x1b[" + digits, "\x1b]52;" + digits, pasteBegins + digits, pasteBegins + "web", "\x1b", "\xe7",
		strings.Repeat("\x1b[<64;10;5M", 1<<14), strings.Repeat(pasteBegins+digits[:1<<10]+pasteEnds, 1<<9),
	} {
		for _, quit := range []string{"\x03", "\x1b[99;5u", "\x1b[27;5;99~"} {
			if open := typed == "\x1b" || strings.HasPrefix(typed, pasteBegins) && !strings.HasSuffix(typed, pasteEnds); open && quit != "\x03" {
				continue // it is a part of that
			}
			k := NewKeyboard(nil)
			k.on = true
			for read := range slices.Chunk([]byte(typed), 4<<10) {
				k.addTyped(read)
			}
			if len(k.keys) > mostKeys || k.behind > mostBytes+longestPaste {
				t.Errorf("%d keys are kept, %d bytes", len(k.keys), k.behind)
			}
			begun := make([]byte, 7) // a part of what there is
			begun = begun[:k.handOut(begun)]
			k.addTyped([]byte(quit))
			if n := len(events(t, io.MultiReader(bytes.NewReader(begun), k), "ctrl+c")); n > len(begun) {
				t.Errorf("%.10q… and %q: %d events before ctrl+c", typed, quit, n)
			}
		}
	}
}

// What is handed out after some was lost is whole, and a paste that is too long
// is the beginning of it.
func TestWhatIsKeptIsWhole(t *testing.T) {
	k := NewKeyboard(nil)
	k.on = true
	wheel := "\x1b[<64;10;5M"
	k.addTyped([]byte(strings.Repeat(wheel, 2*mostKeys) + "ab"))
	var got []byte
	for len(k.keys) > 0 {
		b := make([]byte, 100)
		got = append(got, b[:k.handOut(b)]...)
	}
	if string(got) != strings.Repeat(wheel, mostKeys) || !k.Lost() {
		t.Errorf("%d bytes are handed out: %.100q…", len(got), got)
	}
	k.addTyped([]byte(pasteBegins + strings.Repeat("界", 1<<16) + pasteEnds + "Q"))
	paste, ok := events(t, k, "Q")[1].(uv.PasteEvent)
	if rest := strings.ReplaceAll(paste.Content, "界", ""); !ok || rest != "" || len(paste.Content) < longestPaste/2 {
		t.Errorf("a paste of %d bytes, with %q", len(paste.Content), rest)
	}
}

// A terminal that is gone is the end of what is typed; and so is Stop, after
// which Start begins anew.
func TestKeyboardEnds(t *testing.T) {
	k, side := keyboard(t)
	io.WriteString(side, "a")
	if n, err := k.Read(make([]byte, 10)); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	k.Stop()
	if _, err := k.Read(make([]byte, 10)); err != io.EOF {
		t.Errorf("%v after Stop", err)
	}
	io.WriteString(side, "b")
	if err := k.Start(); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 10)
	if n, err := k.Read(b); string(b[:n]) != "b" || err != nil {
		t.Errorf("%q, %v", b[:n], err)
	}
	side.Close()
	if _, err := k.Read(b); err == nil {
		t.Error("there is no end of a terminal that is gone")
	}
}

// FuzzSplit: whatever is typed, what is handed out is no more than that came,
// and ctrl+c alone comes through.
func FuzzSplit(f *testing.F) {
	f.Add([]byte("a\x1b[A\x1b]11;rgb:\a" + pasteBegins + "x"))
	f.Add([]byte("\xe7\x95\x1b\x1b[\x1b[M\x1bP\x1b"))
	f.Fuzz(func(t *testing.T, typed []byte) {
		var s splitter
		given := 0
		s.cut(typed, func(key []byte) {
			if given += len(key); len(key) == 0 {
				t.Error("an empty key")
			}
		})
		if most := len(typed) + len(pasteEnds)*(1+strings.Count(string(typed), pasteBegins)); given > most {
			t.Errorf("%d bytes of %d", given, most)
		}
		if len(s.key) > longestPaste {
			t.Errorf("%d bytes are kept", len(s.key))
		}
		last := ""
		s.cut([]byte{ctrlC}, func(key []byte) { last = string(key) })
		if last != "\x03" {
			t.Errorf("%q instead of ctrl+c", last)
		}
	})
}
