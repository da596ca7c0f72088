package scaffold

import (
	"bytes"
	"errors"
	"path"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Project is what a project remembers of how it was made. The contents of its base are unpacked and verified when they
// are needed: most verbs need few of them, and a base that is damaged must not keep `check` and `repair` from saying so.
type Project struct {
	Lock    lock.Lock
	Memory  tree.Tree // .scaffold/**, as it stands; Input, Paths and UpToDate need no more than the lock
	Skipped PathSet   // what its owner wants to be left alone: see lock.IgnorePath

	label  string
	branch []lock.Entry // where git could not merge the lock: what the other branch says of files
}

// PathSet reports whether a path is in a set. The nil PathSet is empty.
type PathSet func(path string) bool

func (s PathSet) has(path string) bool { return s != nil && s(path) }

// Load reads what stands under .scaffold. label is the project's folder as the person knows it, "" for the current one.
// The error is a problem.List: the lock cannot be read.
func Load(memory tree.Tree, label string) (Project, error) {
	p := Project{label: label, Memory: memory}
	file := memory[lock.Path]
	if file.Absent() {
		return p, problem.List{p.problem(lock.Path, "not found, so this is not a scaffold project", "start one: scaffold new PATH")}
	}
	if file.Mode.Type() != 0 {
		return p, problem.List{p.problem(lock.Path, "not a regular file", bringBack)}
	}
	var err error
	p.Lock, err = lock.Read(memory, lock.Dir, p.called)
	return p, err
}

const (
	bringBack = "restore the version that was committed last"
	orRepair  = "or rebuild it: scaffold repair"
)

// called returns a path of the project as the person knows it.
func (p Project) called(name string) string { return path.Join(p.label, name) }

func (p Project) problem(name, message string, hints ...string) problem.Problem {
	return problem.Problem{File: p.called(name), Message: message, Hints: hints}
}

// Base returns what was rendered last, with modes and policies. Private files have no content there. The error is a
// problem.List that names everything that is missing or damaged; the tree has all the rest.
func (p Project) Base() (tree.Tree, error) {
	files, problems := p.contents(p.Lock.Files)
	return files, problems.Err()
}

// contents unpacks what was rendered for some files.
func (p Project) contents(entries []lock.Entry) (tree.Tree, problem.List) {
	found := make([]tree.File, len(entries))
	damaged := make([]bool, len(entries))
	parallel.Each(len(entries), worthAnother, func() func(int) {
		var u lock.Unpacker
		return func(i int) {
			var err error
			found[i], err = p.content(&u, entries[i])
			damaged[i] = err != nil
		}
	})
	files := make(tree.Tree, len(entries))
	var problems problem.Collector // there may be one for each of a hundred thousand files
	for i, e := range entries {
		switch {
		case !damaged[i]:
			files[e.Path] = found[i]
		case problems.Full():
			problems.Count()
		default:
			_, err := p.content(new(lock.Unpacker), e)
			var damage problem.Problem
			_ = errors.As(err, &damage) // it is one
			problems.Add(damage)
		}
	}
	return files, problems.List().Sorted()
}

// content unpacks what was rendered for one file. The error is a problem.Problem.
func (p Project) content(u *lock.Unpacker, e lock.Entry) (tree.File, error) {
	f := tree.File{Mode: e.Mode, Policy: e.Policy}
	if e.Policy == tree.Private {
		return f, nil
	}
	data, why := p.unpack(u, e)
	if why != "" {
		return f, p.problem(lock.BasePath(e.SHA256), why, bringBack, orRepair)
	}
	f.Data = bytes.Clone(data)
	return f, nil
}

// unpack returns the rendered content of a file, or why it cannot be read. The content is valid until the next use of u.
func (p Project) unpack(u *lock.Unpacker, e lock.Entry) (data []byte, why string) {
	packed := p.Memory[lock.BasePath(e.SHA256)]
	if packed.Absent() || packed.Mode.Type() != 0 {
		return nil, "missing: the original rendering of " + e.Path
	}
	data, err := u.Unpack(packed.Data, e.SHA256)
	var damage problem.Problem
	if errors.As(err, &damage) {
		return nil, damage.Message + " (" + e.Path + ")"
	}
	return data, ""
}

// UpToDate reports whether the project was made of just this, by this version of scaffold: to render it again would give
// what it has. Its owner's edits are not asked for.
func (p Project) UpToDate(b *blueprint.Blueprint, a blueprint.Answers, from Source) bool {
	return p.Lock.SameSource(head(b, a, from))
}

// Title returns the blueprint and version of a lock, such as "full 1.0.0".
func Title(l lock.Lock) string { return l.Blueprint.String() }

// Paths returns the files that Check, Diff and Restore compare: all that were rendered but the private ones, sorted.
func (p Project) Paths() []string {
	paths := make([]string, 0, len(p.Lock.Files))
	for _, e := range p.Lock.Files {
		if e.Policy != tree.Private {
			paths = append(paths, e.Path)
		}
	}
	return paths
}

// Input returns what blueprint.Resolve needs to answer everything as the project has it. Add, Remove and Set change it.
// Secrets are not remembered: Resolve makes new ones, which nobody gets to see, since Transition leaves every private file
// alone that exists.
func (p Project) Input() blueprint.Input {
	locked := p.Lock.Answers.Remembered() // a copy
	return blueprint.Input{Name: locked.Name, Year: locked.Year, Locked: &locked}
}
