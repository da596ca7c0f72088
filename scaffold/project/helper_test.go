package project_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// service is a blueprint with all that verbs ask for: answers, a list, a secret, a part, and a file of each owner.
const service = `
-- blueprint.yaml --
name: service
version: 1.0.0
summary: A service
questions:
  - {name: port, kind: int, default: 8000}
  - {name: features, singular: feature, kind: choices, choices: [docs, jobs], default: []}
  - {name: secret_key, kind: secret}
parts:
  app: {pattern: '^[a-z]+$'}
layers:
  - {dir: files}
  - {dir: docs, when: has "docs" .features}
  - {dir: app, part: app, to: 'apps/{{ .part.name }}'}
rules:
  - {match: .env, private: true}
  - {match: managed.txt, policy: managed}
-- files/main.txt.tmpl --
port {{ .port }}
-- files/managed.txt --
managed
-- files/other.txt --
other
-- files/.gitignore --
.env
-- files/.env.tmpl --
SECRET_KEY={{ .secret_key }}
-- docs/docs/index.txt --
docs
-- app/views.txt.tmpl --
views of {{ .part.name }} on {{ .port }}
`

// bench is a project in shop, made of the blueprint in bp beside it. The current folder is the project's.
type bench struct {
	*testing.T
	env  project.Environment
	dir  string
	said []problem.Problem
}

// start makes a project with an app, and a repository unless withoutGit.
func start(t *testing.T, withoutGit ...bool) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{T: t, dir: filepath.Join(dir, "shop")}
	b.env = project.Environment{
		Getenv:  func(name string) string { return map[string]string{"GIT_CONFIG_NOSYSTEM": "1"}[name] },
		Now:     func() time.Time { return time.Unix(1_760_000_000, 0).UTC() },
		Home:    t.TempDir(),
		Warn:    func(p problem.Problem) { b.said = append(b.said, p) },
		Writing: func() func() { return func() {} },
	}
	b.blueprint(service)
	t.Chdir(dir)
	made, err := project.New(t.Context(), b.env, project.NewRequest{
		Path: "shop", Source: "bp", Answers: project.Answers{Parts: []blueprint.GivenPart{blueprint.FlagPart("app", "app", "blog")}},
		Repository: project.RepositoryRequest{None: len(withoutGit) > 0},
	})
	if err != nil {
		t.Fatal(err)
	}
	if (made.Repository == nil) != (len(withoutGit) > 0) {
		t.Fatalf("the repository is %+v", made.Repository)
	}
	t.Chdir("shop")
	return b
}

// blueprint puts another blueprint in the place of the project's, each line of which is changed by old/new pairs.
func (b *bench) blueprint(archive string, changes ...string) {
	b.Helper()
	dir := filepath.Join(filepath.Dir(b.dir), "bp")
	b.must(os.RemoveAll(dir))
	for _, f := range txtar.Parse([]byte(strings.NewReplacer(changes...).Replace(archive))).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		b.must(os.MkdirAll(filepath.Dir(name), 0o755))
		b.must(os.WriteFile(name, f.Data, 0o644))
	}
}

// next is the second version of the blueprint: one file changes, one comes.
func (b *bench) next() {
	b.Helper()
	b.blueprint(service+"-- files/new.txt --\nnew\n", "1.0.0", "2.0.0", "port {{", "the port is {{")
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// write writes a file of the project.
func (b *bench) write(path, content string) {
	b.Helper()
	name := filepath.Join(b.dir, filepath.FromSlash(path))
	b.must(os.MkdirAll(filepath.Dir(name), 0o755))
	b.must(os.WriteFile(name, []byte(content), 0o644))
}

func (b *bench) read(path string) string {
	b.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(path)))
	b.must(err)
	return string(data)
}

// files returns everything in the project, but for what git keeps for itself.
func (b *bench) files() map[string]string {
	b.Helper()
	found := map[string]string{}
	b.must(filepath.WalkDir(b.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && e.Name() == ".git" {
			return fs.SkipDir
		}
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found[path] = string(data)
		return err
	}))
	return found
}

// unchanged fails if the project is not as it was before.
func (b *bench) unchanged(before map[string]string) {
	b.Helper()
	after := b.files()
	for path := range after {
		if _, was := before[path]; !was {
			b.Errorf("%s is new", path)
		}
	}
	for path, content := range before {
		if now, is := after[path]; !is || now != content {
			b.Errorf("%s was %q, is %q", path, content, now)
		}
	}
}

