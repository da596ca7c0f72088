package merge

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// pins is a file in three versions, and what a merge of its pins is; want is "" where it is a conflict.
type pins struct {
	name, file               string
	base, ours, theirs, want string
}

func (p pins) run(t *testing.T) {
	t.Helper()
	file := func(s string) tree.Tree {
		if s == "" {
			return tree.Tree{}
		}
		return tree.Tree{p.file: {Data: []byte(s), Mode: tree.Regular, Strategy: tree.Pins}}
	}
	ours := file(p.ours)
	plan := Trees(file(p.base), ours, file(p.theirs), TreeOptions{})
	got := string(plan.Apply(ours)[p.file].Data)
	switch {
	case p.want == "" && plan.Conflicts() == 0:
		t.Errorf("no conflict:\n%s", got)
	case p.want != "" && (got != p.want || plan.Conflicts() > 0):
		t.Errorf("got:\n%s\nwant:\n%s", got, p.want)
	}
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	ours = file(crlf(p.ours))
	plan = Trees(file(p.base), ours, file(p.theirs), TreeOptions{})
	if got := string(plan.Apply(ours)[p.file].Data); p.want != "" && got != crlf(p.want) {
		t.Errorf("with CRLF, got:\n%q", got)
	}
}

func TestRequirements(t *testing.T) {
	const file = "requirements.lock"
	for _, tt := range []pins{
		{
			name: "each raised by one side, side by side",
			base: "a==1\nb==1\nc==1\n", ours: "a==2\nb==1\nc==2\n", theirs: "a==1\nb==2\nc==1\n", want: "a==2\nb==2\nc==2\n",
		},
		{
			name: "the higher version with its own hashes and comment",
			base: "a==1.9 \\\n    --hash=sha256:19\nb==1 \\\n    --hash=sha256:b1\n    # via a\n",
			ours: "a==1.10 \\\n    --hash=sha256:110a \\\n    --hash=sha256:110b\nb==2 \\\n    --hash=sha256:b2\n    # via ours\n",
			theirs: "a==1.9.5 \\\n    --hash=sha256:195\nb==3 \\\n    --hash=sha256:b3a \\\n    --hash=sha256:b3b\n    # via\n" +
				"    #   theirs\n    #   x\n",
			want: "a==1.10 \\\n    --hash=sha256:110a \\\n    --hash=sha256:110b\nb==3 \\\n    --hash=sha256:b3a \\\n" +
				"    --hash=sha256:b3b\n    # via\n    #   theirs\n    #   x\n",
		},
		{
			name: "raised by ours, lowered by theirs",
			base: "a==2\n", ours: "a==3\n", theirs: "a==1\n", want: "a==3\n",
		},
		{
			name: "lowered by theirs alone",
			base: "a==2\nb==1\n", ours: "a==2\nb==2\n", theirs: "a==1\nb==1\n", want: "a==1\nb==2\n",
		},
		{
			name: "neighbours added on both sides",
			base: "# head\na==1\nf==1\n", ours: "# head\na==1\nb==1\nd==1\nf==1\n", theirs: "# head\na==1\nc==1\nf==2\ng==1\n",
			want: "# head\na==1\nb==1\nc==1\nd==1\nf==2\ng==1\n",
		},
		{
			name: "the first of all",
			base: "# head\nb==1\n", ours: "# head\nb==2\n", theirs: "# head\na==1\nb==1\n", want: "# head\na==1\nb==2\n",
		},
		{
			name: "removed by one side, raised by the other",
			base: "a==1\nb==1\nc==1\n", ours: "a==2\nc==1\n", theirs: "b==2\nc==2\n", want: "c==2\n",
		},
		{
			name: "removed by theirs, and given an extra by ours",
			base: "a==1\nb==1\n", ours: "a[x]==1\nb==1\n", theirs: "b==1\n",
		},
		{
			name: "a marker by one side, a version by the other",
			base: "a==1 ; python_version < '3.13'\n", ours: "a==1\n", theirs: "a==2 ; python_version < '3.13'\n", want: "a==2\n",
		},
		{
			name: "markers by both sides",
			base: "a==1\n", ours: "a==1 ; sys_platform == 'win32'\n", theirs: "a==1 ; python_version < '3'\n",
		},
		{
			name: "hashes of one version by both sides",
			base: "a==1 \\\n    --hash=sha256:11\n", ours: "a==1 \\\n    --hash=sha256:11 \\\n    --hash=sha256:33\n",
			theirs: "a==1 \\\n    --hash=sha256:11 \\\n    --hash=sha256:22\n",
			want:   "a==1 \\\n    --hash=sha256:11 \\\n    --hash=sha256:22 \\\n    --hash=sha256:33\n",
		},
		{
			name: "all rewritten by one side with comments",
			base: "a==1\nb==1\n", ours: "a==2\n    # via x\nb==1\n    # via y\n", theirs: "a==1\nb==2\nc==1\n",
			want: "a==2\n    # via x\nb==2\n    # via y\nc==1\n",
		},
		{
			name: "two versions that are none", base: "a @ https://x/1\n", ours: "a @ https://x/2\n", theirs: "a @ https://x/3\n",
		},
		{
			name: "both added, at other versions", base: "b==1\n", ours: "a==1\nb==1\n", theirs: "a==2\nb==1\n", want: "a==2\nb==1\n",
		},
		{
			name: "not sorted by their owner", base: "b==1\na==1\n", ours: "b==1\na==1\nz==1\n", theirs: "b==1\nc==1\na==2\n",
			want: "b==1\nc==1\na==2\nz==1\n",
		},
		{
			name: "one package at two versions",
			base: "a==1 ; x < '1'\na==2 ; x >= '1'\n", ours: "a==1 ; x < '1'\na==3 ; x >= '1'\n",
			theirs: "a==1.5 ; x < '1'\na==2.5 ; x >= '1'\n", want: "a==1.5 ; x < '1'\na==3 ; x >= '1'\n",
		},
		{
			name: "other text by both sides", base: "# head\na==1\n", ours: "# mine\na==2\n", theirs: "# theirs\na==3\n",
		},
	} {
		tt.file = file
		t.Run(tt.name, tt.run)
	}
}

