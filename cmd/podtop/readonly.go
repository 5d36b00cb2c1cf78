package main

import (
	"fmt"

	"podtop/cmd/podtop/config"
)

// systemConfig is the host's configuration.
var systemConfig = config.SystemPath

// readOnly reports whether podtop may only look: by --read-only, or because the
// host's owner says so, which nothing a user says undoes. An error means that
// nobody knows: nothing may be changed then.
func (o *options) readOnly() (bool, error) {
	system, err := config.ReadSystem(systemConfig)
	return o.onlyLook || system.ReadOnly, err
}

// mayChange is an error that says why nothing may be changed, or nil. What
// completes the sentence, such as "limits".
func (o *options) mayChange(what string) error {
	only, err := o.readOnly()
	switch {
	case err != nil:
		return err
	case o.onlyLook:
		return fmt.Errorf("%s: nothing is changed with --read-only", what)
	case only:
		return fmt.Errorf("%s: nothing is changed on this host: %s says read_only = true", what, systemConfig)
	}
	return nil
}
