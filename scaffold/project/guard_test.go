package project_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// TestSecretsAreRefused: no verb takes a secret of a project that exists, as it would have no effect, and none repeats it.
func TestSecretsAreRefused(t *testing.T) {
	const secret = "abcdefghijklmnopqrstuvwxyz"
	for _, set := range [][]string{{"secret_key=" + secret}, {" secret_key =" + secret}, {"port=9000", "secret_key=" + secret}, {"secret_key"}} {
		for _, dryRun := range []bool{false, true} {
			b := start(t)
			before := b.files()
			for name, run := range changing() {
				if name == "restore" || name == "skip" { // they set nothing
					continue
				}
				r := request()
				r.Set, r.DryRun, r.Force = set, dryRun, true
				_, err := run(t.Context(), b.env, r)
				if text := b.fails(err, project.Invalid); strings.Contains(text, secret) || !strings.Contains(text, "secret_key") {
					t.Errorf("%s: %s", name, text)
				}
			}
			b.unchanged(before)
		}
	}
}

// TestUncommitted: what the owner has not committed is in the way only where the change would write.
func TestUncommitted(t *testing.T) {
	for name, tt := range map[string]struct {
		edit    map[string]string
		force   bool
		refused bool
	}{
		"nothing":                        {},
		"a file that changes":            {edit: map[string]string{"main.txt": "port 8000\nmine\n"}, refused: true},
		"a file that changes, forced":    {edit: map[string]string{"managed.txt": "mine\n", "apps/blog/views.txt": "mine\n"}, force: true},
		"another file":                   {edit: map[string]string{"other.txt": "mine\n", "note.txt": "mine\n"}},
		"a file that comes":              {edit: map[string]string{"new.txt": "mine\n"}, refused: true},
		"a file that comes, and is same": {edit: map[string]string{"new.txt": "new\n"}},
		"as it was rendered":             {edit: map[string]string{"main.txt": "port 8000\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			b.next()
			for path, content := range tt.edit {
				b.write(path, content)
			}
			before := b.files()
			for _, dryRun := range []bool{true, false} {
				r := request()
				r.DryRun, r.Force = dryRun, tt.force
				_, err := project.Change(t.Context(), b.env, r)
				if !tt.refused {
					b.must(err)
				} else {
					b.fails(err, project.Failed)
				}
				if tt.refused || dryRun {
					b.unchanged(before)
				}
			}
			if !tt.refused && b.read("new.txt") != "new\n" {
				t.Errorf("new.txt is %q", b.read("new.txt"))
			}
		})
	}
	b := start(t, true)
	b.next()
	b.write("other.txt", "mine\n")
	b.write("main.txt", "port 8000\n\nmine\n")
	r := request()
	r.Conflict = "theirs"
	_, err := project.Change(t.Context(), b.env, r)
	b.must(err) // without git nothing is ever committed
}

// TestRefused: what stops a change, and which kind of failure it is. The change may be forced only where that says so.
func TestRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		prepare func(b *bench, r *project.Request)
		kind    project.Kind
		forced  bool
	}{
		"an older blueprint": {
			func(b *bench, _ *project.Request) { b.blueprint(service, "1.0.0", "0.9.0") }, project.Failed, true,
		},
		"commands": {
			func(b *bench, _ *project.Request) {
				b.blueprint(service, "layers:", "commands: [{run: [make], on: new}]\nlayers:")
			}, project.Untrusted, false,
		},
		"a blueprint that is gone": {
			func(b *bench, _ *project.Request) { b.blueprint("") }, project.Invalid, false,
		},
		"a blueprint that nobody has": {
			func(_ *bench, r *project.Request) { r.Source = "ful" }, project.Invalid, false,
		},
		"an answer that is wrong": {
			func(_ *bench, r *project.Request) { r.Set = []string{"port=many"} }, project.Invalid, false,
		},
		"an assignment that is none": {
			func(_ *bench, r *project.Request) { r.Set = []string{"port"} }, project.Invalid, false,
		},
		"another way with conflicts": {
			func(_ *bench, r *project.Request) { r.Conflict = "mine" }, project.Invalid, false,
		},
		"a repository in the project": {
			func(b *bench, _ *project.Request) {
				b.next()
				b.blueprint(service+"-- files/vendor/x.txt --\nx\n", "1.0.0", "2.0.0")
				b.write("vendor/.git/HEAD", "ref: refs/heads/main\n")
				b.write("vendor/.git/objects/.keep", "")
				b.write("vendor/.git/refs/.keep", "")
			}, project.Failed, false,
		},
		"a secret that git would commit": {
			func(b *bench, _ *project.Request) {
				b.write(".gitignore", ".env\n!.env\n")
				b.next()
			}, project.Failed, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			r := request()
			tt.prepare(b, &r)
			before := b.files()
			_, err := project.Change(t.Context(), b.env, r)
			b.fails(err, tt.kind)
			r.Force = true
			_, err = project.Change(t.Context(), b.env, r)
			if tt.forced {
				b.must(err)
				return
			}
			b.fails(err, tt.kind)
			b.unchanged(before)
		})
	}
}
