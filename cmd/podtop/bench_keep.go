package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"podtop/cmd/podtop/plainfile"
	"podtop/model"
	"podtop/model/bench"
)

// Bounds of the results that are kept.
const (
	mostResults     = 500
	mostResultBytes = 64 << 20
)

// resultFile matches the name of a kept result's file: its time, its kind, and a
// number if others have that name.
var resultFile = regexp.MustCompile(`^(\d{8}-\d{6}-[a-z]+)(?:-(\d+))?\.json$`)

// keepResult keeps a report, and says as what. The oldest go where there are too
// many; if they cannot, there is an error beside the id.
func keepResult(r *bench.Report, doc []byte) (id string, err error) {
	dir := benchDir()
	if dir == "" {
		return "", errors.New("neither XDG_STATE_HOME nor HOME says where")
	}
	base := r.ResultName()
	for n := 1; ; n++ {
		id = base
		if n > 1 {
			id = fmt.Sprintf("%s-%d", base, n)
		}
		path := filepath.Join(dir, id+".json")
		switch _, err := os.Lstat(path); {
		case errors.Is(err, fs.ErrNotExist):
			if err := plainfile.Replace(path, doc); err != nil {
				return "", err
			}
			if err := removeOldResults(dir, id+".json", mostResults, mostResultBytes); err != nil {
				return id, fmt.Errorf("older results stay: %w", err)
			}
			return id, nil
		case err != nil:
			return "", err
		}
	}
}

// removeOldResults leaves the newest results in dir, most of them at most and of
// so many bytes. The one called keep stays, and so does every file that is not
// called as podtop calls its own.
func removeOldResults(dir, keep string, most int, mostBytes int64) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool {
		return !e.Type().IsRegular() || !resultFile.MatchString(e.Name()) || e.Name() == keep
	})
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return compareResultFiles(b.Name(), a.Name()) })
	var failed []error
	number, size := 1, sizeOf(filepath.Join(dir, keep))
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		number++
		size += sizeOf(path)
		if number > most || size > mostBytes {
			failed = append(failed, os.Remove(path))
		}
	}
	return errors.Join(failed...)
}

// sizeOf is that of the file at path, 0 if there is none.
func sizeOf(path string) int64 {
	info, err := os.Lstat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// compareResultFiles orders names of results, the oldest first.
func compareResultFiles(a, b string) int {
	x, y := resultFile.FindStringSubmatch(a), resultFile.FindStringSubmatch(b)
	return cmp.Or(cmp.Compare(x[1], y[1]), cmp.Compare(len(x[2]), len(y[2])), cmp.Compare(x[2], y[2]))
}

// missingResult says of a result that may have been removed that it may have.
func missingResult(name string) error {
	return fmt.Errorf("there is no result %s any more: the newest %d are kept, of %s at most",
		name, mostResults, model.AppendBytes(nil, mostResultBytes))
}
