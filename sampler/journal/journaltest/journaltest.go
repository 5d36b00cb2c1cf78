// Package journaltest unpacks the journals in sampler/journal/testdata, which a
// real journald wrote.
package journaltest

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Read returns what a compressed file of testdata holds.
func Read(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r, err := zstd.NewReader(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Unpack writes the files of the journal called name in testdata into dir.
func Unpack(testdata, name, dir string) error {
	paths, err := filepath.Glob(filepath.Join(testdata, name+".d", "*.zst"))
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("no journal %s in %s", name, testdata)
	}
	if err != nil {
		return err
	}
	for _, path := range paths {
		b, err := Read(path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), ".zst"))
		if err := os.WriteFile(to, b, 0o600); err != nil {
			return err
		}
	}
	return nil
}
