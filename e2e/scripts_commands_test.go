package e2e

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// document asserts that stdout is one JSON document, and nothing else: `document`.
func document(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: document")
	}
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	var first, second any
	ts.Check(decoder.Decode(&first))
	if _, isObject := first.(map[string]any); !isObject {
		ts.Fatalf("the document is no object: %v", first)
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		ts.Fatalf("there is more than one document: %v %v", second, err)
	}
}

// copytree copies a folder, with modes and links: `copytree FROM TO`.
func copytree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: copytree FROM TO")
	}
	for path, e := range entries(ts, args[0], "") {
		to := filepath.Join(ts.MkAbs(args[1]), path)
		switch e.mode.Type() {
		case fs.ModeDir:
			ts.Check(os.MkdirAll(to, 0o755))
		case fs.ModeSymlink:
			ts.Check(os.MkdirAll(filepath.Dir(to), 0o755))
			ts.Check(os.Symlink(e.content, to))
		default:
			ts.Check(os.MkdirAll(filepath.Dir(to), 0o755))
			ts.Check(os.WriteFile(to, []byte(e.content), e.mode.Perm()))
			ts.Check(os.Chmod(to, e.mode.Perm()))
		}
	}
}

// same asserts that two folders hold the same files with the same bytes and modes, and the same links and folders,
// but for .git: `same A B`. With `same -except .scaffold A B` it leaves out more.
func same(ts *testscript.TestScript, neg bool, args []string) {
	except := ""
	if len(args) == 4 && args[0] == "-except" {
		except, args = args[1], args[2:]
	}
	if len(args) != 2 {
		ts.Fatalf("usage: same [-except NAME] A B")
	}
	a, b := entries(ts, args[0], except), entries(ts, args[1], except)
	var differ []string
	for path, e := range a {
		if b[path] != e {
			differ = append(differ, path)
		}
	}
	for path := range b {
		if _, both := a[path]; !both {
			differ = append(differ, path)
		}
	}
	slices.Sort(differ)
	if (len(differ) == 0) == neg {
		ts.Fatalf("%s and %s differ in %q", args[0], args[1], differ)
	}
}

// mode asserts the permissions of a file, in octal: `mode 600 .env`.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: mode OCTAL FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); (got == args[0]) == neg {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// executable asserts that a file can be executed: `executable run.sh`.
func executable(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: executable FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if (info.Mode().Perm()&0o111 != 0) == neg {
		ts.Fatalf("%s has mode %v", args[0], info.Mode())
	}
}

// linked asserts where a symbolic link points: `linked FILE TARGET`.
func linked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: linked FILE TARGET")
	}
	target, err := os.Readlink(ts.MkAbs(args[0]))
	ts.Check(err)
	if target != args[1] {
		ts.Fatalf("%s points to %s, want %s", args[0], target, args[1])
	}
}

// entry is what stands at a path: a file, a link with its target, or a folder.
type entry struct {
	mode    fs.FileMode
	content string
}

func entries(ts *testscript.TestScript, dir, except string) map[string]entry {
	root := ts.MkAbs(dir)
	found := map[string]entry{}
	ts.Check(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == ".git" || except != "" && d.Name() == except {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		found[relative], err = readEntry(path, d)
		return err
	}))
	return found
}

func readEntry(path string, d fs.DirEntry) (entry, error) {
	if d.IsDir() {
		return entry{mode: fs.ModeDir}, nil
	}
	if d.Type() == fs.ModeSymlink {
		target, err := os.Readlink(path)
		return entry{fs.ModeSymlink, target}, err
	}
	info, err := d.Info()
	if err != nil {
		return entry{}, err
	}
	data, err := os.ReadFile(path)
	return entry{info.Mode(), string(data)}, err
}