func TestPyproject(t *testing.T) {
	const file = "pyproject.toml"
	project := func(dependencies ...string) string {
		return "[project]\nname = \"shop\"\ndependencies = [\n    " + strings.Join(dependencies, ",\n    ") + ",\n]\n\n[tool.x]\na = 1\n"
	}
	for _, tt := range []pins{
		{
			name: "raised, and added beside it",
			base: project(`"django>=6.1"`, `"gunicorn>=27.0"`), ours: project(`"django>=6.1.4"`, `"environs>=15"`, `"gunicorn>=27.1"`),
			theirs: project(`"celery[redis]>=5.6"`, `"django>=6.2"`, `"django-redis>=6"`, `"gunicorn>=27.0"`),
			want:   project(`"celery[redis]>=5.6"`, `"django>=6.2"`, `"django-redis>=6"`, `"environs>=15"`, `"gunicorn>=27.1"`),
		},
		{
			name: "a cap by the owner, a raise by the blueprint",
			base: project(`"django>=6.1"`), ours: project(`"django>=6.1,<7"`), theirs: project(`"django>=6.2"`),
		},
		{
			name: "comments behind",
			base: project(`"a>=1"`, `"b>=1"`), ours: project(`"a>=2"`, `"b>=1"`), theirs: "[project]\nname = \"shop\"\ndependencies = [\n" +
				"    \"a>=1\", # why\n    \"b>=3\",\n]\n\n[tool.x]\na = 1\n",
			want: "[project]\nname = \"shop\"\ndependencies = [\n    \"a>=2\", # why\n    \"b>=3\",\n]\n\n[tool.x]\na = 1\n",
		},
		{
			name: "no comma behind the last",
			base: "[dependency-groups]\ndev = [\n  \"a>=1\"\n]\n", ours: "[dependency-groups]\ndev = [\n  \"a>=2\",\n  \"c>=1\"\n]\n",
			theirs: "[dependency-groups]\ndev = [\n  \"a>=1\",\n  \"b>=1\",\n  {include-group = \"x\"},\n]\n",
			want:   "[dependency-groups]\ndev = [\n  \"a>=2\",\n  \"b>=1\",\n  \"c>=1\",\n  {include-group = \"x\"}\n]\n",
		},
		{
			name: "a list of words, a neighbour by each side",
			base: "[tool.deptry]\nignore = [ # why\n    \"a\",\n    \"z\",\n]\n", ours: "[tool.deptry]\nignore = [ # why\n    \"a\",\n    \"m\",\n    \"z\",\n]\n",
			theirs: "[tool.deptry]\nignore = [ # why\n    \"a\",\n    \"b\",\n    \"z\",\n]\n",
			want:   "[tool.deptry]\nignore = [ # why\n    \"a\",\n    \"b\",\n    \"m\",\n    \"z\",\n]\n",
		},
		{
			name: "on one line", base: "[build-system]\nrequires = [\"flit-core>=4\", \"b\"]\n",
			ours: "[build-system]\nrequires = [\"flit-core>=4.1\", \"b\"]\n", theirs: "[build-system]\nrequires = [\"flit-core>=4.2\", \"b\"]\n",
			want: "[build-system]\nrequires = [\"flit-core>=4.2\", \"b\"]\n",
		},
		{
			name: "another text is left alone", base: "[tool]\nx = \"\"\"\nd = [\n\"a>=1\",\n]\n\"\"\"\n",
			ours: "[tool]\nx = \"\"\"\nd = [\n\"a>=2\",\n]\n\"\"\"\n", theirs: "[tool]\nx = \"\"\"\nd = [\n\"a>=3\",\n]\n\"\"\"\n",
		},
	} {
		tt.file = file
		t.Run(tt.name, tt.run)
	}
}

