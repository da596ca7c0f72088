package tree

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest element and path, in bytes: the least of what common file systems and systems take.
const (
	maxElement = 255
	maxPath    = 4096
)

// CheckPath returns an error for a path that is not safe on every system. A safe path is relative, separated by slashes,
// and stays below where it starts; no element of it is a device of Windows, is changed by a file system on its way to
// the disk, or is .git under any of its names. What is merely unusual is allowed: spaces inside, quotes, *, ?, Unicode.
//
// The names of .git are those of CVE-2014-9390 and its kin: any case, trailing dots and spaces, the short name git~1,
// and code points that HFS+ ignores.
func CheckPath(p string) error {
	switch {
	case p == "":
		return errors.New("the path is empty")
	case len(p) > maxPath:
		return fmt.Errorf("the path is longer than %d bytes", maxPath)
	case !utf8.ValidString(p):
		return errors.New("the path is not valid UTF-8")
	case p[0] == '/':
		return errors.New("the path is absolute")
	}
	for _, r := range p {
		switch {
		case r == '\\':
			return errors.New("the path has a backslash: write folders with /")
		case r == ':':
			return errors.New("the path has a colon, which Windows refuses")
		case unicode.IsControl(r):
			return fmt.Errorf("the path has a control character (%U)", r)
		}
	}
	for element := range strings.SplitSeq(p, "/") {
		if err := checkElement(element); err != nil {
			return err
		}
	}
	return nil
}

func checkElement(e string) error {
	switch {
	case e == "":
		return errors.New("the path has two slashes in a row")
	case e == "." || e == "..":
		return fmt.Errorf("the path contains %q", e)
	case isGit(e):
		return fmt.Errorf("%q is, on some systems, the folder .git", e)
	case isOtherOwn(e):
		return fmt.Errorf("%q is, on some systems, the folder %s", e, ownFolder)
	case len(e) > maxElement:
		return fmt.Errorf("a name is longer than %d bytes", maxElement)
	case strings.HasSuffix(e, ".") || strings.HasSuffix(e, " "):
		return fmt.Errorf("%q ends in a dot or a space, which Windows drops", e)
	case isDevice(e):
		return fmt.Errorf("%q is the name of a device on Windows", e)
	}
	return nil
}

// ownFolder is where a project keeps what scaffold remembers.
const ownFolder = ".scaffold"

// isOtherOwn reports whether some file system takes e for ownFolder although it is spelled otherwise.
func isOtherOwn(e string) bool {
	if e == ownFolder {
		return false
	}
	plain := strings.TrimRight(strings.Map(func(r rune) rune {
		if ignoredByHFS(r) {
			return -1
		}
		return r
	}, e), ". ")
	short, number, isShort := strings.Cut(plain, "~") // Windows also gives each long name a short one
	return strings.EqualFold(plain, ownFolder) || isShort && strings.EqualFold(short, "scaffo") && len(number) == 1
}

// isGit reports whether some file system takes e for .git.
func isGit(e string) bool {
	if strings.EqualFold(strings.TrimRight(e, ". "), "git~1") {
		return true
	}
	if e[0] < utf8.RuneSelf && e[0] != '.' {
		return false
	}
	e = strings.Map(func(r rune) rune {
		if ignoredByHFS(r) {
			return -1
		}
		return r
	}, e)
	return strings.EqualFold(strings.TrimRight(e, ". "), ".git")
}

// ignoredByHFS: the code points that HFS+ leaves out when it compares names (Apple Technical Note TN1150).
func ignoredByHFS(r rune) bool {
	return r >= 0x200c && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x206a && r <= 0x206f || r == 0xfeff
}

// isDevice reports whether Windows takes e for a device: the name counts up to its first dot, without spaces at its end.
func isDevice(e string) bool {
	name, _, _ := strings.Cut(e, ".")
	name = strings.TrimRight(name, " ")
	for _, device := range [...]string{"con", "prn", "aux", "nul", "conin$", "conout$"} {
		if strings.EqualFold(name, device) {
			return true
		}
	}
	if len(name) < len("com1") || !strings.EqualFold(name[:3], "com") && !strings.EqualFold(name[:3], "lpt") {
		return false
	}
	digit, size := utf8.DecodeRuneInString(name[3:])
	return size == len(name[3:]) && strings.ContainsRune("0123456789\u00b9\u00b2\u00b3", digit)
}

// AddFolders adds the folders above a path to a set that is closed in this way: it has those above each folder in it.
func AddFolders(set map[string]bool, path string) {
	for i := strings.LastIndexByte(path, '/'); i > 0 && !set[path[:i]]; i = strings.LastIndexByte(path[:i], '/') {
		set[path[:i]] = true
	}
}
