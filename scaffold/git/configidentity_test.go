package git

import (
	"strings"
	"testing"
	"time"
)

// dates are what people and tools put into GIT_AUTHOR_DATE. Those that git refuses must be refused.
var dates = []string{
	"1234567890 +0200", "@1234567890 +0200", "@1234567890", "1234567890", "12345", "@12345", "@0 +0000", "1234567890 -0330", "1234567890 +02:00", " 1234567890 +0200 ",
	"2005-04-07T22:13:13", "2005-04-07 22:13:13 +0200", "2005-04-07T22:13:13Z", "2005-04-07T22:13:13.123+02:00", "2005-04-07T22:13:13+02", "2005-04-07T22:13:13-0330",
	"2005-04-07", "2005.04.07 10:00", "2005.04.07 10:00:00", "04/07/2005 10:00:00", "07.04.2005 10:00:00", "20050407T221313Z",
	"Thu, 7 Apr 2005 22:13:13 +0200", "Thu, 07 Apr 2005 22:13:13 GMT", "7 Apr 2005 22:13", "7 Apr 2005 22:13:13 -0700", "Thu Apr 7 22:13:13 2005 -0700", "Thu Apr  7 22:13:13 2005",
	"yesterday", "now", "nonsense", "-5 +0000", "2005-13-45 10:00:00", "99999999999999999999 +0000", "1969-01-01T00:00:00Z",
}

func TestDatesAreThoseOfGit(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	p := gitProgram(t, t.TempDir())
	for _, text := range sample(dates) {
		want := ""
		if out, err := p.with("TZ=Europe/Berlin", "GIT_AUTHOR_DATE="+text).try("", "var", "GIT_AUTHOR_IDENT"); err == nil {
			_, want, _ = strings.Cut(strings.TrimSpace(out), "> ")
		}
		got := ""
		if when, ok := parseDate(text, zone); ok {
			got = when.Format("-0700")
			got = itoa(when.Unix()) + " " + got
		}
		if got != want {
			t.Errorf("%q: git reads %q, here %q", text, want, got)
		}
	}
}

func TestNamesAreThoseOfGit(t *testing.T) {
	p := gitProgram(t, t.TempDir())
	for _, text := range []string{
		"A U Thor", "  a,b, ", "Jr", "<a>", "a<b>c", "a\nb", `"q"`, "'s'", `\x\`, "é", "a  b", "x:", "O'Neil", "a\tb", "x@y.z",
	} {
		out := p.with("GIT_AUTHOR_NAME="+text, "GIT_AUTHOR_EMAIL="+text, "GIT_AUTHOR_DATE=@0 +0000").run("var", "GIT_AUTHOR_IDENT")
		got := cleanIdentity(text)
		if want := strings.TrimSuffix(out, "\n"); got+" <"+got+"> 0 +0000" != want {
			t.Errorf("%q: git writes %q, here %q", text, want, got)
		}
	}
}

func TestIdentity(t *testing.T) {
	const (
		user  = "[user]\nname = User\nemail = user@x\n"
		other = "[author]\nname = Author\n[committer]\nemail = committer@x\n"
		only  = "[user]\nuseConfigOnly = true\n"
	)
	type env = map[string]string
	for _, test := range []struct {
		what, config      string
		env               env
		author, committer string
		fallback          bool
		problems          int
	}{
		{"nothing", "", nil, "scaffold <scaffold@localhost>", "scaffold <scaffold@localhost>", true, 0},
		{"user", user, nil, "User <user@x>", "User <user@x>", false, 0},
		{"roles over user", user + other, nil, "Author <user@x>", "User <committer@x>", false, 0},
		{"environment over roles", user + other, env{"GIT_AUTHOR_NAME": "Env", "GIT_COMMITTER_EMAIL": "env@x"}, "Env <user@x>", "User <env@x>", false, 0},
		{"EMAIL last", "[user]\nname = User\n", env{"EMAIL": "mail@x"}, "User <mail@x>", "User <mail@x>", false, 0},
		{"user over EMAIL", user, env{"EMAIL": "mail@x"}, "User <user@x>", "User <user@x>", false, 0},
		{"half known", "[user]\nemail = user@x\n", nil, "scaffold <user@x>", "scaffold <user@x>", true, 0},
		{"author only", "", env{"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x"}, "A <a@x>", "scaffold <scaffold@localhost>", true, 0},
		{"only punctuation", "[user]\nname = ,<>\nemail = user@x\n", nil, "scaffold <user@x>", "scaffold <user@x>", true, 0},
		{"cleaned", "[user]\nname = \" A <B>\\nC, \"\nemail = <user@x>\n", nil, "A BC <user@x>", "A BC <user@x>", false, 0},
		{"config only, known", only + user, nil, "User <user@x>", "User <user@x>", false, 0},
		{"config only, unknown", only, nil, "", "", false, 2},
		{"config only, EMAIL does not count", only + "[user]\nname = User\n", env{"EMAIL": "mail@x"}, "", "", false, 1},
		{"config only, environment does", only, env{"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@x"}, "A <a@x>", "C <c@x>", false, 0},
	} {
		t.Run(test.what, func(t *testing.T) {
			s := LoadSettings(places(test.env, map[string]string{"/home/me/.gitconfig": test.config}))
			id, err := s.Identity(time.Unix(0, 0))
			checkProblems(t, err, test.problems)
			if err != nil {
				return
			}
			show := func(s Signature) string { return s.Name + " <" + s.Email + ">" }
			if show(id.Author) != test.author || show(id.Committer) != test.committer || id.Fallback != test.fallback {
				t.Errorf("%+v", id)
			}
		})
	}
}

func TestCommitDates(t *testing.T) {
	now := time.Date(2020, 1, 2, 3, 4, 5, 0, time.FixedZone("", 7200))
	for _, test := range []struct {
		what              string
		env               map[string]string
		author, committer string
		problems          int
	}{
		{"now", nil, "1577927045 +0200", "1577927045 +0200", 0},
		{"epoch", map[string]string{"SOURCE_DATE_EPOCH": "1000000000"}, "1000000000 +0000", "1000000000 +0000", 0},
		{"epoch zero", map[string]string{"SOURCE_DATE_EPOCH": "0"}, "0 +0000", "0 +0000", 0},
		{"git over epoch", map[string]string{"SOURCE_DATE_EPOCH": "1", "GIT_AUTHOR_DATE": "@5 +0100"}, "5 +0100", "1 +0000", 0},
		{"local", map[string]string{"GIT_COMMITTER_DATE": "2005-04-07T22:13:13"}, "1577927045 +0200", "1112904793 +0200", 0},
		{"bad epoch", map[string]string{"SOURCE_DATE_EPOCH": "1.5"}, "", "", 1},
		{"negative epoch", map[string]string{"SOURCE_DATE_EPOCH": "-1"}, "", "", 1},
		{"epoch of milliseconds", map[string]string{"SOURCE_DATE_EPOCH": "1577927045000"}, "", "", 1},
		{"both bad", map[string]string{"GIT_AUTHOR_DATE": "tomorrow", "GIT_COMMITTER_DATE": "x"}, "", "", 2},
	} {
		t.Run(test.what, func(t *testing.T) {
			id, err := LoadSettings(places(test.env, nil)).Identity(now)
			checkProblems(t, err, test.problems)
			show := func(s Signature) string { return itoa(s.When.Unix()) + " " + s.When.Format("-0700") }
			if err == nil && (show(id.Author) != test.author || show(id.Committer) != test.committer) {
				t.Errorf("author %s, committer %s", show(id.Author), show(id.Committer))
			}
		})
	}
}
