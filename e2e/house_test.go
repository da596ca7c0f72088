package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/seed-d277c37b/scaffold"

// allowed is the import diagram of scaffold/doc.go: what each package may import of this module. The manner is that of
// Go's own go/build/deps_test.go.
const allowed = `
	problem   <
	plaintext <
	parallel  <
	format    <
	pin       <
	risk      < document tree
	naming    <
	tree      < plaintext problem
	field     < naming plaintext problem
	document  < problem
	blueprint < document field naming plaintext problem tree
	merge     < format pin plaintext tree
	patch     < merge plaintext tree
	lock      < blueprint document parallel plaintext problem tree
	render    < blueprint naming parallel plaintext problem tree
	scaffold  < blueprint field format lock merge parallel plaintext problem render tree
	disk      < parallel plaintext problem tree
	git       < plaintext problem tree
	prompt    < blueprint plaintext
	main      < cli
	project   < scaffold blueprint lock merge render tree plaintext problem disk git blueprints
	command   <
	pairwise  <
	author    < project scaffold blueprint command disk pairwise parallel plaintext problem render risk tree blueprints
	cli       < author disk project scaffold blueprint patch risk tree problem prompt blueprints
`

// owners names the packages that alone may import a library, by the prefix of its path.
var owners = map[string][]string{
	"text/template":                 {"render"},
	"html/template":                 {},
	"github.com/Masterminds/sprig":  {"render"},
	"github.com/go-git/":            {"git"},
	"github.com/AlecAivazis/survey": {"prompt"},
	"github.com/spf13/":             {"cli"},
	"os/exec":                       {"command", "git"}, // git: to ask its credential helpers
	"net/http":                      {"git"},
	"github.com/santhosh-tekuri/":   {"blueprint"},
	"github.com/bmatcuk/doublestar": {"blueprint"},
	"github.com/klauspost/compress": {"git", "lock"},
	"go.yaml.in/yaml":               {"blueprint", "document", "format", "lock"},
	"github.com/pelletier/":         {"format"},
	"golang.org/x/mod":              {"format", "pin"},
	"github.com/Masterminds/semver": {"blueprint", "git"},
	"golang.org/x/sync":             {"parallel"},
	"golang.org/x/term":             {"cli", "prompt"},
	"math/rand":                     {"lock"}, // ChaCha8, whose bytes are specified; nothing is left to chance
}

// writers are the functions that change a disk, by the package they belong to: only package disk uses them. An os.Root
// or a file opened for writing can only come from there, too, which is why opening one counts.
var writers = map[string][]string{
	"os": {
		"Chmod", "Chown", "Chtimes", "CopyFS", "Create", "CreateTemp", "Lchown", "Link", "Mkdir", "MkdirAll", "MkdirTemp",
		"NewFile", "OpenFile", "OpenInRoot", "OpenRoot", "Remove", "RemoveAll", "Rename", "Root", "Symlink", "Truncate", "WriteFile",
	},
	"syscall": {
		"Chmod", "Chown", "Creat", "Fchmod", "Fchmodat", "Fchown", "Fchownat", "Ftruncate", "Lchown", "Link", "Linkat", "Mkdir",
		"Mkdirat", "Mkfifo", "Mknod", "Mknodat", "Mount", "Open", "Openat", "Pwrite", "RawSyscall", "RawSyscall6", "Rename",
		"Renameat", "Rmdir", "Symlink", "Symlinkat", "Syscall", "Syscall6", "Truncate", "Unlink", "Unlinkat", "Write",
	},
}

