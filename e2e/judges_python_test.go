//go:build judges

package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// python runs what is installed in the project's own environment.
func (p *subject) python(program string, args ...string) string {
	p.t.Helper()
	return p.ok(append([]string{".venv/bin/" + program}, args...)...)
}

// installs makes the environment from the lock with all hashes checked, and has pip look for what does not fit together.
func installs(p *subject) string {
	p.ok("make", "install")
	p.ok("uv", "pip", "check", "--python", ".venv")
	return ""
}

// offline makes it once more where nothing can be reached.
func offline(p *subject) string {
	installsOffline(p.t, p.dir)
	return ""
}

func ruff(p *subject) string {
	p.python("ruff", "check", ".")
	return ""
}

func ruffFormat(p *subject) string {
	p.python("ruff", "format", "--check", ".")
	return ""
}

// mypy must be content without being told to look away.
func mypy(p *subject) string {
	p.python("mypy")
	var ignores []string
	away := regexp.MustCompile(`#\s*(type:\s*ignore|noqa|nosec|pragma: no cover)`)
	for _, name := range p.tracked("*.py", ":!**/migrations/*") {
		for i, line := range strings.Split(p.ok("git", "show", "HEAD:"+name), "\n") {
			if away.MatchString(line) {
				ignores = append(ignores, fmt.Sprintf("%s:%d: %s", name, i+1, line))
			}
		}
	}
	return p.found(ignores)
}

func djlint(p *subject) string {
	args := []string{"--lint", "--check", "."}
	if p.combination.set == "micro" { // it has no configuration of djlint, so its templates may be laid out otherwise
		args = []string{"--lint", "--profile=jinja", "src"}
	}
	p.tool("djlint", "1.49.9", "djlint", args...)
	return ""
}

// deptry looks up what is installed, so it runs beside it.
func deptry(p *subject) string {
	p.ok("uv", "pip", "install", "--quiet", "--python", ".venv", "deptry==0.25.1")
	args := []string{"."}
	if p.combination.set == "micro" { // nor of deptry: what is used by its name, not imported
		args = append(args, "--known-first-party=shop", "--per-rule-ignores=DEP002="+
			"gunicorn|psycopg|pymysql|redis|alembic|flask-alembic|python-dotenv")
	}
	p.python("deptry", args...)
	return ""
}

func bandit(folders ...string) func(p *subject) string {
	return func(p *subject) string {
		p.tool("bandit", "1.9.4", "bandit", append([]string{"--quiet", "--exclude", "*/tests/*", "--recursive"}, folders...)...)
		return ""
	}
}

// schemathesis makes requests from an OpenAPI document and holds the answers against it.
func (p *subject) schemathesis(path string, headers ...string) string {
	p.t.Helper()
	args := []string{
		"run", p.server.url + path, "--max-examples", "20", "--seed", "1", "--no-color", "--workers", "1",
		"--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance",
	}
	for _, header := range headers {
		args = append(args, "--header", header)
	}
	// It leaves notes where it runs.
	p.run(p.t.TempDir(), append([]string{"uvx", "--quiet", "--from", "schemathesis==" + schemathesisVersion, "schemathesis"}, args...)...)
	return ""
}

const schemathesisVersion = "4.32.5"

// What every Python project has before its judges; the tests come after the linters, which are quicker to tell.
func pythonJudges() []judge {
	return []judge{
		{name: "clean", run: clean},
		{name: "install", run: installs},
		{name: "ruff", run: ruff},
		{name: "format", run: ruffFormat},
		{name: "mypy", run: mypy},
		{name: "deptry", run: deptry},
		{name: "djlint", run: djlint},
		{name: "gitleaks", run: gitleaks},
		{name: "yamllint", run: yamllint},
		{name: "actionlint", when: hasWorkflows, run: actionlint},
		{name: "zizmor", when: hasWorkflows, run: zizmor},
		{name: "containers", when: hasContainers, run: containers},
	}
}

// djangoProduction is what an operator sets. The secret is long and random, as the check demands; the rest is harmless.
func djangoProduction() []string {
	return []string{
		"DJANGO_SETTINGS_MODULE=config.settings.prod", "ALLOWED_HOSTS=localhost,127.0.0.1",
		"SECRET_KEY=" + strings.Repeat("k3Jx9Qz-", 9), "DEFAULT_FROM_EMAIL=shop@example.com", "EMAIL_HOST=127.0.0.1",
		"SECURE_HSTS_SECONDS=63072000", "API_ANON_RATE=6000/min", "API_USER_RATE=6000/min",
		"AWS_STORAGE_BUCKET_NAME=shop", "AWS_ENDPOINT_URL_S3=https://s3.example.com", "AWS_ACCESS_KEY_ID=shop", "AWS_SECRET_ACCESS_KEY=shop",
	}
}

func djangoJudges() []judge {
	return append(pythonJudges(),
		judge{name: "imports", run: func(p *subject) string {
			p.python("lint-imports", "--no-logo")
			return ""
		}},
		judge{name: "bandit", run: bandit("config", "apps")},
		judge{name: "deploy", run: djangoDeploy},
		judge{name: "static", run: func(p *subject) string {
			p.with(p.djangoEnv(), func() { p.python("python", "manage.py", "collectstatic", "--noinput", "--clear") })
			return ""
		}},
		judge{name: "migrations", run: djangoMigrations},
		judge{name: "tests 100 %", run: djangoTests},
		judge{name: "jobs", when: hasJobs, run: celery("config.celery", "app")},
		judge{name: "pages", run: djangoPages},
		judge{name: "site", run: djangoSite},
		judge{name: "add+remove", run: addRemove},
		judge{name: "first page", run: func(p *subject) string { return firstPage(p, "make", "run") }},
		judge{name: "offline", run: offline},
		judge{name: "still clean", run: clean},
	)
}

// djangoEnv is production's environment; where the database is a file it is named, as production has no default.
func (p *subject) djangoEnv() []string {
	env := djangoProduction()
	if p.combination.database == "sqlite" {
		env = append(env, "DATABASE_URL=sqlite:///db.sqlite3")
	}
	return env
}

func djangoDeploy(p *subject) string {
	p.with(p.djangoEnv(), func() {
		p.python("python", "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
	})
	return ""
}

// djangoMigrations goes forward, all the way back, and forward again, and finds nothing left to migrate.
func djangoMigrations(p *subject) string {
	manage := func(args ...string) { p.python("python", append([]string{"manage.py"}, args...)...) }
	manage("makemigrations", "--check", "--dry-run")
	manage("migrate")
	for _, app := range append(slices.Clone(p.combination.apps), "admin", "accounts") {
		manage("migrate", app, "zero")
	}
	manage("migrate")
	manage("migrate", "--check")
	return ""
}

// djangoTests wants every branch covered, whatever the order of the tests: more than a project demands of its owner.
func djangoTests(p *subject) string {
	p.ok("make", "test-all")
	p.python("coverage", "report", "--fail-under", "100")
	return ""
}
