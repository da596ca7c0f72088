package git

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// places is an Environment of values.
func places(env, files map[string]string) Environment {
	return Environment{
		Getenv: func(name string) string { return env[name] },
		ReadFile: func(path string) ([]byte, error) {
			if text, ok := files[path]; ok {
				return []byte(text), nil
			}
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		},
		Home: "/home/me",
		Dirs: []string{"/home/me/dev/shop"},
	}
}

func TestLoadSettings(t *testing.T) {
	const home, xdg = "/home/me/.gitconfig", "/home/me/.config/git/config"
	name := func(s string) string { return "[user]\n\tname = " + s + "\n" }
	for _, test := range []struct {
		what       string
		env, files map[string]string
		want       string // user.name
		notes      int
	}{
		{"nothing", nil, nil, "", 0},
		{"system", nil, map[string]string{"/etc/gitconfig": name("system")}, "system", 0},
		{"no system", map[string]string{"GIT_CONFIG_NOSYSTEM": "1"}, map[string]string{"/etc/gitconfig": name("system")}, "", 0},
		{"system after all", map[string]string{"GIT_CONFIG_NOSYSTEM": "false"}, map[string]string{"/etc/gitconfig": name("system")}, "system", 0},
		{"another system", map[string]string{"GIT_CONFIG_SYSTEM": "/sys"}, map[string]string{"/etc/gitconfig": name("system"), "/sys": name("sys")}, "sys", 0},
		{"home over system", nil, map[string]string{"/etc/gitconfig": name("system"), home: name("home")}, "home", 0},
		{"home over xdg", nil, map[string]string{xdg: name("xdg"), home: name("home")}, "home", 0},
		{"xdg below home", nil, map[string]string{xdg: name("xdg")}, "xdg", 0},
		{"xdg elsewhere", map[string]string{"XDG_CONFIG_HOME": "/x"}, map[string]string{xdg: name("xdg"), "/x/git/config": name("x")}, "x", 0},
		{"global", map[string]string{"GIT_CONFIG_GLOBAL": "/g"}, map[string]string{home: name("home"), "/g": name("global")}, "global", 0},
		{"no global", map[string]string{"GIT_CONFIG_GLOBAL": "/dev/null"}, map[string]string{home: name("home"), "/dev/null": ""}, "", 0},
		{
			"environment over all",
			map[string]string{"GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "a.b.c", "GIT_CONFIG_KEY_1": "User.Name", "GIT_CONFIG_VALUE_1": "env"},
			map[string]string{home: name("home")},
			"env", 0,
		},
		{"bad count", map[string]string{"GIT_CONFIG_COUNT": "two"}, map[string]string{home: name("home")}, "home", 1},
		{"broken below", nil, map[string]string{home: name("home") + "[oops\n"}, "home", 1},
		{"broken above", nil, map[string]string{xdg: name("xdg"), home: "[oops\n" + name("home")}, "xdg", 1},
		{"include wins over what is above", nil, map[string]string{home: name("home") + "[include]\npath = more\n", "/home/me/more": name("more")}, "more", 0},
		{"include loses to what is below", nil, map[string]string{home: "[include]\npath = more\n" + name("home"), "/home/me/more": name("more")}, "home", 0},
		{"include from home", nil, map[string]string{xdg: "[include]\npath = ~/more\n", "/home/me/more": name("more")}, "more", 0},
		{"include beside", nil, map[string]string{xdg: "[include]\npath = more\n", "/home/me/.config/git/more": name("more")}, "more", 0},
		{"include absolute", nil, map[string]string{home: "[include]\npath = /more\n", "/more": name("more")}, "more", 0},
		{"include nothing", nil, map[string]string{home: name("home") + "[include]\npath = gone\n[include]\npath\n[include]\npath =\n[include]\npath = ~you/x\n"}, "home", 0},
		{"include itself", nil, map[string]string{home: name("home") + "[include]\npath = .gitconfig\n"}, "home", 1},
		{"include itself twice", nil, map[string]string{home: name("home") + strings.Repeat("[include]\npath = .gitconfig\n", 2)}, "home", 30},
	} {
		t.Run(test.what, func(t *testing.T) {
			s := LoadSettings(places(test.env, test.files))
			if s.values["user.name"] != test.want {
				t.Errorf("user.name is %q, want %q", s.values["user.name"], test.want)
			}
			if len(s.Notes) != test.notes && (test.notes < 30 || len(s.Notes) < 30) {
				t.Errorf("%d notes, want %d: %v", len(s.Notes), test.notes, s.Notes)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	const home = "/home/me/.gitconfig"
	for _, test := range []struct {
		config, branch string
		signs          bool
		notes          int
	}{
		{"", "main", false, 0},
		{"[init]\ndefaultBranch = trunk\n", "trunk", false, 0},
		{"[init]\ndefaultBranch = a b\n", "main", false, 1},
		{"[init]\ndefaultBranch =\n", "main", false, 0},
		{"[commit]\ngpgsign\n", "main", true, 0},
		{"[commit]\ngpgSign = yes\n", "main", true, 0},
		{"[commit]\ngpgsign = true\n[commit]\ngpgsign = off\n", "main", false, 0},
	} {
		s := LoadSettings(places(nil, map[string]string{home: test.config}))
		if s.Branch != test.branch || s.Signs != test.signs || len(s.Notes) != test.notes {
			t.Errorf("%q: branch %s, signs %t, notes %v", test.config, s.Branch, s.Signs, s.Notes)
		}
	}
}

func TestBrokenFileIsNamed(t *testing.T) {
	s := LoadSettings(places(nil, map[string]string{"/home/me/.gitconfig": "[user]\nname = A\nemail = \"A\n"}))
	if len(s.Notes) != 1 || s.Notes[0].File != "/home/me/.gitconfig" || s.Notes[0].Line != 3 {
		t.Errorf("notes: %+v", s.Notes)
	}
	e := places(nil, nil)
	e.ReadFile = func(path string) ([]byte, error) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("permission denied")}
	}
	s = LoadSettings(e)
	if len(s.Notes) != 3 || strings.Count(s.Notes[0].Error(), s.Notes[0].File) != 1 {
		t.Errorf("notes: %+v", s.Notes)
	}
}

func TestIncludeIf(t *testing.T) {
	dir := t.TempDir()
	home := filepath.Join(dir, "home")
	project := filepath.Join(home, "dev", "Shop")
	must(t, os.MkdirAll(project, 0o755))
	p := gitProgram(t, project).with("HOME=" + home)
	p.run("init", "--quiet")
	must(t, os.WriteFile(filepath.Join(home, "more"), []byte("[user]\nname = more\n"), 0o600))
	e := Environment{
		Getenv:   func(name string) string { return map[string]string{"GIT_CONFIG_NOSYSTEM": "1"}[name] },
		ReadFile: os.ReadFile, Home: home, Dirs: []string{project},
	}
	held := 0
	for _, condition := range sample([]string{
		"gitdir:~/dev/", "gitdir:~/dev", "gitdir:~/dev/**", "gitdir:~/dev/Shop/", "gitdir:~/dev/Shop/.git", "gitdir:~/dev/*/.git", "gitdir:~/", "gitdir:~",
		"gitdir:dev/", "gitdir:Shop/", "gitdir:shop/", "gitdir/i:shop/", "gitdir/i:~/DEV/", "gitdir:~/DEV/", "gitdir:./dev/", "gitdir:./", "gitdir:/", "gitdir:**", "gitdir:" + home + "/",
		"gitdir:" + home + "/d[aeiou]v/", "gitdir:other/", "gitdir:", "gitdir", "onbranch:nope", "hasconfig:remote.*.url:https://**", "nonsense:x",
	}) {
		config := "[includeIf \"" + condition + "\"]\n\tpath = more\n"
		must(t, os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(config), 0o600))
		want, err := p.try("", "config", "user.name")
		if want = strings.TrimSpace(want); err != nil {
			want = ""
		}
		if diff := cmp.Diff(want, LoadSettings(e).values["user.name"]); diff != "" {
			t.Errorf("%s: -git +here: %s", condition, diff)
		}
		if want != "" {
			held++
		}
	}
	if held < 10 && isLong() || held == 0 {
		t.Errorf("only %d conditions held: the test tests nothing", held)
	}
}
