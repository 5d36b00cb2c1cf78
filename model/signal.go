package model

// A Signal is one that a container can be sent.
type Signal struct {
	Name string // "TERM"
	Does string // to most programs
}

// Signals are those worth sending, the gentle one first.
var Signals = []Signal{
	{"TERM", "asks it to end; what podman stop sends first, unless the image says otherwise"},
	{"HUP", "many servers read their configuration anew; others end"},
	{"INT", "as ctrl+c does: it ends, or interrupts what it is at"},
	{"QUIT", "ends it; Go and Java programs write where each thread is, Java goes on"},
	{"USR1", "what the program makes of it: often it opens its logs anew; without a handler it ends"},
	{"USR2", "what the program makes of it; without a handler it ends"},
	{"KILL", "ends it at once, and it cannot clean up: the last resort"},
	{"STOP", "its first process stands still until CONT; the others go on, unlike with a pause"},
	{"CONT", "lets it go on after STOP"},
}
