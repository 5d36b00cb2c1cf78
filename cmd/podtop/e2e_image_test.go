//go:build e2e

package main_test

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// applets are the commands the suite's image has.
var applets = []string{"sh", "sleep", "dd", "cat", "nc", "head", "httpd", "wget", "mkdir"}

// importImage makes an image of a static busybox in a's storage, and returns
// its name.
func (h *host) importImage(t *testing.T, a *account) string {
	t.Helper()
	tree := filepath.Join(h.dir, "tree")
	for _, dir := range []string{"bin", "dev", "etc", "proc", "sys", "tmp", "www"} {
		if err := os.MkdirAll(filepath.Join(tree, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	copyFile(t, staticBusybox(t), filepath.Join(tree, "bin/busybox"))
	for _, name := range applets {
		if err := os.Symlink("busybox", filepath.Join(tree, "bin", name)); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
	}
	tar := filepath.Join(h.dir, "image.tar")
	if out, err := exec.Command("tar", "-C", tree, "--owner=0", "--group=0", "-cf", tar, ".").CombinedOutput(); err != nil {
		t.Fatalf("tar: %v: %s", err, out)
	}
	image := "localhost/" + h.prefix + "image"
	a.podman(t, "import", "-q", tar, image)
	t.Cleanup(func() { a.podman(t, "rmi", "-f", image) })
	return image
}

// staticBusybox returns the path of a busybox that needs no libraries.
func staticBusybox(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("busybox")
	if err != nil {
		t.Fatalf("the suite's image is made of a static busybox (package busybox-static): %v", err)
	}
	f, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if libs, err := f.ImportedLibraries(); err != nil || len(libs) > 0 {
		t.Fatalf("%s is not static (package busybox-static): needs %q, %v", path, libs, err)
	}
	return path
}

// copyFile copies the program src.
func copyFile(t *testing.T, src, dst string) {
	t.Helper()
	b, err := os.ReadFile(src)
	if err == nil {
		err = os.WriteFile(dst, b, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}