func TestGoMod(t *testing.T) {
	const file = "go.mod"
	for _, tt := range []pins{
		{
			name: "raised by both, and added by theirs",
			base: "module m\n\ngo 1.26.0\n\nrequire (\n\ta.org/a v1.0.0\n\tb.org/b v1.0.0\n)\n\nrequire c.org/c v1.0.0 // indirect\n",
			ours: "module m\n\ngo 1.26.1\n\nrequire (\n\ta.org/a v1.3.1\n\tb.org/b v1.1.0\n)\n\nrequire c.org/c v1.2.0 // indirect\n",
			theirs: "module m\n\ngo 1.26.0\n\nrequire (\n\ta.org/a v1.3.2\n\tb.org/b v1.0.0\n\tc.org/c v1.1.0\n)\n\nrequire (\n" +
				"\td.org/d v1.0.0 // indirect\n\te.org/e v0.0.0-20250101000000-abcdefabcdef // indirect\n)\n",
			want: "module m\n\ngo 1.26.1\n\nrequire (\n\ta.org/a v1.3.2\n\tb.org/b v1.1.0\n\tc.org/c v1.2.0\n)\n\nrequire (\n" +
				"\td.org/d v1.0.0 // indirect\n\te.org/e v0.0.0-20250101000000-abcdefabcdef // indirect\n)\n",
		},
		{
			name: "the first of both", base: "module m\n\ngo 1.26.0\n", ours: "module m\n\ngo 1.26.0\n\nrequire a.org/a v1.0.0\n",
			theirs: "module m\n\ngo 1.26.0\n\nrequire (\n\tb.org/b v1.0.0\n\tc.org/c v1.0.0\n)\n\nrequire d.org/d v1.0.0 // indirect\n",
			want: "module m\n\ngo 1.26.0\n\nrequire (\n\ta.org/a v1.0.0\n\tb.org/b v1.0.0\n\tc.org/c v1.0.0\n)\n\n" +
				"require d.org/d v1.0.0 // indirect\n",
		},
		{
			name:   "removed here, raised there, with a replacement of the owner's",
			base:   "module m\n\ngo 1.26\n\nrequire (\n\ta.org/a v1.0.0\n\tb.org/b v1.0.0\n)\n",
			ours:   "module m\n\ngo 1.26\n\nrequire b.org/b v1.0.0\n\nreplace b.org/b => ../b\n",
			theirs: "module m\n\ngo 1.26\n\nrequire (\n\ta.org/a v1.1.0\n\tb.org/b v1.1.0\n)\n",
			want:   "module m\n\ngo 1.26\n\nrequire b.org/b v1.1.0\n\nreplace b.org/b => ../b\n",
		},
		{
			name: "tools", base: "module m\n\ngo 1.26\n\ntool a.org/a\n", ours: "module m\n\ngo 1.26\n\ntool (\n\ta.org/a\n\tb.org/b\n)\n",
			theirs: "module m\n\ngo 1.26\n\ntool (\n\ta.org/a\n\tc.org/c\n)\n",
			want:   "module m\n\ngo 1.26\n\ntool (\n\ta.org/a\n\tb.org/b\n\tc.org/c\n)\n",
		},
		{
			name: "replaced in two ways", base: "module m\n\ngo 1.26\n", ours: "module m\n\ngo 1.26\n\nreplace a.org/a => ../a\n",
			theirs: "module m\n\ngo 1.26\n\nreplace a.org/a => ../b\n",
		},
	} {
		tt.file = file
		t.Run(tt.name, tt.run)
	}
}

