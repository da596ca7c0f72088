// Package git is the repository of a new project as values: its first commit, the files below .git, and what git's
// configuration says about the person who makes it.
//
// It writes nothing: package disk does. It never runs the git program, so what needs one (signing, hooks, filters such
// as LFS) is reported, not done.
package git
