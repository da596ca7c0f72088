// Package git is a project's repository as values: the first commit of a new one, what is uncommitted in the one around a
// project, conflicts in its index, and what git's configuration says.
//
// It writes nothing: package disk does. It never runs the git program, so what needs one (signing, hooks, filters such
// as LFS) is reported, not done. It commits nothing but the first commit.
package git
