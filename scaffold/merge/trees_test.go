package merge

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// spellTree reads "path=content; path=content". After the path, * is an executable file, @ a link, and a policy may stand
// in brackets: "run* [once]=x ". Contents are spelled as in spell.
func spellTree(t *testing.T, s string) tree.Tree {
	t.Helper()
	entry := regexp.MustCompile(`^([^*@ =]+)([*@]?)(?: \[(\w+)\])?=(.*)$`)
	out := tree.Tree{}
	for part := range strings.SplitSeq(s, "; ") {
		if part == "" {
			continue
		}
		m := entry.FindStringSubmatch(part)
		if m == nil {
			t.Fatalf("the test spells %q wrongly", part)
		}
		f := tree.File{Data: spell(m[4]), Mode: tree.Regular}
		switch m[2] {
		case "*":
			f.Mode = tree.Executable
		case "@":
			f.Mode = tree.Symlink
		}
		if m[3] != "" {
			f.Policy, _ = tree.ParsePolicy(m[3])
		}
		out[m[1]] = f
	}
	return out
}

// tell returns a plan as "op path=content; …", with the old path of a move in front: "move old>new=content".
func tell(plan tree.Plan) string {
	parts := make([]string, 0, len(plan))
	for _, c := range plan {
		part := c.Op.String() + " "
		if c.From != "" {
			part += c.From + ">"
		}
		part += c.Path
		part += map[fs.FileMode]string{tree.Executable: "*", tree.Symlink: "@"}[c.New.Mode]
		if !c.New.Absent() {
			part += "=" + strings.ReplaceAll(string(c.New.Data), "\n", " ")
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

func TestTrees(t *testing.T) {
	poem := "1 2 3 4 5 6 7 8 "
	for _, tt := range []struct {
		name               string
		base, ours, theirs string
		want               string
	}{
		// theirs = base: keep ours
		{"nothing changed", "a=1 ", "a=1 ", "a=1 ", ""},
		{"only ours changed", "a=1 ", "a=2 ", "a=1 ", ""},
		{"only ours deleted", "a=1 ", "", "a=1 ", ""},
		{"only ours added", "", "a=1 ", "", ""},
		{"only ours made executable", "a=1 ", "a*=1 ", "a=1 ", ""},
		{"only ours became a link", "a=1 ", "a@=b", "a=1 ", ""},

		// ours = base: take theirs
		{"only theirs changed", "a=1 ", "a=1 ", "a=2 ", "update a=2 "},
		{"only theirs deleted", "a=1 ", "a=1 ", "", "delete a"},
		{"only theirs added", "", "", "a=1 ", "create a=1 "},
		{"only theirs made executable", "a=1 ", "a=1 ", "a*=1 ", "chmod a*=1 "},
		{"only theirs made not executable", "a*=1 ", "a*=1 ", "a=1 ", "chmod a=1 "},
		{"only theirs became a link", "a=1 ", "a=1 ", "a@=b", "update a@=b"},
		{"only theirs became a link of that content", "a=b", "a=b", "a@=b", "update a@=b"},
		{"link with another target", "a@=b", "a@=b", "a@=c", "update a@=c"},
		{"binary changed by theirs", "a=\x00", "a=\x00", "a=\x00\x01", "update a=\x00\x01"},
		{"CRLF checkout is no edit", "a=1 2 ", "a=1\r 2\r ", "a=1 2 3 ", "update a=1\r 2\r 3\r "},
		{"CRLF checkout is no edit, deleted", "a=1 2 ", "a=1\r 2\r ", "", "delete a"},
		{"file becomes a folder", "a=1 ", "a=1 ", "a/b=1 2 ", "delete a; create a/b=1 2 "},
		{"folder becomes a file", "a/b=1 ", "a/b=1 ", "a=1 2 ", "create a=1 2 ; delete a/b"},

		// ours = theirs: nothing
		{"both changed alike", "a=1 ", "a=2 ", "a=2 ", ""},
		{"both deleted", "a=1 ", "", "", ""},
		{"both added alike", "", "a=1 ", "a=1 ", ""},
		{"both added alike, CRLF checkout", "", "a=1\r ", "a=1 ", ""},
		{"both added, one executable", "", "a=1 ", "a*=1 ", "chmod a*=1 "},

		// policy once: keep ours
		{"once, edited", "a [once]=1 ", "a=2 ", "a [once]=3 ", ""},
		{"once, not edited: never touched again", "a [once]=1 ", "a=1 ", "a [once]=3 ", ""},
		{"once, deleted by ours", "a [once]=1 ", "", "a [once]=3 ", ""},
		{"once from now on", "a=1 ", "a=2 ", "a [once]=3 ", ""},
		{"once no longer", "a [once]=1 ", "a=1 ", "a=3 ", "update a=3 "},
		{"once, absent from base", "", "", "a [once]=3 ", "create a=3 "},
		{"once, absent from base, in the way", "", "a=1 ", "a [once]=3 ", "conflict a=<<<<<<< 1 ======= 3 >>>>>>> "},
		{"once, dropped by theirs", "a [once]=1 ", "a=1 ", "", "delete a"},
		{"once, dropped by theirs, edited", "a [once]=1 ", "a=2 ", "", "keep a=2 "},

		// managed: theirs
		{"managed, edited", "a [managed]=1 ", "a=2 ", "a [managed]=3 ", "update a=3 "},
		{"managed, edited, not changed", "a [managed]=1 ", "a=2 ", "a [managed]=1 ", ""},
		{"managed, deleted by ours", "a [managed]=1 ", "", "a [managed]=3 ", "create a=3 "},
		{"managed, dropped by theirs, edited", "a [managed]=1 ", "a=2 ", "", "delete a"},
		{"managed, in the way of a file of ours", "", "a=2 ", "a [managed]=3 ", "conflict a=<<<<<<< 2 ======= 3 >>>>>>> "},

		// private: never touched
		{"private, new", "", "", "a [private]=1 ", "create a=1 "},
		{"private, changed on both sides", "a [private]=", "a=2 ", "a [private]=3 ", ""},
		{"private, gone in a fresh clone", "a [private]=", "", "a [private]=3 ", ""},
		{"private, was there before", "", "a=2 ", "a [private]=3 ", "keep a=2 "},
		{"private, dropped by theirs", "a [private]=", "a=2 ", "", "keep a=2 "},
		{"private from now on", "a=1 ", "a=1 ", "a [private]=3 ", ""},

		// both added, they differ
		{"both added", "", "a=1 x ", "a=1 y ", "conflict a=1 <<<<<<< x ======= y >>>>>>> "},
		{"both added, links", "", "a@=x", "a@=y", "conflict a@=x; create a.new@=y"},
		{"both added, a file and a link", "", "a=x ", "a@=y", "conflict a=x ; create a.new@=y"},
		{"both added, binary", "", "a=\x00", "a=\x00\x01", "conflict a=\x00; create a.new=\x00\x01"},

		// ours deleted, theirs deleted
		{"deleted by ours, changed by theirs", "a=1 ", "", "a=2 ", "tombstone a"},
		{"deleted by ours, made executable by theirs", "a=1 ", "", "a*=1 ", "tombstone a"},
		{"edited by ours, deleted by theirs", "a=1 ", "a=2 ", "", "conflict a=2 "},
		{"made executable by ours, deleted by theirs", "a=1 ", "a*=1 ", "", "conflict a*=1 "},

		// moves
		{"moved by theirs", "a=1 ", "a=1 ", "b=1 ", "delete a; move a>b=1 "},
		{"moved by theirs, edited by ours", "a=" + poem, "a=" + poem + "9 ", "b=" + poem, "delete a; move a>b=" + poem + "9 "},
		{
			"moved and changed by theirs, edited by ours", "a=" + poem, "a=" + poem + "9 ", "b=0 " + poem,
			"delete a; move a>b=0 " + poem + "9 ",
		},
		{
			"moved by theirs, conflict", "a=" + poem + "x ", "a=" + poem + "y ", "b=" + poem + "z ",
			"delete a; conflict a>b=" + poem + "<<<<<<< y ======= z >>>>>>> ",
		},
		{"moved by theirs, deleted by ours", "a=1 ", "", "b=1 ", "tombstone b"},
		{"moved by ours, changed by theirs", "a=" + poem, "b=" + poem, "a=" + poem + "9 ", "update b=" + poem + "9 "},
		{"moved and changed by ours, changed by theirs", "a=" + poem, "b=0 " + poem, "a=" + poem + "9 ", "update b=0 " + poem + "9 "},
		{"moved by ours only", "a=1 ", "b=1 ", "a=1 ", ""},
		{"moved by ours, deleted by theirs", "a=1 ", "b=1 ", "", "conflict b=1 "},
		{"moved by both alike", "a=1 ", "b=1 ", "b=1 ", ""},
		{"moved by both alike, changed by theirs", "a=" + poem, "b=" + poem, "b=" + poem + "9 ", "update b=" + poem + "9 "},
		{"moved by both, to other places", "a=1 ", "b=1 ", "c=1 ", "keep b=1 "},
		{"moved by both, to other places, changed by theirs", "a=" + poem, "b=" + poem, "c=" + poem + "9 ", "update b=" + poem + "9 "},
		{
			"moved by theirs to where ours has another", "a=1 ", "a=1 ; b=2 ", "b=1 ",
			"delete a; conflict b=<<<<<<< 2 ======= 1 >>>>>>> ",
		},
		{
			"moved by ours to where theirs has another", "a=1 ", "b=1 ", "a=2 ; b=3 ",
			"tombstone a; conflict b=<<<<<<< 1 ======= 3 >>>>>>> ",
		},
		{"half in common", "a=" + poem, "a=0 2 3 4 5 6 7 8 ", "b=1 2 3 4 a b c d ", "delete a; move a>b=0 2 3 4 a b c d "},
		{
			"less than half in common", "a=" + poem, "a=0 2 3 4 5 6 7 8 ", "b=1 2 3 4 a b c dd ",
			"conflict a=0 2 3 4 5 6 7 8 ; create b=1 2 3 4 a b c dd ",
		},
		{
			"most in common goes first", "a=" + poem, "a=" + poem + "9 ", "b=1 2 3 4 5 x y z ; c=1 2 3 4 5 6 7 z ",
			"delete a; create b=1 2 3 4 5 x y z ; conflict a>c=1 2 3 4 5 6 7 <<<<<<< 8 9 ======= z >>>>>>> ",
		},
		{
			"of equals, what keeps its name", "a/x=" + poem, "a/x=0 2 3 4 5 6 7 8 ", "b/w=" + poem + "9 ; b/x=" + poem + "9 ",
			"delete a/x; create b/w=" + poem + "9 ; move a/x>b/x=0 2 3 4 5 6 7 8 9 ",
		},
		{
			"two alike keep their names", "a/y=1 ; b/x=1 ", "a/y=1 ; b/x=1 ", "c/x=1 ; c/y=1 ",
			"delete a/y; delete b/x; move b/x>c/x=1 ; move a/y>c/y=1 ",
		},
		{"empty files are not followed", "a=", "a=", "b=", "delete a; create b="},
		{"two files change places", "a=1 ; b=2 ", "a=1 ; b=2 ", "a=2 ; b=1 ", "update a=2 ; update b=1 "},
		{"link moved", "a@=x", "a@=x", "b@=x", "delete a; move a>b@=x"},
		{"a link is no file of that content", "a@=x", "a@=x", "b=x", "delete a; create b=x"},
		{"declared, nothing in common", "old=1 ", "old=1 mine ", "new=9 ", "conflict old>new=<<<<<<< 1 mine ======= 9 >>>>>>> ; delete old"},
		{"declared, several versions at once", "older=1 ", "older=2 ", "new=1 ", "move older>new=2 ; delete older"},
		{
			"declared folder", "dir/a=1 ; dir/b/c=2 ", "dir/a=1 x ; dir/b/c=2 ", "lib/a=1 ; lib/b/c=3 ",
			"delete dir/a; delete dir/b/c; move dir/a>lib/a=1 x ; move dir/b/c>lib/b/c=3 ",
		},
		{"declared, and ours followed by hand", "old=1 2 3 ", "new=0 2 3 ", "new=1 2 4 ", "update new=0 2 4 "},
		{"declared, not done", "old=1 ", "old=2 ", "old=1 ", ""},
		{"once, moved", "a [once]=1 ", "a=2 ", "b [once]=1 ", "delete a; move a>b=2 "},
		{"private, of the same content as a new file", "a [private]=1 ", "a=1 ", "b=1 ", "keep a=1 ; create b=1 "},
		{"private, moved", "a [private]=", "a=2 ", "b [private]=3 ", "keep a=2 ; create b=3 "},

		// binaries, all three differ
		{"binary", "a=\x001", "a=\x002", "a=\x003", "conflict a=\x002; create a.new=\x003"},
		{"binary in theirs only", "a=1 ", "a=2 ", "a=\x003", "conflict a=2 ; create a.new=\x003"},
		{"binary, the name beside is taken", "a=\x001", "a=\x002; a.new=x ; a.new2/b=y ", "a=\x003", "conflict a=\x002; create a.new3=\x003"},
		{"binary, made executable by theirs", "a=\x001", "a=\x002", "a*=\x001", "chmod a*=\x002"},
		{"file edited by ours, a link in theirs", "a=1 ", "a=2 ", "a@=b", "conflict a=2 ; create a.new@=b"},
		{"link in ours, edited by theirs", "a=1 ", "a@=b", "a=2 ", "conflict a@=b; create a.new=2 "},

		// texts, all three differ; modes
		{"text", "a=1 2 3 ", "a=0 2 3 ", "a=1 2 4 ", "update a=0 2 4 "},
		{"text, conflict", "a=1 ", "a=2 ", "a=3 ", "conflict a=<<<<<<< 2 ======= 3 >>>>>>> "},
		{"text of ours, mode of theirs", "a=1 ", "a=2 ", "a*=1 ", "chmod a*=2 "},
		{"text of theirs, mode of ours", "a=1 ", "a*=1 ", "a=2 ", "update a*=2 "},
		{"text of theirs, no longer executable in ours", "a*=1 ", "a=1 ", "a*=2 ", "update a=2 "},
		{"text of both, mode of both", "a=1 2 3 ", "a*=0 2 3 ", "a*=1 2 4 ", "update a*=0 2 4 "},
		{"text of theirs, CRLF checkout and mode of ours", "a=1 2 ", "a*=1\r 2\r ", "a=1 2 3 ", "update a*=1\r 2\r 3\r "},
		{"text, CRLF checkout", "a=1 2 3 ", "a=0\r 2\r 3\r ", "a=1 2 4 ", "update a=0\r 2\r 4\r "},
		{"text, line endings changed by theirs, edited by ours", "a=1 2 ", "a=1 3 ", "a=1\r 2\r ", ""},
		{"text, the change is in ours already", "a=1 2 3 ", "a=0 2 4 ", "a=1 2 4 ", ""},

		// a file and a folder of one name
		{"folder of ours, new file of theirs", "", "a/b=1 ", "a=2 ", "conflict a.new=2 "},
		{"file of ours, new folder of theirs", "", "a=1 ", "a/b=2 ; a/c=3 ", "conflict a.new/b=2 ; conflict a.new/c=3 "},
		{"edited by ours, a folder in theirs", "a=1 ", "a=1 2 x y ", "a/b=7 ", "conflict a=1 2 x y ; conflict a.new/b=7 "},
		{"moved by theirs to a folder of ours", "a=1 ", "a=1 x ; b/c=2 ", "b=1 ", "delete a; conflict a>b.new=1 x "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ours := spellTree(t, tt.ours)
			opt := TreeOptions{Moves: []Move{{"older", "old"}, {"old", "new"}, {"dir", "lib"}}}
			plan := Trees(spellTree(t, tt.base), ours, spellTree(t, tt.theirs), opt)
			if got := tell(plan); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			checkPlan(t, plan, ours)
		})
	}
}

func TestTreesFavor(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		base, ours, theirs     string
		wantOurs, wantOfTheirs string
	}{
		{"text", "a=1 . x ", "a=2 . x ", "a=3 . y ", "update a=2 . y ", "update a=3 . y "},
		{"both added", "", "a=2 ", "a=3 ", "", "update a=3 "},
		{"binary", "a=\x001", "a=\x002", "a=\x003", "keep a=\x002", "update a=\x003"},
		{"edited by ours, deleted by theirs", "a=1 ", "a=2 ", "", "keep a=2 ", "delete a"},
		{"deleted by ours, edited by theirs", "a=1 ", "", "a=2 ", "tombstone a", "tombstone a"},
		{"folder of ours, new file of theirs", "", "a/b=1 ", "a=2 ", "create a.new=2 ", "create a.new=2 "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base, ours, theirs := spellTree(t, tt.base), spellTree(t, tt.ours), spellTree(t, tt.theirs)
			if got := tell(Trees(base, ours, theirs, TreeOptions{Options: Options{Favor: FavorOurs}})); got != tt.wantOurs {
				t.Errorf("ours: got %q, want %q", got, tt.wantOurs)
			}
			if got := tell(Trees(base, ours, theirs, TreeOptions{Options: Options{Favor: FavorTheirs}})); got != tt.wantOfTheirs {
				t.Errorf("theirs: got %q, want %q", got, tt.wantOfTheirs)
			}
		})
	}
}

