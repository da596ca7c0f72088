package tree

import "io/fs"

// The three modes that a File can have. Other permission bits are the business of the person's umask.
const (
	Regular    fs.FileMode = 0o644
	Executable fs.FileMode = 0o755
	Symlink    fs.FileMode = fs.ModeSymlink | 0o777
)

// ModeName returns the name of a mode that files.sum and --json use: 644, 755 or link.
func ModeName(m fs.FileMode) string {
	switch m {
	case Symlink:
		return "link"
	case Executable:
		return "755"
	default:
		return "644"
	}
}

// ParseMode is the inverse of ModeName. ok is false for an unknown name.
func ParseMode(name string) (m fs.FileMode, ok bool) {
	for _, m := range []fs.FileMode{Regular, Executable, Symlink} {
		if ModeName(m) == name {
			return m, true
		}
	}
	return 0, false
}

// GitMode returns a mode as git's patches and trees write it.
func GitMode(m fs.FileMode) string {
	switch m {
	case Executable:
		return "100755"
	case Symlink:
		return "120000"
	default:
		return "100644"
	}
}

// Describe returns what has a mode, for a person: the words that come after "now".
func Describe(m fs.FileMode) string {
	switch {
	case m == Executable:
		return "executable"
	case m == Regular:
		return "not executable"
	case m == Symlink:
		return "a link"
	case m.IsDir():
		return "a folder"
	}
	return "neither a file nor a link"
}

// Foreign reports whether f is something that a tree cannot hold, such as a folder.
func (f File) Foreign() bool { return f.Mode.Type() != 0 && f.Mode != Symlink }
