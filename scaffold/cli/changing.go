package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// changeFlags are what every verb that changes a project has.
type changeFlags struct {
	dryRun, force, defaults bool
	conflict                string
	set                     []string // answers, each KEY=VALUE
}

func (c *changeFlags) register(a *app, cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&c.dryRun, "dry-run", false, "show what would change, write nothing")
	f.BoolVar(&c.force, "force", false, "change files that have uncommitted changes, too")
	f.BoolVarP(&c.defaults, "defaults", "y", false, "ask nothing: take the default of what is not given")
	f.StringVar(&c.conflict, "conflict", "merge", "where both sides changed the same: `merge|ours|theirs`")
	f.BoolVar(&a.json, "json", false, "print one JSON document on stdout, all else on stderr")
}

// registerSet is for the verbs that may meet a question that is new.
func (c *changeFlags) registerSet(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&c.set, "set", nil, "answer a question, also one that is new: `KEY=VALUE`")
}

func (c *changeFlags) favor() (merge.Favor, error) {
	switch c.conflict {
	case "merge":
		return merge.Marked, nil
	case "ours":
		return merge.FavorOurs, nil
	case "theirs":
		return merge.FavorTheirs, nil
	}
	return 0, unknownChoice("way to solve conflicts", c.conflict, []string{"merge", "ours", "theirs"})
}

// next is the state that a verb wants the project to be in.
type next struct {
	blueprint *blueprint.Blueprint
	from      scaffold.Source
	input     blueprint.Input
}

// changed is what a verb has to tell: of a change that was made, or of one that would be.
type changed struct {
	scaffold.Transition
	workspace *workspace
	notes     []string
	took      time.Duration
	dryRun    bool
	pending   bool
}

// source opens the blueprint that a project was made from, or the one that the person names instead.
func (w *workspace) source(p scaffold.Project, named string) (*blueprint.Blueprint, scaffold.Source, error) {
	name := named
	if name == "" {
		name = p.Lock.Blueprint.Source
		if isRelative(name) {
			name = filepath.Join(w.dir, filepath.FromSlash(name))
		}
	}
	b, from, err := loadBlueprint(name)
	if err != nil {
		return nil, scaffold.Source{}, w.gone(name, named, p, err)
	}
	if err := trusted(b); err != nil {
		return nil, scaffold.Source{}, err
	}
	recorded := scaffold.Source{Name: p.Lock.Blueprint.Source, Revision: p.Lock.Blueprint.Revision}
	if named != "" {
		recorded = from.recorded(w.dir)
	}
	return b, recorded, nil
}

// gone says how to go on where the directory that a project was made from is no longer there; any other error stays.
func (w *workspace) gone(name, named string, p scaffold.Project, err error) error {
	if _, missing := os.Stat(name); named != "" || !errors.Is(missing, fs.ErrNotExist) || gitSource.MatchString(name) {
		return err
	}
	return invalid(problem.Problem{
		File:    w.shown(lock.Path),
		Message: fmt.Sprintf("the project was made from %q, and that is not there", p.Lock.Blueprint.Source),
		Hints:   []string{"say where the blueprint is now: scaffold update --source DIR"},
	})
}

// isRelative tells a directory noted relative to the project from a built-in set.
func isRelative(source string) bool {
	return (strings.HasPrefix(source, ".") || strings.Contains(source, "/")) && !filepath.IsAbs(source) && !gitSource.MatchString(source)
}

