// Command scaffold starts a web project that is production-grade from its first commit, and keeps it that way.
package main

import (
	"os"

	"github.com/seed-d277c37b/scaffold/scaffold/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
