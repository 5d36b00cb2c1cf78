package probe

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"podtop/model"
)

// journalDirs are where systemd keeps its journal: on disk, or in memory.
var journalDirs = []string{"/var/log/journal", "/run/log/journal"}

// maxJournalFiles is how many files are counted before that gets dear.
const maxJournalFiles = 4000

// journalSize is what `journalctl --disk-usage` says of the journal in dir: the
// blocks that its files take. It is unknown if there are too many, or some may
// not be seen.
func journalSize(dir string) model.Count {
	machines, err := os.ReadDir(dir)
	if err != nil {
		return model.Count{}
	}
	var sum uint64
	files := 0
	for _, m := range machines {
		if !m.IsDir() {
			continue
		}
		entries, err := os.ReadDir(filepath.Join(dir, m.Name()))
		if files += len(entries); err != nil || files > maxJournalFiles {
			return model.Count{}
		}
		for _, e := range entries {
			if isJournal(e.Name()) {
				sum += blocks(e)
			}
		}
	}
	return model.Known(sum)
}

// isJournal reports whether a file is the journal's: one that was not closed
// orderly ends in ".journal~".
func isJournal(name string) bool {
	return strings.HasSuffix(name, ".journal") || strings.HasSuffix(name, ".journal~")
}

// blocks is how many bytes a file takes on disk.
func blocks(e os.DirEntry) uint64 {
	const size = 512 // bytes, whatever the file system's are
	fi, err := e.Info()
	if err != nil {
		return 0 // it was rotated away
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return 0
	}
	return uint64(st.Blocks) * size
}
