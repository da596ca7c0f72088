package risk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

// parse returns the values of a JSON file, comments or not, or of a YAML file; nil for one that cannot be read.
func parse(data []byte) any {
	var v any
	if trimmed := strings.TrimSpace(string(data)); strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "/") {
		if json.Unmarshal([]byte(withoutComments(trimmed)), &v) == nil {
			return v
		}
	}
	if _, root, _ := document.Read("", data); root == nil || root.Decode(&v) != nil {
		return nil
	}
	return v
}

// withoutComments returns JSON without the comments and trailing commas that VS Code allows.
func withoutComments(text string) string {
	var out []byte
	quoted := false
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		switch {
		case quoted && text[i] == '\\' && len(rest) > 1:
			out = append(out, rest[:2]...)
			i++
		case text[i] == '"':
			quoted = !quoted
			out = append(out, '"')
		case quoted:
			out = append(out, text[i])
		case strings.HasPrefix(rest, "//"):
			if end := strings.IndexByte(rest, '\n'); end >= 0 {
				i += end - 1
			} else {
				i = len(text)
			}
		case strings.HasPrefix(rest, "/*"):
			if end := strings.Index(rest, "*/"); end >= 0 {
				i += end + 1
			} else {
				i = len(text)
			}
		case text[i] == '}' || text[i] == ']':
			out = bytes.TrimSuffix(bytes.TrimRight(out, " \t\r\n"), []byte(","))
			out = append(out, text[i])
		default:
			out = append(out, text[i])
		}
	}
	return string(out)
}

func field(v any, name string) any {
	m, _ := v.(map[string]any)
	return m[name]
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func items(v any) []any {
	list, _ := v.([]any)
	return list
}

// sorted iterates over the entries of a mapping by their keys.
func sorted(v any, yield func(key string, value any)) {
	m, _ := v.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(m)) {
		yield(key, m[key])
	}
}

// command returns a command that is written as a text, or as a list of arguments.
func command(v any) string {
	if s, ok := v.(string); ok {
		return firstLine(s)
	}
	var words []string
	for _, item := range items(v) {
		words = append(words, fmt.Sprint(item))
	}
	return firstLine(strings.Join(words, " "))
}

// firstLine returns the first line of a script that says something, and how many follow.
func firstLine(script string) string {
	said := said(script)
	if len(said) < 2 {
		return strings.Join(said, "")
	}
	return fmt.Sprintf("%s (and %d more)", said[0], len(said)-1)
}

