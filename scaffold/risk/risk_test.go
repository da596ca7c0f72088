package risk

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestOf(t *testing.T) {
	for _, tt := range []struct {
		path, content string
		when          string // contains
		automatic     bool
		runs          []string
	}{
		{
			".github/workflows/ci.yml",
			"on: [push, pull_request]\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n      - run: |\n          # why\n          make test\n          make lint\n",
			"on push, pull_request", true,
			[]string{"actions/checkout@v5", "make test (and 1 more)"},
		},
		{".github/workflows/b.yaml", "on:\n  workflow_dispatch:\n  schedule: []\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}", "on schedule, workflow_dispatch", true, []string{"o/r/.github/workflows/x.yml@v1"}},
		{".github/workflows/broken.yml", "on: [", "on its triggers", true, []string{}},
		{".gitlab-ci.yml", "test:\n  script: [go vet ./..., go test ./...]\n  after_script: echo done\n", "on push", true, []string{"echo done", "go vet ./...", "go test ./..."}},
		{
			".vscode/tasks.json", "// tasks\n{\"tasks\": [{\"command\": \"sh\", \"args\": [\"-c\", \"a // b\"],}, /* x */ {\"command\": \"ls\",\n\"runOptions\": {\"runOn\": \"folderOpen\"}},]}",
			"when the folder is opened", true,
			[]string{"sh -c a // b", "ls"},
		},
		{".vscode/tasks.json", `{"tasks": [{"command": "make"}]}`, "runs a task", false, []string{"make"}},
		{
			".devcontainer/devcontainer.json", `{"initializeCommand": ["sh", "x"], "postCreateCommand": {"a": "make", "b": "pip install ."}}`,
			"partly outside", true,
			[]string{"initializeCommand: sh x", "postCreateCommand: make", "postCreateCommand: pip install ."},
		},
		{"web/package.json", `{"scripts": {"build": "vite build", "postinstall": "node x.js"}}`, "npm install", true, []string{"build: vite build", "postinstall: node x.js"}},
		{"package.json", `{"scripts": {"build": "vite build"}}`, "npm run", false, []string{"build: vite build"}},
		{
			".pre-commit-config.yaml", "repos:\n- repo: https://example.com/x\n  rev: v1\n  hooks: [{id: a}]\n- repo: local\n  hooks: [{id: b, entry: make lint}]\n",
			"commit", true,
			[]string{"https://example.com/x@v1: a", "local: make lint"},
		},
		{"Makefile", ".PHONY: all\nV := $(shell date)\nall: build\n\t@go vet\n\tgo test\nbuild:\n\tgo build\n", "default target is all", false, []string{"at every make: V := $(shell date)", "go vet", "go test"}},
		{"Makefile", ".DEFAULT_GOAL := run\ntest:\n\tgo test\nrun:\n\tgo run .\n", "default target is run", false, []string{"go run ."}},
		{".githooks/pre-commit", "#!/bin/sh\nmake lint\n", "git", true, []string{"make lint"}},
		{".envrc", "export A=1\n", "entering", true, []string{"export A=1"}},
		{".mcp.json", `{"mcpServers": {"x": {"command": "npx", "args": ["-y", "server"]}}}`, "agent", true, []string{"npx -y server"}},
		{"docs/Claude.md", "Do this.", "instructions", true, []string{}},
		{"setup.py", "import os", "installed", true, []string{}},
	} {
		t.Run(tt.path, func(t *testing.T) {
			found := Of(tree.Tree{tt.path: {Data: []byte(tt.content), Mode: tree.Regular}})
			if len(found) != 1 {
				t.Fatalf("%d found", len(found))
			}
			r := found[0]
			if r.Path != tt.path || !strings.Contains(r.When, tt.when) || r.Automatic != tt.automatic || !reflect.DeepEqual(r.Runs, tt.runs) {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestOfNothing(t *testing.T) {
	files := tree.Tree{}
	for _, path := range []string{"main.go", "README.md", "docs/package.json.md", ".github/dependabot.yml", "x/.gitlab-ci.yml", "Dockerfile"} {
		files[path] = tree.File{Data: []byte("on: push\n"), Mode: tree.Regular}
	}
	if found := Of(files); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// TestOfMuch holds that large files end in time, without all of their commands.
func TestOfMuch(t *testing.T) {
	files := tree.Tree{}
	for path, content := range map[string]string{
		".envrc":                   manyLines("export A%d=1\n"),
		"Makefile":                 strings.Repeat("a ", 1<<15) + ":\n" + manyLines("\tgo %d\n"),
		".github/workflows/a.yml":  "on: push\njobs: {a: {steps: [" + strings.Repeat("{run: x}, ", 1<<12) + "]}}\n",
		".github/workflows/b.yml":  strings.Repeat("[", 1<<17),
		".vscode/tasks.json":       "{" + strings.Repeat("[", 1<<17),
		"a/package.json":           `{"scripts": {` + strings.Repeat(`"a": {`, 1<<14),
		"b/package.json":           "{" + strings.Repeat("/*", 1<<16),
		".github/workflows/no.yml": strings.Repeat("a: b\n", 1<<20),
	} {
		files[path] = tree.File{Data: []byte(content), Mode: tree.Regular}
	}
	started := time.Now()
	found := Of(files)
	if took := time.Since(started); len(found) != len(files) || took > 5*time.Second {
		t.Errorf("%d found, in %v", len(found), took)
	}
	for _, r := range found {
		if len(r.Runs) > mostCommands {
			t.Errorf("%s: %d commands", r.Path, len(r.Runs))
		}
	}
}

func manyLines(format string) string {
	var b strings.Builder
	for i := 0; b.Len() < mostBytes-(1<<16)-100; i++ {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestOfOdd holds that files of any content are read without harm.
func TestOfOdd(*testing.T) {
	for _, content := range []string{"", "{", "{\"a\": [", "null", "- 1\n- 2", "a: &a [*a]", "/*", "//", "{\"scripts\": 1, \"tasks\": {}}", "\tx:\n:\n\t"} {
		for _, k := range tools() {
			if k.read != nil {
				k.read([]byte(content), &Risk{})
			}
		}
	}
}
