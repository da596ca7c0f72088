package disk

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Where is the place of a project, and of the record of a change to it.
type Where struct {
	Dir    string  // the project, as the person knows it
	Places []Place // the best first; the first that can be written to is used
	Git    string  // absolute: the folder of git's index; "" without a repository
	Common string  // absolute: the folder of git's objects; "" if it is Git
	reach  func()  // called after each change to the disk, if not nil; tests stop there
}

// Session is the time in which one process may change a project. Other sessions in the same project cannot be opened
// until it is closed, so what was read since Open is still true in Apply, except for edits by other programs. Where the
// file system has no locks, sessions are not kept apart.
type Session struct {
	where Where
	root  *os.Root
	homes []*home // the first is where a change is recorded; others hold the record of an earlier run
	err   error   // why nothing can be recorded, if homes is empty
}

// Open locks a project, to change it. It fails if another process has it open. If nothing can be written in any place,
// only Apply fails.
func Open(where Where) (*Session, error) {
	if where.reach == nil {
		where.reach = func() {}
	}
	root, err := os.OpenRoot(where.Dir)
	if err != nil {
		return nil, explain(where.Dir, "cannot be opened", err)
	}
	s := &Session{where: where, root: root}
	for _, place := range where.Places {
		if err := s.enter(place); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// enter opens the home at a place: the first that can be written to, and those that exist.
func (s *Session) enter(place Place) error {
	create := len(s.homes) == 0
	h, err := openHome(place, create, s.where.reach)
	if err == nil {
		s.homes = append(s.homes, h)
		return nil
	}
	var who busyError
	if errors.As(err, &who) {
		return problem.Problem{File: s.where.Dir, Message: who.Error(), Hints: []string{"wait until it has finished, then try again"}}
	}
	if !isMissing(err) {
		if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
			return explain(place.Dir, "cannot be used", err)
		}
		home := filepath.Join(place.Dir, homeName(place.Project))
		if _, missing := os.Lstat(home); missing == nil { // whoever can read it can write it, but for the superuser
			return problem.Problem{
				File: s.where.Dir, Message: "another user is changing this project, or was interrupted",
				Hints: []string{"ask them to run scaffold here again; if they cannot, remove " + home},
			}
		}
	}
	if create && s.err == nil { // the next place must do
		s.err = explain(place.Dir, "cannot record a change", err)
	}
	return nil
}

// Close lets other processes change the project.
func (s *Session) Close() {
	for _, h := range s.homes {
		h.close()
	}
	s.homes = nil
	ignore(s.root.Close)
}

// Recover completes what an interrupted run of Apply began in the project, or undoes it: see Apply for the states. It must
// come before anything of the project is read. Where no run was interrupted it only looks, and writes nothing.
//
// A run that had reached its commit point is completed. If that fails, it is undone. What the person changed since is
// never overwritten. After an error, the next call tries again.
//
// Only records in the places of the session are believed. Outcome.Strays lists what else in the project has the name of
// a journal: it is never used, changed or followed.
func (s *Session) Recover(ctx context.Context) (Outcome, error) {
	var all Outcome
	for _, h := range s.homes {
		outcome, err := s.recoverAt(ctx, h)
		if err != nil {
			return Outcome{}, err
		}
		all.join(outcome)
	}
	strays, err := journalsIn(s.root)
	if err != nil {
		return all, explain(filepath.Join(s.where.Dir, memoryDir), "cannot be read", err)
	}
	for _, stray := range strays {
		outcome, ours, err := s.adopt(ctx, stray)
		if err != nil {
			return all, err
		}
		switch {
		case ours:
			all.join(outcome)
		case stray == oldJournal && isFolder(s.root, stray) == nil && hasRecord(s.root, stray):
			all.Old = stray
		default:
			all.Strays = append(all.Strays, stray)
		}
	}
	return all, nil
}

// adopt recovers a run whose project was moved since: its record is in another home of the same places.
func (s *Session) adopt(ctx context.Context, data string) (outcome Outcome, ours bool, err error) {
	for _, place := range s.where.Places {
		entries, err := os.ReadDir(place.Dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			h, err := openNamed(place.Dir, e.Name(), false, s.where.reach)
			if err != nil {
				continue
			}
			j := s.journalAt(h)
			if begun, err := j.loadBegun(); err == nil && begun.Data == data {
				outcome, err := s.recoverAt(ctx, h)
				h.close()
				return outcome, true, err
			}
			h.close()
		}
	}
	return Outcome{}, false, nil
}

// oldJournal is where version 1.0.0 kept its journal: in the project, so that anybody could have written it.
const oldJournal = memoryDir + "/journal"

// Apply carries out a plan in the project: all of it or nothing. A plan that writes nothing costs nothing. It returns the
// files that another program changed while they were replaced: what it saved is kept aside.
//
// Everything is looked at before anything is written. Where a path is not what Change.Old says, where a link or a file
// is in the place of a folder, where something that scaffold did not create is in the way, or a path is not safe, the
// error is a problem.List of all that was found. Only the paths of the plan are ever changed, and folders that the plan
// leaves empty are removed. If anything fails, or ctx ends, everything is put back.
//
// The technique is the redo log, or write-ahead log (Gray and Reuter, Transaction Processing, 1993, chapter 9): what will
// be done is on the disk before it is done. The new contents are in a folder of the project with a random name, on the
// same file system as the files that they replace; the record of what to do with them is in a Place, out of reach of
// whoever made the project's files. A run that was killed has left one of these states:
//
//   - No record: new contents were being written; or all was done, or put back, and the journal was being removed. The
//     project is entirely old or new. What is left of the journal can go.
//   - redo: all new contents are on the disk, and so is the list of steps. This is the commit point. Each step is one
//     rename, link or removal of which the system makes all or nothing, so that every path is either old or new, and its
//     hash tells which: what is old can be made new, any number of times.
//   - undo: a step failed, and the run was putting back what it had done. What a step replaced or removed is kept in the
//     journal until the end, so that what is new can be made old, by the same reasoning.
//
// A record is complete and on the disk before it gets its name; half a record has another name, and means nothing.
func (s *Session) Apply(ctx context.Context, plan tree.Plan, o Options) ([]Kept, error) {
	changes := slices.DeleteFunc(slices.Clone(plan), func(c tree.Change) bool {
		return sameMode(c.Old.Mode, c.New.Mode, o.IgnoreModes) && bytes.Equal(c.Old.Data, c.New.Data)
	})
	if len(changes) == 0 && len(o.Git.Files) == 0 {
		return nil, ctx.Err()
	}
	if len(s.homes) == 0 {
		return nil, s.err
	}
	j := s.journalAt(s.homes[0])
	if _, err := j.home.root.Lstat(begunName); !isMissing(err) {
		if err != nil {
			return nil, explain(j.home.path(begunName), "cannot be read", err)
		}
		return nil, problem.Problem{
			File: s.where.Dir, Message: "an earlier command was interrupted and must be recovered first", Hints: []string{runAgain},
		}
	}
	defer j.close()
	t := transaction{journal: j, changes: changes, options: o}
	return t.run(ctx)
}

// Interrupted reports whether an interrupted run waits to be recovered. It changes nothing.
func Interrupted(where Where) (bool, error) {
	for _, place := range where.Places {
		for _, name := range []string{redoName, undoName} {
			record := filepath.Join(place.Dir, homeName(place.Project), name)
			if _, err := os.Lstat(record); err == nil {
				return true, nil
			} else if !isMissing(err) && !errors.Is(err, os.ErrPermission) {
				return false, explain(record, "cannot be read", err)
			}
		}
	}
	return false, nil
}

// journalsIn returns the paths in the project that have the name of a journal.
func journalsIn(root *os.Root) ([]string, error) {
	if err := isFolder(root, memoryDir); err != nil { // never through a link
		var odd problem.Problem
		if isMissing(err) || errors.As(err, &odd) {
			return nil, nil
		}
		return nil, err
	}
	f, err := root.Open(memoryDir)
	if err != nil {
		return nil, err
	}
	defer ignore(f.Close)
	names, err := f.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range names {
		if strings.HasPrefix(strings.ToLower(name), journalPrefix) {
			found = append(found, path.Join(memoryDir, name))
		}
	}
	slices.Sort(found)
	return found, nil
}
