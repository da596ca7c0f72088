//go:build judges

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const golangciVersion = "v2.15.0"

// goJudges are those of every Go project.
func goJudges() []judge {
	return []judge{
		{name: "clean", run: clean},
		{name: "build", run: goBuild},
		{name: "vet", run: func(p *subject) string {
			p.ok("go", "vet", "./...")
			return ""
		}},
		{name: "tidy", run: goTidy},
		{name: "gofmt", run: func(p *subject) string { return p.found(strings.Fields(p.ok("gofmt", "-l", "."))) }},
		{name: "gofumpt", run: func(p *subject) string {
			return p.found(strings.Fields(p.ok("go", "run", "mvdan.cc/gofumpt@v0.12.0", "-l", ".")))
		}},
		{name: "golangci", run: golangci},
		{name: "gitleaks", run: gitleaks},
		{name: "yamllint", run: yamllint},
		{name: "actionlint", when: hasWorkflows, run: actionlint},
		{name: "zizmor", when: hasWorkflows, run: zizmor},
		{name: "containers", when: hasContainers, run: containers},
		{name: "race", run: func(p *subject) string {
			p.ok("go", "test", "-race", "-shuffle=on", "./...")
			return ""
		}},
		{name: "offline", run: func(p *subject) string {
			p.with([]string{"GOPROXY=off", "CGO_ENABLED=0", "GOFLAGS=-mod=readonly"}, func() { p.ok("go", "test", "-count=1", "./...") })
			return ""
		}},
	}
}

// goBuild makes a static binary without touching go.mod, and tells its size.
func goBuild(p *subject) string {
	binary := filepath.Join(p.t.TempDir(), "shop")
	main := "."
	if p.combination.set == "full" {
		main = "./cmd/manage"
	}
	p.with([]string{"CGO_ENABLED=0"}, func() {
		p.ok("go", "build", "-mod=readonly", "./...")
		p.ok("go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", binary, main)
	})
	info, err := os.Stat(binary)
	if err != nil {
		p.t.Fatal(err)
	}
	return fmt.Sprintf("%.0f MB", float64(info.Size())/1e6)
}

// goTidy wants go.mod and go.sum exact: nothing to add, nothing to take away.
func goTidy(p *subject) string {
	p.ok("go", "mod", "tidy", "-diff")
	p.ok("go", "mod", "verify")
	return ""
}

// golangci runs the linters that the design names, whatever the project's own configuration says.
func golangci(p *subject) string {
	p.goTool("github.com/golangci/golangci-lint/v2/cmd/golangci-lint", golangciVersion, "run", "--allow-parallel-runners", "--no-config", "--default=standard",
		"--enable=gosec,bodyclose,sqlclosecheck,rowserrcheck,errorlint,noctx,nilerr", "./...")
	if _, err := os.Stat(filepath.Join(p.dir, ".golangci.yml")); err == nil {
		p.goTool("github.com/golangci/golangci-lint/v2/cmd/golangci-lint", golangciVersion, "run", "--allow-parallel-runners", "./...")
	}
	return ""
}