func TestOtherPins(t *testing.T) {
	sha := strings.Repeat("a1", 20)
	sha2, sha3 := strings.Repeat("b2", 20), strings.Repeat("c3", 20)
	for _, tt := range []pins{
		{
			name: "package.json", file: "web/package.json",
			base:   "{\n  \"dependencies\": {\n    \"a\": \"^1.0.0\",\n    \"c\": \"~1.0.0\"\n  },\n  \"x\": 1\n}\n",
			ours:   "{\n  \"dependencies\": {\n    \"a\": \"^1.2.0\",\n    \"b\": \"1.0.0\",\n    \"c\": \"~1.1.0\"\n  },\n  \"x\": 1\n}\n",
			theirs: "{\n  \"dependencies\": {\n    \"a\": \"^1.10.0\",\n    \"c\": \"~1.0.0\",\n    \"d\": \"^2.0.0\"\n  },\n  \"x\": 1\n}\n",
			want: "{\n  \"dependencies\": {\n    \"a\": \"^1.10.0\",\n    \"b\": \"1.0.0\",\n    \"c\": \"~1.1.0\",\n" +
				"    \"d\": \"^2.0.0\"\n  },\n  \"x\": 1\n}\n",
		},
		{
			name: "Dockerfile", file: "Dockerfile",
			base:   "FROM python:3.14-slim@sha256:aa AS build\nRUN a\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nFROM python:3.14-slim@sha256:aa\n",
			ours:   "FROM python:3.15-slim@sha256:bb AS build\nRUN mine\nCOPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/\nFROM python:3.15-slim@sha256:bb\n",
			theirs: "FROM python:3.14-slim@sha256:cc AS build\nRUN a\nCOPY --from=ghcr.io/astral-sh/uv:0.10 /uv /bin/\nFROM python:3.14-slim@sha256:cc\n",
			want:   "FROM python:3.15-slim@sha256:bb AS build\nRUN mine\nCOPY --from=ghcr.io/astral-sh/uv:0.10 /uv /bin/\nFROM python:3.15-slim@sha256:bb\n",
		},
		{
			name: "another image by the owner", file: "Dockerfile",
			base: "FROM python:3.14-slim@sha256:aa\n", ours: "FROM python:3.14-alpine@sha256:bb\n", theirs: "FROM python:3.15-slim@sha256:cc\n",
		},
		{
			name: "digests of one tag", file: "compose.yaml",
			base:   "services:\n  db:\n    image: postgres:18@sha256:aa\n",
			ours:   "services:\n  db:\n    image: postgres:18@sha256:bb\n",
			theirs: "services:\n  db:\n    image: postgres:18@sha256:cc\n",
			want:   "services:\n  db:\n    image: postgres:18@sha256:bb\n",
		},
		{
			name: "actions, also in a new job", file: ".github/workflows/ci.yml",
			base: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@" + sha + " # v4.1.0\n      - run: x\n",
			ours: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@" + sha2 + " # v5.0.0\n      - run: x\n",
			theirs: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@" + sha3 + " # v4.2.0\n      - run: x\n" +
				"  b:\n    steps:\n      - uses: actions/checkout@" + sha3 + " # v4.2.0\n",
			want: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@" + sha2 + " # v5.0.0\n      - run: x\n" +
				"  b:\n    steps:\n      - uses: actions/checkout@" + sha2 + " # v5.0.0\n",
		},
		{
			name: "commits without a version", file: ".github/workflows/ci.yml",
			base: "      - uses: a/b@" + sha + "\n", ours: "      - uses: a/b@" + sha2 + "\n", theirs: "      - uses: a/b@" + sha3 + "\n",
		},
		{
			name: "pre-commit hooks", file: ".pre-commit-config.yaml",
			base:   "repos:\n  - repo: https://x/a\n    rev: v0.1.0\n    hooks: []\n  - repo: https://x/b\n    rev: 1.0\n",
			ours:   "repos:\n  - repo: https://x/a\n    rev: v0.10.0\n    hooks: []\n  - repo: https://x/b\n    rev: 1.1\n",
			theirs: "repos:\n  - repo: https://x/a\n    rev: v0.9.0\n    hooks: []\n  - repo: https://x/b\n    rev: 1.2\n",
			want:   "repos:\n  - repo: https://x/a\n    rev: v0.10.0\n    hooks: []\n  - repo: https://x/b\n    rev: 1.2\n",
		},
		{
			name: "tools of a Makefile", file: "Makefile",
			base: "lint:\n\tgo run x.org/y/cmd/z@v1.0.0 run\n", ours: "lint:\n\tgo run x.org/y/cmd/z@v1.1.0 run\n",
			theirs: "lint:\n\tgo run x.org/y/cmd/z@v1.0.1 run\n", want: "lint:\n\tgo run x.org/y/cmd/z@v1.1.0 run\n",
		},
	} {
		t.Run(tt.name, tt.run)
	}
}

