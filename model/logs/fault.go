package logs

import (
	"errors"

	"podtop/model"
)

// moved is err, if it is the fault of a part that begins at byte by of the
// whole.
func moved(err error, by int) error {
	var fault *model.FilterError
	if !errors.As(err, &fault) {
		return err
	}
	return &model.FilterError{At: fault.At + by, Reason: fault.Reason}
}
