//go:build e2e && bench

package main_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// full is podtop on the host as it is, once its history is full. It is built
// with a past that it makes up, see prefill.
func (h *host) full(t *testing.T) measure {
	v := h.viewer()
	if v.podtop = os.Getenv("PODTOP_FULL"); v.podtop == "" {
		t.Fatal("PODTOP_FULL does not say where podtop with a past is")
	}
	t.Setenv("PODTOP_BENCH_FULL", "1")
	w := watching(t, v, benchFor)
	w.press(t, "1")
	const told = "history goes back "
	_, reach, _ := strings.Cut(w.wait(t, told), told)
	f := strings.Fields(reach)
	if minutes, err := strconv.Atoi(f[0]); err != nil || f[1] != "min" || minutes < 5 || minutes >= 32 {
		t.Errorf("the history is not full: of 32 minutes it goes back %.10s", reach)
	}
	return w.measure(t)
}
