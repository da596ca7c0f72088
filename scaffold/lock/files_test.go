package lock

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestFilesOverPacksOnlyWhatIsNew(t *testing.T) {
	before := rendered()
	l := Lock{Files: Entries(before, nil)}
	stored := Files(l, before)
	for path, f := range stored {
		f.Data = append(bytes.Clone(f.Data), '!') // so that one sees where it came from
		stored[path] = f
	}
	after := rendered()
	after["added"] = file("new", tree.File{Mode: tree.Regular})
	delete(after, "go.mod") // its content is still that of copy.mod
	l.Files = Entries(after, nil)
	fresh := Files(l, after)
	got := FilesOver(l, after, stored)
	if len(got) != len(fresh) {
		t.Fatalf("got %q, want %q", got.Paths(), fresh.Paths())
	}
	for path, f := range fresh {
		want := f.Data
		if old := stored[path]; strings.HasPrefix(path, Dir+"/base/") && !old.Absent() {
			want = old.Data
		}
		if !bytes.Equal(got[path].Data, want) {
			t.Errorf("%s: got %q, want %q", path, got[path].Data, want)
		}
	}
}

func TestFilesOverTakesNoLinkForAContent(t *testing.T) {
	files := rendered()
	l := Lock{Files: Entries(files, nil)}
	stored := Files(l, files)
	place := BasePath(l.Files[len(l.Files)-1].SHA256)
	link := stored[place]
	link.Mode = tree.Symlink
	stored[place] = link
	if got := FilesOver(l, files, stored)[place]; got.Mode != tree.Regular {
		t.Errorf("a link was taken for a packed file: %v", got.Mode)
	}
}

func TestWhatIsUnderWayIsIgnored(t *testing.T) {
	ignored := string(Files(Lock{}, nil)[Dir+"/.gitignore"].Data)
	for _, want := range []string{"\n/journal/\n", "\n/pending/\n", "\n/pending.yaml\n"} {
		if !strings.Contains(ignored, want) {
			t.Errorf("no line %q in %q", want, ignored)
		}
	}
}
