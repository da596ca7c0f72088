//go:build judges

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestColdBuild builds projects in Go with the modules at hand and nothing compiled before, not even the standard library,
// and prints how long that took and how large the static binaries are.
//
//	go test -tags judges ./e2e -run TestColdBuild -v
func TestColdBuild(t *testing.T) {
	scaffold := buildScaffold(t)
	var report strings.Builder
	fmt.Fprintf(&report, "%-40s %8s %8s\n", "", "build", "binary")
	for _, c := range []combination{
		{set: "micro", language: "go", database: "none"},
		{set: "micro", language: "go", database: "sqlite", features: []string{"admin", "api", "auth", "jobs"}},
		{set: "full", language: "go", database: "sqlite"},
		{set: "full", language: "go", database: "postgres", features: []string{"metrics", "s3"}, apps: []string{"blog"}},
	} {
		p := &subject{t: t, combination: c, scaffold: scaffold}
		p.generate()
		main, binary := ".", filepath.Join(p.parent, "shop.bin")
		if c.set == "full" {
			main = "./cmd/manage"
		}
		p.ok("go", "mod", "download")
		var took time.Duration
		p.with([]string{"CGO_ENABLED=0", "GOCACHE=" + t.TempDir()}, func() {
			start := time.Now()
			p.ok("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, main)
			took = time.Since(start)
		})
		info, err := os.Stat(binary)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&report, "%-40s %6.1f s %5.1f MB\n", c.set+" "+c.String(), took.Seconds(), float64(info.Size())/1e6)
	}
	t.Log("\n" + report.String())
}