// change takes a project, of which only the lock is loaded, to the next state: the one path of update, add, remove and set.
func (a *app) change(ctx context.Context, w *workspace, p scaffold.Project, n next, c *changeFlags, command string) error {
	if _, err := c.favor(); err != nil {
		return err
	}
	input, err := scaffold.Set(n.input, c.set...)
	if err != nil {
		return invalid(err)
	}
	answers, err := resolveAnswers(ctx, n.blueprint, input, a.terminal(c.defaults))
	if err != nil {
		return err
	}
	if title := scaffold.Title(p.Lock); p.UpToDate(n.blueprint, answers, n.from) {
		return a.reportChange(&changed{Transition: scaffold.Transition{From: title, To: title}, workspace: w, dryRun: c.dryRun})
	}
	started := time.Now()
	if p, err = w.withBase(ctx, p); err != nil {
		return err
	}
	options, err := w.options(ctx, c, p.Paths())
	if err != nil {
		return err
	}
	state, err := scaffold.RenderFiles(n.blueprint, answers, n.from)
	if err != nil {
		return invalid(err)
	}
	ours, err := w.ours(ctx, p, state, options)
	if err != nil {
		return err
	}
	t, err := p.Transition(state, ours, options)
	if err != nil {
		return err
	}
	done := &changed{Transition: t, workspace: w, notes: answers.Notes, dryRun: c.dryRun}
	if err := a.apply(ctx, w, done, c, ours, p.Lock.Files, command); err != nil {
		return err
	}
	done.took = time.Since(started)
	return a.reportChange(done)
}

// options gives how this project is compared and merged.
func (w *workspace) options(ctx context.Context, c *changeFlags, paths []string) (scaffold.Options, error) {
	favor, err := c.favor()
	if err != nil {
		return scaffold.Options{}, err
	}
	ignored, err := w.ignored(ctx, paths)
	return scaffold.Options{Favor: favor, IgnoreModes: w.ignoresModes(), Ignored: ignored}, err
}

// mostFollowed bounds the search for files that the person has moved.
const mostFollowed = 20_000

// ours reads what is on disk. Where a file that was rendered is gone, the person may have moved it: then all files that
// are not ignored are read, so that a change can follow it.
func (w *workspace) ours(ctx context.Context, p scaffold.Project, state scaffold.State, o scaffold.Options) (tree.Tree, error) {
	paths := p.PathsWith(state)
	ours, err := w.read(ctx, paths)
	if err != nil {
		return nil, err
	}
	for _, folder := range state.InTheWay(ours) { // what is in it decides whether a file can take its place
		inside, err := disk.List(ctx, w.dir, folder, mostFollowed, nil)
		if err != nil {
			return nil, err
		}
		files, err := w.read(ctx, inside)
		if err != nil {
			return nil, err
		}
		maps.Copy(ours, files)
	}
	moved := slices.ContainsFunc(p.Lock.Files, func(e lock.Entry) bool {
		return !e.Tombstone && e.Policy != tree.Private && ours[e.Path].Absent()
	})
	if !moved {
		return ours, nil
	}
	others, err := w.others(ctx, paths, o)
	for path, f := range others {
		ours[path] = f
	}
	return ours, err
}

// others reads the files of the project that are not among paths, nor ignored. Where there are too many, or one of them
// cannot be read, it gives none: then nothing is followed, and what was moved counts as deleted.
func (w *workspace) others(ctx context.Context, paths []string, o scaffold.Options) (tree.Tree, error) {
	all, err := disk.List(ctx, w.dir, ".", mostFollowed, func(folder string) bool {
		return folder == lock.Dir || o.Ignored(folder+"/x")
	})
	if err != nil {
		return nil, ctx.Err()
	}
	all = slices.DeleteFunc(all, func(path string) bool {
		_, known := slices.BinarySearch(paths, path)
		return known || o.Ignored(path) || tree.CheckPath(path) != nil // no file of scaffold's has such a name
	})
	others, err := w.read(ctx, all)
	if err != nil {
		return nil, ctx.Err()
	}
	return others, nil
}

// apply writes a change, unless it is a dry run, there is nothing to write, or it would touch what is not committed.
// rendered are the entries of the lock.
func (a *app) apply(
	ctx context.Context, w *workspace, done *changed, c *changeFlags, ours tree.Tree, rendered []lock.Entry, command string,
) error {
	if done.dryRun || done.Empty() {
		return nil
	}
	if err := w.refuseDirty(done.Files, ours, rendered, c.force); err != nil {
		return err
	}
	plan, options := done.Plan(), disk.Options{IgnoreModes: w.ignoresModes(), Progress: a.progress()}
	if done.Conflicts() > 0 {
		done.pending = true
		plan = done.Pending(command)
		var err error
		if plan, options.Git, err = w.stageConflicts(plan, done.Files); err != nil {
			return err
		}
	}
	return disk.Apply(ctx, w.dir, plan, options)
}