// TestSums merges a go.sum beside its go.mod, and names the command that renews both.
func TestSums(t *testing.T) {
	file := func(s string, strategy tree.Strategy) tree.File {
		return tree.File{Data: []byte(s), Mode: tree.Regular, Strategy: strategy, Renew: "go mod tidy"}
	}
	trees := func(mod, sum string) tree.Tree {
		return tree.Tree{"go.mod": file("module m\n\ngo 1.26\n\n"+mod, tree.Pins), "go.sum": file(sum, tree.Union)}
	}
	base := trees("require a.org/a v1.0.0\n", "a.org/a v1.0.0 h1:a10=\na.org/a v1.0.0/go.mod h1:a10m=\ntest.org/t v1.0.0 h1:t=\n")
	ours := trees("require a.org/a v1.1.0\n", "a.org/a v1.1.0 h1:a11=\na.org/a v1.1.0/go.mod h1:a11m=\ntest.org/t v1.0.0 h1:t=\n")
	theirs := trees("require (\n\ta.org/a v1.0.5\n\tb.org/b v1.0.0\n)\n",
		"a.org/a v1.0.5 h1:a105=\na.org/a v1.0.5/go.mod h1:a105m=\nb.org/b v1.0.0 h1:b=\nb.org/b v1.0.0/go.mod h1:bm=\ntest.org/t v1.0.0 h1:t=\n")
	plan := Trees(base, ours, theirs, TreeOptions{})
	want := "a.org/a v1.0.5/go.mod h1:a105m=\na.org/a v1.1.0 h1:a11=\na.org/a v1.1.0/go.mod h1:a11m=\n" +
		"b.org/b v1.0.0 h1:b=\nb.org/b v1.0.0/go.mod h1:bm=\ntest.org/t v1.0.0 h1:t=\n"
	if got := string(plan.Apply(ours)["go.sum"].Data); got != want || plan.Conflicts() > 0 {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	for _, c := range plan {
		if c.Renew != "go mod tidy" {
			t.Errorf("%s: renewed by %q", c.Path, c.Renew)
		}
	}
}

func TestStrategies(t *testing.T) {
	run := func(strategy tree.Strategy, base, ours, theirs string) (string, tree.Plan) {
		file := func(s string) tree.Tree {
			return tree.Tree{"f": {Data: spell(s), Mode: tree.Regular, Strategy: strategy, Renew: "make f"}}
		}
		plan := Trees(file(base), file(ours), file(theirs), TreeOptions{})
		return strings.ReplaceAll(string(plan.Apply(file(ours))["f"].Data), "\n", " "), plan
	}
	if got, plan := run(tree.Union, "a b ", "a x y b ", "a y z b "); got != "a x y z b " || plan.Conflicts() > 0 {
		t.Errorf("union: %q", got)
	}
	got, plan := run(tree.Ours, "a b ", "a x b ", "a y b ")
	if got != "a x b " || len(plan) != 1 || plan[0].Why != "changed on both sides: yours is kept" || plan[0].Renew != "make f" {
		t.Errorf("ours: %q, %v", got, plan)
	}
	if got, plan := run(tree.Ours, "a b ", "a b ", "a y b "); got != "a y b " || plan[0].Renew != "" {
		t.Errorf("ours, unedited: %q", got)
	}
	if _, plan := run(tree.Text, "a b ", "a x b ", "a y b "); plan.Conflicts() != 1 || plan[0].Renew != "make f" {
		t.Errorf("text: %v", plan)
	}
}
