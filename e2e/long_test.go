package e2e

import (
	"os"
	"os/exec"
	"testing"
)

// long reports whether the long tests were asked for: generated projects with all their tools, hundreds of kills, and
// random cases by the thousand. Without it `go test ./...` is the inner loop: it needs only Go, and seconds.
//
//	SCAFFOLD_TESTS=long go test ./... -timeout 60m
func long() bool { return os.Getenv("SCAFFOLD_TESTS") == "long" }

// onlyLong skips a test of the long kind in the inner loop. CI runs both, so nothing is skipped for good.
func onlyLong(t *testing.T) {
	t.Helper()
	if !long() {
		t.Skip("long: set SCAFFOLD_TESTS=long")
	}
}

// ownBinary is the path of the program under test: this test binary, which runs as scaffold under that name (see
// TestMain). Benchmarks build the real one instead, whose start-up has no tests in it.
func ownBinary(tb testing.TB) string {
	tb.Helper()
	path, err := exec.LookPath("scaffold")
	if err != nil {
		tb.Fatal(err)
	}
	return path
}
