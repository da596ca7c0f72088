package git

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/google/go-cmp/cmp"
)

// history is a repository with deltas upon deltas, in packs of both kinds of delta, and with loose objects.
func history(t *testing.T) program {
	t.Helper()
	p := repository(t, "big", "")
	content := strings.Split(hex.EncodeToString(noise(3000)), "a")
	for i := range 24 {
		content[i*7] += "changed"
		p.write("big", strings.Join(content, "\n"))
		p.write(fmt.Sprintf("dir/f%d", i), "")
		p.run("add", ".")
		p.run("commit", "-qm", "x")
		switch i {
		case 10:
			p.run("repack", "-qd")
		case 20:
			p.run("-c", "repack.useDeltaBaseOffset=false", "repack", "-qd")
		}
	}
	return p
}

func TestStoreReadsWhatGitReads(t *testing.T) {
	p := history(t)
	s := newStore(filepath.Join(p.dir, ".git"))
	defer s.close()
	chains := p.run("verify-pack", "-v", p.packs()[0])
	if !strings.Contains(chains, "chain length = 3") {
		t.Fatalf("no long chain of deltas:\n%s", chains)
	}
	all := strings.Fields(p.run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	for _, name := range all {
		o, err := s.find(plumbing.NewHash(name), 0)
		must(t, err)
		if got := plumbing.ComputeHash(o.kind, o.data); got.String() != name || !s.has(got) {
			t.Errorf("%s is read as %s", name, got)
		}
	}
	if len(s.packs) != 2 || len(all) < 80 {
		t.Errorf("%d packs, %d objects", len(s.packs), len(all))
	}
	absent := plumbing.NewHash(strings.Repeat("12", 20))
	if _, err := s.find(absent, 0); !errors.Is(err, fs.ErrNotExist) || s.has(absent) {
		t.Errorf("an object that is not there: %v", err)
	}
}

// packs returns the indexes of the packs.
func (p program) packs() []string {
	p.t.Helper()
	names, err := filepath.Glob(filepath.Join(p.dir, ".git/objects/pack/*.idx"))
	must(p.t, err)
	return names
}

// A corrupt pack results in an error or another object, but neither panics nor runs on.
func TestDamagedPack(t *testing.T) {
	p := repository(t, "a", strings.Repeat("1\n", 50), "b", strings.Repeat("1\n", 49)+"2\n")
	p.run("gc", "-q")
	base := strings.TrimSuffix(p.packs()[0], ".idx")
	names := strings.Fields(p.run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	failed := 0
	for _, ending := range []string{".pack", ".idx"} {
		must(t, os.Chmod(base+ending, 0o600))
		good, err := os.ReadFile(base + ending)
		must(t, err)
		for at := 0; at < len(good); at += 1 + len(good)/300 {
			for _, damage := range [][]byte{good[:at], append(append(bytes.Clone(good[:at]), good[at]^0x91), good[at+1:]...)} {
				must(t, os.WriteFile(base+ending, damage, 0o600))
				s := newStore(filepath.Join(p.dir, ".git"))
				for _, name := range names {
					if _, err := s.find(plumbing.NewHash(name), 0); err != nil {
						failed++
					}
				}
				s.close()
			}
		}
		must(t, os.WriteFile(base+ending, good, 0o600))
	}
	if failed < 100 {
		t.Errorf("only %d errors", failed)
	}
}

func TestDamagedLooseObject(t *testing.T) {
	d := newDeflater()
	_, good, err := d.loose(plumbing.BlobObject, []byte("content"))
	must(t, err)
	o, err := (&store{}).inflateLoose(bytes.NewReader(good))
	if err != nil || o.kind != plumbing.BlobObject || string(o.data) != "content" {
		t.Fatalf("%v, %v", o, err)
	}
	for at := range good {
		if o, err := (&store{}).inflateLoose(bytes.NewReader(good[:at])); err == nil {
			t.Errorf("the first %d bytes are read as %v", at, o)
		}
	}
}

func TestParseTree(t *testing.T) {
	hash := strings.Repeat("h", 20)
	got, err := parseTree([]byte("100664 old\x00" + hash + "40000 dir\x00" + hash))
	must(t, err)
	for name, mode := range map[string]filemode.FileMode{"old": filemode.Regular, "dir": filemode.Dir} {
		if file := got[name]; file.mode != mode || string(file.hash[:]) != hash {
			t.Errorf("%s: %v", name, got[name])
		}
	}
	for _, bad := range []string{"x", "100644 a", "100644 a\x00" + hash[1:], "x a\x00" + hash} {
		if _, err := parseTree([]byte(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

// Borrowed objects are found by absolute, relative and quoted paths, and a circle ends.
func TestAlternates(t *testing.T) {
	p := newProgram(t)
	absolute := filepath.Join(p.dir, "one", "objects")
	p.write("zero/objects/info/alternates", "# a comment\n\n"+absolute+"\n../../two/objects\n\"../../thr\\145e/objects\"\n")
	p.write("two/objects/info/alternates", "../../zero/objects\n")
	dirs := map[string]bool{}
	for _, dir := range newStore(filepath.Join(p.dir, "zero")).dirs {
		dirs[relative(t, p.dir, dir)] = true
	}
	want := map[string]bool{"zero/objects": true, "one/objects": true, "two/objects": true, "three/objects": true}
	if diff := cmp.Diff(want, dirs); diff != "" {
		t.Error(diff)
	}
}
