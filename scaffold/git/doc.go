// Package git reads and makes git repositories as values: the first commit of a new one, the uncommitted changes and
// conflicts of the one around a project, and what git's configuration says.
//
// It writes nothing (package disk does), runs no git program, and commits nothing but the first commit. What needs the
// program, such as signing, hooks and filters like LFS, is reported instead.
//
// Its rooms, by the names of the files:
//
//	new*       a new repository: the first commit, the template and the files below .git
//	worktree*  the repository around a project: where it is, its format, its HEAD, its rules, what history says of renames
//	dirty      which files have uncommitted changes
//	exposed    which files git would commit, and which new ones it hides
//	conflict   which paths are in conflict, as changes to the index
//	config*    git's configuration: its syntax, its includes, the identity of the person, which folders are safe
//	match*     patterns: .gitignore, .gitattributes and the conversions they ask for
//	index*     the format of the index
//	read       files of a known kind and a bounded size
//	store*     objects and packs: reading and writing
package git
