package git

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestDirtyRandomly changes repositories at random and holds every state against git status; it puts paths into conflict
// and takes that back, which git status must not see. A failure lists what was done. To run many:
// SCAFFOLD_RANDOM=1000 go test ./scaffold/git -run Randomly.
func TestDirtyRandomly(t *testing.T) {
	count, seen := rounds(1, 6), map[int]int{}
	if text := os.Getenv("SCAFFOLD_RANDOM"); text != "" {
		_, err := fmt.Sscan(text, &count)
		must(t, err)
	}
	gitProgram(t, "") // without it there is nothing to compare with
	for seed := range count {
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			r := repositoryChanger{program: repository(t), Rand: rand.New(rand.NewPCG(uint64(seed), 3))}
			if seed%2 == 1 {
				r.write("apps/shop/a", "")
				r.program = r.in("apps/shop")
			}
			for range rounds(5, 12) {
				for range 1 + r.IntN(6) {
					r.change()
				}
				must(t, os.MkdirAll(r.dir, 0o755)) // git removes it with its last file
				seen[min(len(r.dirtyLikeGit(r.paths())), 3)]++
				r.conflictAndBack()
				if t.Failed() {
					t.Fatalf("after\n%s", strings.Join(r.done, "\n"))
				}
			}
		})
	}
	if len(seen) < 2 || isLong() && len(seen) < 4 {
		t.Errorf("the states are all alike: %v", seen)
	}
}

type repositoryChanger struct {
	program
	*rand.Rand
	done []string
}

func pick[T any](r *repositoryChanger, from ...T) T { return from[r.IntN(len(from))] }

func (r *repositoryChanger) paths() []string {
	var paths []string
	for _, dir := range []string{"", "d/", "d/e/", "f/"} {
		for _, name := range []string{"a", "b.txt", "c.log", "g.bin", "h.id"} {
			paths = append(paths, dir+name)
		}
	}
	return paths
}

func (r *repositoryChanger) content() string {
	return pick(r, "", "1\n", "2\n", "3\n", "1\r\n", "2\r\n", "1\r\n2\n", "1\x00\r\n", "1\r2\r\n", "$Id$\n", "$Id: old $\r\n", strings.Repeat("long\n", 99))
}

// conflictAndBack puts some paths into conflict and takes that back.
func (r *repositoryChanger) conflictAndBack() {
	r.t.Helper()
	status := []string{"--no-optional-locks", "status", "--porcelain=v2", "--untracked-files=all"}
	before := r.run(status...)
	var conflicts []Conflict
	var paths []string
	for range 1 + r.IntN(3) {
		path := pick(r, r.paths()...)
		paths = append(paths, path)
		conflicts = append(conflicts, conflict(path, r.content(), r.content(), "theirs\n"))
	}
	was := r.stage(conflicts...)
	listed := r.run("status", "--porcelain")
	for _, path := range paths {
		if entries := r.run("ls-files", "--unmerged", "--", path); !strings.Contains(entries, " 3\t") {
			r.t.Errorf("%s is not in conflict:\n%s", path, listed)
		}
	}
	r.unstage(was, paths...)
	r.says(before, status...)
}

// change does one thing. What git refuses is left undone.
func (r *repositoryChanger) change() {
	path := pick(r, r.paths()...)
	name := filepath.Join(r.dir, path)
	git := func(args ...string) {
		_, err := r.try("", args...)
		r.done = append(r.done, fmt.Sprintf("git %s: %v", strings.Join(args, " "), err))
	}
	do := func(what string, err error) { r.done = append(r.done, fmt.Sprintf("%s %s: %v", what, path, err)) }
	write := func(path, content string) {
		name := filepath.Join(r.dir, path)
		_ = os.MkdirAll(filepath.Dir(name), 0o755)
		r.done = append(r.done, fmt.Sprintf("write %s %q: %v", path, content, os.WriteFile(name, []byte(content), 0o644)))
	}
	switch n := r.IntN(30); n {
	case 0, 1, 2, 3, 4, 5:
		write(path, r.content())
	case 6:
		do("remove", os.RemoveAll(name))
	case 7:
		do("chmod", os.Chmod(name, pick(r, os.FileMode(0o644), 0o755)))
	case 8:
		do("unlink", os.Remove(name))
		do("link", os.Symlink(pick(r, "a", "1\n", "nowhere"), name))
	case 9:
		when := time.Now().Add(-time.Hour)
		do("age", os.Chtimes(name, when, when))
	case 10, 11, 12:
		git("add", "--all")
	case 13, 14:
		git("add", "-f", "--", path)
	case 15:
		git("add", "-N", "--", path)
	case 16:
		git("rm", "-q", "-f", "--cached", "--", path)
	case 17, 18, 19:
		git("commit", "-q", "--allow-empty", "-m", "x")
	case 20:
		git("gc", "-q")
	case 21:
		write(pick(r, ".gitattributes", "d/.gitattributes", ".git/info/attributes"),
			pick(r, "", "* text=auto\n", "*.txt text\n*.bin -text\n", "*.txt eol=crlf\n*.id ident\n", "* text=auto eol=crlf\n", "d/** -text\n"))
	case 22:
		write(pick(r, ".gitignore", "d/.gitignore", ".git/info/exclude"), pick(r, "", "*.log\n", "/d/e/\n", "e\n!a\n", "*\n!*/\n!*.txt\n"))
	case 23:
		git("config", "core.autocrlf", pick(r, "true", "input", "false"))
	case 24:
		git("update-index", pick(r, "--assume-unchanged", "--no-assume-unchanged", "--skip-worktree", "--no-skip-worktree", "--chmod=+x"), path)
	case 25:
		git("update-index", pick(r, "--index-version=2", "--index-version=4", "--split-index", "--no-split-index"))
	case 26:
		git("checkout", "-q", "-f", pick(r, "--detach", "main", "HEAD~1"))
	case 27:
		git("merge", "-q", "--no-edit", pick(r, "main", "HEAD@{2}"))
	case 28:
		git(pick(r, []string{"reset", "-q"}, []string{"reset", "-q", "--soft", "HEAD~1"}, []string{"stash", "-q"})...)
	case 29:
		git("status")
	}
}