// interrupted leaves what a change leaves that was killed between its commit point and its first step: a file with a
// content was to be written where, as the change knew, another content was, "" for none.
func (b *bench) interrupted(path, old, content string) {
	b.Helper()
	sum := func(s string) string {
		h := sha256.Sum256([]byte(s))
		return hex.EncodeToString(h[:])
	}
	sealed := func(v any) string {
		data, err := json.Marshal(v)
		b.must(err)
		return fmt.Sprintf("%s\n%s\n", data, sum(string(data)))
	}
	const data = ".scaffold/journal-abcdefghijklmnopqrstuvwxyz"
	before := map[string]any{}
	if old != "" {
		before = map[string]any{"mode": 0o644, "sha256": sum(old)}
	}
	b.write(data+"/new/0", content)
	b.write(data+"/old/.keep", "")
	home := ".git/scaffold/" + sum("/")[:32]
	b.write(home+"/begun", sealed(map[string]any{"data": data}))
	b.write(home+"/redo", sealed(map[string]any{"steps": []map[string]any{{
		"path": path, "old": before, "new": map[string]any{"mode": 0o644, "sha256": sum(content)},
	}}}))
}

// verb is a use of the package, as a verb of the command line makes it.
type verb func(context.Context, project.Environment, project.Request) (*project.Result, error)

// changing returns the verbs that change a project.
func changing() map[string]verb {
	return map[string]verb{
		"change": project.Change,
		"add": func(ctx context.Context, env project.Environment, r project.Request) (*project.Result, error) {
			r.Alter = func(b *blueprint.Blueprint, in blueprint.Input) (blueprint.Input, error) {
				return scaffold.Add(b, in, "feature", "docs")
			}
			return project.Change(ctx, env, r)
		},
		"repair": project.Repair,
		"restore": func(ctx context.Context, env project.Environment, r project.Request) (*project.Result, error) {
			return project.Restore(ctx, env, r, ".")
		},
		"skip": func(ctx context.Context, env project.Environment, r project.Request) (*project.Result, error) {
			return project.Skip(ctx, env, r, "other.txt")
		},
	}
}

// reading returns the verbs that read a project.
func reading() map[string]verb {
	return map[string]verb{
		"check": func(ctx context.Context, env project.Environment, _ project.Request) (*project.Result, error) {
			_, err := project.Check(ctx, env, project.CheckRequest{Rerender: true, Outdated: true})
			return nil, err
		},
		"diff": func(ctx context.Context, env project.Environment, _ project.Request) (*project.Result, error) {
			_, err := project.Diff(ctx, env, false)
			return nil, err
		},
		"diff update": func(ctx context.Context, env project.Environment, _ project.Request) (*project.Result, error) {
			_, err := project.Diff(ctx, env, true)
			return nil, err
		},
		"info": func(ctx context.Context, env project.Environment, _ project.Request) (*project.Result, error) {
			_, err := project.Describe(ctx, env)
			return nil, err
		},
		"why": func(ctx context.Context, env project.Environment, _ project.Request) (*project.Result, error) {
			_, err := project.Why(ctx, env, "main.txt")
			return nil, err
		},
	}
}

func all() map[string]verb {
	verbs := changing()
	maps.Copy(verbs, reading())
	return verbs
}

// request is what the command line asks for where nothing else is said.
func request() project.Request {
	return project.Request{Command: "scaffold update", Conflict: project.Conflicts()[0]}
}

// fails wants an error of a kind. It returns its text with all hints.
func (b *bench) fails(err error, want project.Kind) string {
	b.Helper()
	if err == nil {
		b.Fatal("it did not fail")
	}
	kind := project.Failed
	var e *project.Error
	if errors.As(err, &e) {
		kind = e.Kind
	}
	if kind != want {
		b.Errorf("the kind is %d, want %d: %v", kind, want, err)
	}
	var text strings.Builder
	text.WriteString(err.Error())
	var list problem.List
	var one problem.Problem
	if errors.As(err, &list) {
		for _, p := range list {
			text.WriteString("\n" + p.Error() + "\n" + strings.Join(p.Hints, "\n"))
		}
	} else if errors.As(err, &one) {
		text.WriteString("\n" + strings.Join(one.Hints, "\n"))
	}
	return text.String()
}
