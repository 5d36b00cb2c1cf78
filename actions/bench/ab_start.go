package bench

import (
	"context"
	"fmt"
)

// A startArm is one of two arms of starts. Both are measured in the same way, so
// what is found out about one image holds for both.
type startArm struct {
	starting Starting
	isSilent *bool // one of the two images says nothing
}

// StartArms are two arms of starts. If either image says nothing, the starts of
// both are until Podman says that they run.
func StartArms(p *Podman, nameA string, a Subject, nameB string, b Subject) (armA, armB Arm) {
	isSilent := new(bool)
	arm := func(name string, s Subject) Arm {
		start := &startArm{Starting{Podman: p, Subject: s}, isSilent}
		return Arm{Name: name, warmUp: start.warmUp, measure: start.measure, close: func() {}}
	}
	return arm(nameA, a), arm(nameB, b)
}

// warmUp starts the image once and finds out whether it says anything.
func (a *startArm) warmUp(ctx context.Context) (note string, err error) {
	first := a.starting
	first.Patience = patience
	lap, err := first.Run(ctx)
	if err != nil || lap.FirstByte >= 0 {
		return "", err
	}
	*a.isSilent = true
	return fmt.Sprintf("%s says nothing within %v: the start of both is until Podman says that it runs", a.starting.Subject.Image, patience), nil
}

// measure starts the image once, after both arms have been warmed up.
func (a *startArm) measure(ctx context.Context) (measured, error) {
	one := a.starting
	if !*a.isSilent {
		one.Patience = one.Subject.Life
	}
	return one.Run(ctx)
}