// checkPlan: what holds of every plan. It is sorted, has a path once, says why, expects what is there, leaves no file
// where a folder must be, and gives the stages of every conflict.
func checkPlan(t *testing.T, plan tree.Plan, ours tree.Tree) {
	t.Helper()
	for i, c := range plan {
		if i > 0 && plan[i-1].Path >= c.Path {
			t.Errorf("%s comes after %s", c.Path, plan[i-1].Path)
		}
		if c.Why == "" {
			t.Errorf("%v %s does not say why", c.Op, c.Path)
		}
		if !c.Old.Same(ours[c.Path]) {
			t.Errorf("%v %s expects %v, there is %v", c.Op, c.Path, c.Old, ours[c.Path])
		}
		if silent := c.Op == tree.Keep || c.Op == tree.Tombstone; silent && c.Writes() {
			t.Errorf("%v %s writes", c.Op, c.Path)
		}
		if c.Op == tree.Conflict && c.Stages.Ours.Absent() && c.Stages.Theirs.Absent() {
			t.Errorf("%s has no stages", c.Path)
		}
		if c.From != "" && ours[c.From].Absent() {
			t.Errorf("%s comes from %s, which is not there", c.Path, c.From)
		}
	}
	after := plan.Apply(ours)
	for path := range after {
		if file := fileAbove(path, after); file != "" {
			t.Errorf("%s is below %s, a file", path, file)
		}
	}
}

// TestBeside: a conflict names where the blueprint's file is, whatever its name had to be.
func TestBeside(t *testing.T) {
	for _, tt := range []struct{ base, ours, theirs, want string }{
		{"a=1 ", "a=2 ", "a=3 ", ""},
		{"a=\x001", "a=\x002", "a=\x003", "a:a.new"},
		{"a=\x001", "a=\x002; a.new=x ; a.new2/b=y ", "a=\x003", "a:a.new3"},
		{"a=\x001", "a=\x002; a.new=\x003", "a=\x003; a.new=\x003", "a:a.new2"},
		{"", "a/b=1 ", "a=2 ", "a.new:a.new"},
		{"", "a=1 ", "a/b=2 ; a/c=3 ", "a.new/b:a.new/b a.new/c:a.new/c"},
	} {
		var got []string
		for _, c := range Trees(spellTree(t, tt.base), spellTree(t, tt.ours), spellTree(t, tt.theirs), TreeOptions{}) {
			if c.Beside != "" {
				got = append(got, c.Path+":"+c.Beside)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q, %q, %q: got %q, want %q", tt.base, tt.ours, tt.theirs, got, tt.want)
		}
	}
}