func TestImportDiagram(t *testing.T) {
	rules := map[string][]string{}
	for line := range strings.Lines(allowed) {
		name, imports, found := strings.Cut(strings.TrimSpace(line), "<")
		if found {
			rules[strings.TrimSpace(name)] = strings.Fields(imports)
		}
	}
	for _, file := range sources(t) {
		pkg := packageName(file.path)
		known, listed := rules[pkg]
		if !listed && strings.HasPrefix(file.path, "scaffold/") {
			t.Errorf("%s: package %s is not in the diagram", file.path, pkg)
		}
		for _, spec := range file.ast.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if rest, ours := strings.CutPrefix(imported, module+"/"); ours {
				if listed && !slices.Contains(known, path.Base(rest)) {
					t.Errorf("%s: %s may not import %s", file.path, pkg, rest)
				}
				continue
			}
			for prefix, may := range owners {
				if strings.HasPrefix(file.path, "scaffold/") && strings.HasPrefix(imported, prefix) && !slices.Contains(may, pkg) {
					t.Errorf("%s: only %v may import %s", file.path, may, imported)
				}
			}
		}
	}
}

func TestOnlyDiskWrites(t *testing.T) {
	for _, file := range sources(t) {
		if packageName(file.path) == "disk" || !strings.HasPrefix(file.path, "scaffold/") {
			continue
		}
		for _, at := range writesIn(file.ast) {
			t.Errorf("%s: %s: only package disk writes", file.set.Position(at.Pos()), at.Sel.Name)
		}
	}
}

// writesIn finds uses of the writers, under whatever name their package is imported.
func writesIn(file *ast.File) []*ast.SelectorExpr {
	forbidden := map[string][]string{} // by the name in this file
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		names, listed := writers[imported]
		if strings.HasPrefix(imported, "golang.org/x/sys/") {
			names, listed = writers["syscall"], true
		}
		if name := path.Base(imported); listed {
			if spec.Name != nil {
				name = spec.Name.Name
			}
			forbidden[name] = names
		}
	}
	var found []*ast.SelectorExpr
	ast.Inspect(file, func(n ast.Node) bool {
		if at, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := at.X.(*ast.Ident); ok && slices.Contains(forbidden[x.Name], at.Sel.Name) {
				found = append(found, at)
			}
		}
		return true
	})
	return found
}

// TestWritesAreFound holds the test above to what it is for.
func TestWritesAreFound(t *testing.T) {
	for text, want := range map[string]int{
		"import \"os\"\nvar _ = os.WriteFile":                               1,
		"import w \"os\"\nvar _ = w.Rename":                                 1,
		"import \"os\"\nvar r *os.Root":                                     1,
		"import \"os\"\nvar _, _ = os.OpenRoot(\".\")":                      1,
		"import \"syscall\"\nvar _ = syscall.Unlink":                        1,
		"import \"golang.org/x/sys/unix\"\nvar _ = unix.Renameat":           1,
		"import \"os\"\nvar _, _ = os.ReadFile(\"x\")":                      0,
		"import \"syscall\"\nvar _ = syscall.SIGTERM":                       0,
		"import \"example.com/os\"\nvar _ = os.Getenv\nvar _ = other.Write": 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(writesIn(file)); got != want {
			t.Errorf("%d found, want %d, in\n%s", got, want, text)
		}
	}
}

// TestTopLevel holds the layout that was agreed with the users.
func TestTopLevel(t *testing.T) {
	want := []string{"LICENSE", "demo" /* what the README's first command makes; git ignores it */, "README.md", "blueprints", "cmd", "e2e", "go.mod", "go.sum", "scaffold"}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(want, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// TestSizes keeps files readable in one sitting.
func TestSizes(t *testing.T) {
	for _, file := range sources(t) {
		if lines := file.set.Position(file.ast.FileEnd).Line; lines > 400 {
			t.Errorf("%s has %d lines: no file has more than 400", file.path, lines)
		}
	}
}

type source struct {
	path string // below the module, with slashes
	set  *token.FileSet
	ast  *ast.File
}

// sources parses every file of the program itself: no tests, no blueprints' content.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, top := range []string{"cmd", "scaffold", "blueprints"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel("..", name)
			all = append(all, source{filepath.ToSlash(rel), set, parsed})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 10 {
		t.Fatalf("found only %d files: is the test looking in the right place?", len(all))
	}
	return all
}

// packageName gives the last element of a package's path, and "main" for the program itself.
func packageName(file string) string {
	if strings.HasPrefix(file, "cmd/") {
		return "main"
	}
	return path.Base(path.Dir(file))
}