// said returns the lines that are neither empty nor comments.
func said(script string) []string {
	var out []string
	for line := range strings.Lines(script) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func (r *Risk) add(commands ...string) {
	for _, c := range commands {
		if c != "" && len(r.Runs) < mostCommands && !slices.Contains(r.Runs, c) {
			r.Runs = append(r.Runs, c)
		}
	}
}

// workflow reads what a workflow of GitHub Actions waits for, uses and runs.
func workflow(data []byte, r *Risk) {
	v := parse(data)
	var triggers []string
	switch on := field(v, "on").(type) {
	case string:
		triggers = []string{on}
	case []any:
		for _, item := range on {
			triggers = append(triggers, fmt.Sprint(item))
		}
	case map[string]any:
		triggers = slices.Sorted(maps.Keys(on))
	}
	if len(triggers) > 0 {
		r.When = "on " + strings.Join(triggers, ", ")
	}
	sorted(field(v, "jobs"), func(_ string, job any) {
		r.add(text(field(job, "uses")))
		for _, step := range items(field(job, "steps")) {
			r.add(text(field(step, "uses")), command(field(step, "run")))
		}
	})
}

// scripts collects the commands of a format that names them script, run or command, wherever they are.
func scripts(data []byte, r *Risk) {
	var walk func(v any)
	walk = func(v any) {
		for _, item := range items(v) {
			walk(item)
		}
		sorted(v, func(key string, value any) {
			switch key {
			case "before_script", "script", "after_script", "run", "commands", "command":
				for _, item := range items(value) {
					r.add(command(item))
				}
				runs := text(value)
				if runs != "" && field(v, "args") != nil {
					runs += " " + command(field(v, "args"))
				}
				r.add(firstLine(runs))
			}
			walk(value)
		})
	}
	walk(parse(data))
}

// lines takes each line of a shell script for a command.
func lines(data []byte, r *Risk) { r.add(said(string(data))...) }

// tasks reads the tasks of VS Code; one can run as soon as the folder is opened.
func tasks(data []byte, r *Risk) {
	for _, task := range items(field(parse(data), "tasks")) {
		r.add(strings.TrimSpace(command(field(task, "command")) + " " + command(field(task, "args"))))
		if text(field(field(task, "runOptions"), "runOn")) == "folderOpen" {
			r.When, r.Automatic = "when the folder is opened", true
		}
	}
}

// devcontainer reads the commands of a dev container, the first of which runs on the person's own machine.
func devcontainer(data []byte, r *Risk) {
	v := parse(data)
	for _, hook := range []string{
		"initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand",
	} {
		value := field(v, hook)
		if c := command(value); c != "" {
			r.add(hook + ": " + c)
		}
		sorted(value, func(_ string, c any) { r.add(hook + ": " + command(c)) })
	}
	if field(v, "initializeCommand") != nil {
		r.When += ", partly outside of it"
	}
}

// packageScripts reads the scripts of a package.json. npm runs some of them when it installs.
func packageScripts(data []byte, r *Risk) {
	sorted(field(parse(data), "scripts"), func(name string, script any) {
		r.add(name + ": " + command(script))
		switch name {
		case "preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare", "dependencies":
			r.When, r.Automatic = "with npm install", true
		}
	})
}

// preCommit reads the hooks of pre-commit: those of others with their version, local ones with their command.
func preCommit(data []byte, r *Risk) {
	for _, repo := range items(field(parse(data), "repos")) {
		from := text(field(repo, "repo"))
		if rev := text(field(repo, "rev")); rev != "" {
			from += "@" + rev
		}
		for _, hook := range items(field(repo, "hooks")) {
			what := text(field(hook, "id"))
			if entry := command(field(hook, "entry")); entry != "" {
				what = entry
			}
			r.add(from + ": " + what)
		}
	}
}

// makefile reads the recipe of the default target, and what make runs while it reads the file.
func makefile(data []byte, r *Risk) {
	goal := ""
	text := strings.ReplaceAll(string(data), "\\\n", " ")
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch targets := targetsOf(line); {
		case strings.HasPrefix(line, ".DEFAULT_GOAL"):
			_, value, _ := strings.Cut(line, "=")
			goal = strings.TrimSpace(value)
		case !strings.HasPrefix(line, "\t") && (strings.Contains(line, "$(shell") || strings.Contains(line, "!=")):
			r.add("at every make: " + strings.TrimSpace(line))
		case goal == "" && len(targets) > 0 && !strings.ContainsAny(targets[0], "%$"):
			goal = targets[0]
		}
	}
	if goal == "" {
		return
	}
	r.When = "with make (its default target is " + goal + ")"
	inside := false
	for line := range strings.Lines(text) {
		if targets := targetsOf(line); targets != nil {
			inside = slices.Contains(targets, goal)
		} else if inside && strings.HasPrefix(line, "\t") {
			for _, command := range said(line) {
				r.add(strings.TrimLeft(command, "@-+"))
			}
		}
	}
}

// targetsOf returns the targets of a rule, nil for a line that is none.
func targetsOf(line string) []string {
	name, value, isTarget := strings.Cut(line, ":")
	if !isTarget || strings.ContainsAny(line[:1], "\t#.") || strings.HasPrefix(value, "=") || strings.HasPrefix(value, ":=") || strings.Contains(name, "=") {
		return nil
	}
	return strings.Fields(name)
}