// refuseDirty keeps a change from mixing with what the person has not committed. A file that is not there, or just as it
// was rendered, holds nothing of the person's: one change may follow another without a commit between them.
func (w *workspace) refuseDirty(plan tree.Plan, ours tree.Tree, rendered []lock.Entry, force bool) error {
	switch {
	case force:
		return nil
	case w.foreign != nil:
		return &failure{code: exitFailed, err: w.foreign, hint: "whether files have uncommitted changes is not known: --force goes on all the same"}
	case w.worktree == nil:
		return nil
	}
	pristine := map[string]bool{}
	for _, e := range rendered {
		f, there := ours[e.Path]
		pristine[e.Path] = there && f.Mode == e.Mode && lock.Sum(f.Data) == e.SHA256
	}
	var paths []string
	for _, c := range plan {
		if (c.Writes() || c.Op == tree.Conflict) && !pristine[c.Path] && !ours[c.Path].Absent() {
			paths = append(paths, c.Path)
		}
	}
	dirty, err := w.worktree.Dirty(paths, ours)
	if err != nil {
		return err
	}
	var problems problem.List
	for _, path := range dirty {
		problems = append(problems, problem.Problem{File: w.shown(path), Message: "has uncommitted changes"})
	}
	if len(problems) > 0 {
		last := &problems[len(problems)-1]
		last.Hints = []string{"commit or stash them, so that the change can be told from yours", "or go on with --force"}
	}
	return problems.Err()
}

// pendingIndex is where what git's index said of conflicting paths waits for abort.
const pendingIndex = lock.PendingDir + "/index"

// stageConflicts adds what makes every git tool show the conflicts.
func (w *workspace) stageConflicts(plan, files tree.Plan) (tree.Plan, disk.GitChange, error) {
	if w.worktree == nil {
		return plan, disk.GitChange{}, nil
	}
	var conflicts []git.Conflict
	for _, c := range files {
		if c.Op == tree.Conflict {
			conflicts = append(conflicts, git.Conflict{Path: c.Path, Stages: c.Stages})
		}
	}
	change, err := w.worktree.Stage(conflicts)
	if err != nil || change.Index == nil {
		return plan, disk.GitChange{}, err
	}
	before := tree.File{Data: change.Before, Mode: tree.Regular, Policy: tree.Managed}
	plan = append(slices.Clone(plan), tree.Change{Path: pendingIndex, Op: tree.Create, New: before, Why: "for abort"})
	slices.SortFunc(plan, func(a, b tree.Change) int { return strings.Compare(a.Path, b.Path) })
	return plan, w.gitChange(change), nil
}

func (w *workspace) gitChange(change git.IndexChange) disk.GitChange {
	if change.Index == nil {
		return disk.GitChange{}
	}
	out := disk.GitChange{Dir: w.worktree.GitDir, Common: w.worktree.CommonDir, Index: change.Old}
	for _, f := range change.Objects {
		out.Files = append(out.Files, disk.GitFile(f))
	}
	out.Files = append(out.Files, disk.GitFile{Path: "index", Data: change.Index, Mode: 0o644})
	return out
}

// typed gives the command line as the person typed it, to be told again.
func typed(verb string, args ...string) string {
	words := []string{"scaffold", verb}
	if slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "-") }) {
		words = append(words, "--")
	}
	for _, arg := range args {
		words = append(words, shellWord(arg))
	}
	return strings.Join(words, " ")
}

// shellWord quotes what a POSIX shell would not take as it is (POSIX.1, Shell Command Language, 2.2).
func shellWord(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\n|&;<>()$`\\\"'*?[]#~!{}^") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
