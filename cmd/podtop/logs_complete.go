package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"podtop/sampler/journal"
)

// completeLogNames offers the names of containers that wrote to the journal,
// removed ones too.
func completeLogNames(_ *cobra.Command, _ []string, written string) ([]string, cobra.ShellCompDirective) {
	r := logReader{logsOptions: &logsOptions{}}
	defer r.close()
	if local, err := journal.LocalDirs(); err == nil {
		r.openJournal(local...)
	}
	isOwn := func(name string) bool { return r.wrote(name, ownUIDs()) }
	return offeredNames(r.journalNames(), written, isOwn), cobra.ShellCompDirectiveNoFileComp
}

// containerName matches the names that Podman allows.
var containerName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]*$`)

// maxOffered is how many names are offered to a shell.
const maxOffered = 200

// offeredNames are the names that go on with what is written. Any user can write
// any name to the journal, and a shell runs what some of them say: so they are
// names that a container can have, and those of one's own.
func offeredNames(names []string, written string, isOwn func(name string) bool) (offered []string) {
	for _, name := range names {
		if len(offered) == maxOffered {
			break
		}
		if strings.HasPrefix(name, written) && containerName.MatchString(name) && isOwn(name) {
			offered = append(offered, name)
		}
	}
	return offered
}

// wrote reports whether one of the users has a container of that name in the
// journal.
func (r *logReader) wrote(name string, uids []int) bool {
	return slices.ContainsFunc(uids, func(uid int) bool {
		_, ok := r.files.Backward(journal.Match{{"CONTAINER_NAME=" + name, "_UID=" + strconv.Itoa(uid)}}).Next()
		return ok
	})
}
