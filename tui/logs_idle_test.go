package tui_test

import (
	"testing"
	"time"

	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/feed/feedtest"
)

// Where nothing is written the screen is not written to, although it is waited for.
func TestIdleLogsWriteNothing(t *testing.T) {
	log := feedtest.New()
	log.Patience = 10 * time.Millisecond
	s, _ := playWith(t, modeltest.Busy().Samples(301), 120, 40, tui.Options{Logs: log})
	s.Press("j", "l")
	s.WaitFor("has written nothing")
	s.Settle()
	before, waited := s.Written(), log.Waited()
	for end := time.Now().Add(time.Minute); log.Waited() < waited+10; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody waits for lines")
		}
	}
	s.Settle()
	if n := s.Written() - before; n > 0 {
		t.Errorf("%d bytes were written", n)
	}
}
