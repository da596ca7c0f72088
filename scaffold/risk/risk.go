// Package risk finds what a project makes tools run or obey later, without anybody typing it: workflows, hooks, tasks,
// install scripts, the instructions of coding agents.
//
// It judges nothing, and knows tools by the names of their files. What people build and start themselves, such as a
// server or a container, is the project and no risk of its own.
package risk

import (
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Risk is a file that makes a tool run or obey something.
type Risk struct {
	Path      string   `json:"path"`
	Tool      string   `json:"tool"`
	When      string   `json:"when"`      // the tool does so, as in "on push"
	Automatic bool     `json:"automatic"` // nobody has to ask the tool to
	Runs      []string `json:"runs"`      // commands, as far as they can be read from the file
}

// tool is a kind of file that a tool looks for.
type tool struct {
	globs     []string // of paths in lower case, as package path matches them; one without a slash matches in any folder
	name      string
	when      string
	automatic bool
	read      func(data []byte, r *Risk) // nil: the file says all of it, and is not read
}

func tools() []tool {
	return []tool{
		{
			globs: []string{".github/workflows/*.yml", ".github/workflows/*.yaml"}, name: "GitHub Actions",
			when: "on its triggers", automatic: true, read: workflow,
		},
		{
			globs: []string{".gitea/workflows/*.y*ml", ".forgejo/workflows/*.y*ml"}, name: "Gitea Actions",
			when: "on its triggers", automatic: true, read: workflow,
		},
		{globs: []string{".gitlab-ci.yml"}, name: "GitLab CI", when: "on push", automatic: true, read: scripts},
		{
			globs: []string{
				".circleci/config.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", ".travis.yml", ".drone.yml", ".woodpecker.yml",
				".woodpecker/*.y*ml", ".buildkite/pipeline.yml", "jenkinsfile", "cloudbuild.yaml", "appveyor.yml", ".cirrus.yml",
			},
			name: "CI", when: "on push", automatic: true, read: scripts,
		},
		{globs: []string{".vscode/tasks.json"}, name: "VS Code", when: "when somebody runs a task", read: tasks},
		{
			globs: []string{".devcontainer/devcontainer.json", ".devcontainer.json", ".devcontainer/*/devcontainer.json"},
			name:  "dev containers", when: "when the container is created or started", automatic: true, read: devcontainer,
		},
		{globs: []string{"package.json"}, name: "npm", when: "with npm run", read: packageScripts},
		{globs: []string{"setup.py"}, name: "pip", when: "when the package is installed or built", automatic: true},
		{globs: []string{"sitecustomize.py", "usercustomize.py"}, name: "Python", when: "whenever Python starts here", automatic: true},
		{globs: []string{"build.rs"}, name: "Cargo", when: "at every build", automatic: true},
		{
			globs: []string{".pre-commit-config.yaml"}, name: "pre-commit", when: "at every commit, once its hooks are installed",
			automatic: true, read: preCommit,
		},
		{
			globs: []string{"lefthook.y*ml", ".lefthook.y*ml"}, name: "Lefthook", when: "at its git hooks, once they are installed",
			automatic: true, read: scripts,
		},
		{
			globs: []string{".husky/*", ".githooks/*", "githooks/*", ".hooks/*"}, name: "git hooks",
			when: "at git commands, once core.hooksPath names the folder", automatic: true, read: lines,
		},
		{globs: []string{"makefile", "gnumakefile"}, name: "make", when: "with make and no target", read: makefile},
		{globs: []string{"justfile", "taskfile.y*ml"}, name: "task runner", when: "with the runner and no task"},
		{globs: []string{".envrc"}, name: "direnv", when: "on entering the folder, once allowed", automatic: true, read: lines},
		{
			globs: []string{".mcp.json", ".cursor/mcp.json", ".vscode/mcp.json"}, name: "coding agents",
			when: "when an agent starts here, once allowed", automatic: true, read: scripts,
		},
		{
			globs: []string{".claude/settings.json", ".claude/hooks/*", ".codex/*"}, name: "coding agents",
			when: "when an agent works here", automatic: true, read: scripts,
		},
		{
			globs: []string{
				"agents.md", "claude.md", "gemini.md", ".cursorrules", ".cursor/rules/*", ".windsurfrules", ".windsurf/rules/*", ".clinerules",
				".clinerules/*", ".github/copilot-instructions.md", ".github/instructions/*", ".claude/*/*.md", ".claude/*/*/*.md", ".goosehints",
			},
			name: "coding agents", when: "as instructions, when an agent works here", automatic: true,
		},
	}
}

// The bounds of what is read, whatever a project contains. Beyond them a file is named without its commands.
const (
	mostBytes    = 256 << 10 // of a file
	mostTotal    = 4 << 20
	mostCommands = 1_000 // of a file
)

// Of returns the risks of a project, by path.
func Of(files tree.Tree) []Risk {
	known := tools()
	found := []Risk{}
	total := 0
	for name, file := range files.All() {
		lower := strings.ToLower(name) // as on a disk that does not tell them apart
		i := slices.IndexFunc(known, func(t tool) bool { return t.takes(lower) })
		if i < 0 {
			continue
		}
		t := known[i]
		r := Risk{Path: name, Tool: t.name, When: t.when, Automatic: t.automatic, Runs: []string{}}
		if t.read != nil && file.Mode.Type() == 0 && file.Policy != tree.Private &&
			len(file.Data) <= min(mostBytes, mostTotal-total) {
			total += len(file.Data)
			t.read(file.Data, &r)
		}
		found = append(found, r)
	}
	return found
}

func (t tool) takes(name string) bool {
	return slices.ContainsFunc(t.globs, func(glob string) bool {
		at := name
		if !strings.Contains(glob, "/") && !strings.HasPrefix(glob, ".") {
			at = path.Base(name)
		}
		ok, err := path.Match(glob, at)
		return ok && err == nil
	})
}
