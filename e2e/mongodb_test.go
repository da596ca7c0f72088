//go:build judges

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// ferretDB speaks MongoDB's protocol, and is the one such server that Go's module proxy has; it keeps its data in SQLite.
const ferretDB = "github.com/FerretDB/FerretDB@v1.24.0"

func (s *servers) mongodb(port int) string {
	program, err := exec.LookPath("ferretdb")
	if err != nil {
		program = s.buildFerretDB()
	}
	data := filepath.Join(s.dir, "mongodb")
	if err := os.MkdirAll(data, 0o700); err != nil {
		s.t.Fatal(err)
	}
	s.run(exec.Command(program, "--handler=sqlite", "--sqlite-url=file:"+data+"/", "--state-dir="+data,
		fmt.Sprintf("--listen-addr=127.0.0.1:%d", port), "--telemetry=disable", "--debug-addr=-"), port, syscall.SIGTERM)
	return fmt.Sprintf("mongodb://127.0.0.1:%d", port)
}

// buildFerretDB makes the program from its module: `go install` cannot, as a file with its version is not in there.
func (s *servers) buildFerretDB() string {
	source, program := filepath.Join(s.dir, "ferretdb-source"), filepath.Join(s.dir, "ferretdb")
	download := exec.Command("go", "mod", "download", "-json", ferretDB)
	download.Dir = s.dir
	out, err := download.Output()
	if err != nil {
		s.t.Fatalf("go mod download: %v\n%s", err, out)
	}
	var module struct{ Dir, Version string }
	if err := json.Unmarshal(out, &module); err != nil {
		s.t.Fatal(err)
	}
	if err := os.CopyFS(source, os.DirFS(module.Dir)); err != nil {
		s.t.Fatal(err)
	}
	if out, err := exec.Command("chmod", "-R", "u+w", source).CombinedOutput(); err != nil {
		s.t.Fatalf("chmod: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(source, "build", "version", "version.txt"), []byte(module.Version), 0o600); err != nil {
		s.t.Fatal(err)
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./cmd/ferretdb")
	build.Dir = source
	if out, err := build.CombinedOutput(); err != nil {
		s.t.Fatalf("go build: %v\n%s", err, strings.TrimSpace(string(out)))
	}
	return program
}
