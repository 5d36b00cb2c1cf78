package main

import (
	"os"
	"strings"
	"testing"
)

func TestUnread(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if unread(w) {
		t.Error("a pipe that is open is unread")
	}
	r.Close()
	if !unread(w) {
		t.Error("a pipe whose reader has gone is still read")
	}
	if unread(&strings.Builder{}) {
		t.Error("what is no file is unread")
	}
}
