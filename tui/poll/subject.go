package poll

import "podtop/model"

// A Subject is the container that tabs are about: as it is in the snapshot
// shown or, once it is no more, as it was last.
type Subject struct {
	*model.Container
	Gone  bool  // the snapshot does not have it
	Marks []int // of its events in Snapshot.Events, the newest last
}
