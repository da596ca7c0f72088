package cli

import (
	"encoding/xml"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/author"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newBlueprintTest(a *app) *cobra.Command {
	var r author.TestRequest
	var junit string
	cmd := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Render a blueprint with many answers, and check each project",
		Long: `Render the blueprint in DIR, or in the current folder, with the answers in each of
its tests/*.yaml, and with further answers so that any two choices occur together
at least once. Each project must render, and render the same again; no two layers
may claim the same file.

With --run, a command must also succeed in every project, in a temporary folder.
With --update-from, projects of an earlier version are updated: no update of a
project that nobody edited may conflict.`,
		Example: `  scaffold blueprint test ./service
  scaffold blueprint test ./service --run 'make test' --junit report.xml
  scaffold blueprint test ./service --update-from ../service-1.0`,
		Args:              expects(0, 1, "at most one blueprint: full, micro or a directory"),
		ValidArgsFunction: completeUpTo(1),
	}
	f := cmd.Flags()
	f.StringVar(&r.Run, "run", "", "run a shell `COMMAND` in every rendered project")
	f.DurationVar(&r.Limit, "timeout", 10*time.Minute, "end a command that runs longer, such as 90s or 10m")
	f.IntVar(&r.Workers, "jobs", runtime.GOMAXPROCS(0), "test `NUMBER` projects at a time")
	f.StringVar(&r.Earlier, "update-from", "", "update projects of the earlier version in `DIR`")
	f.StringVar(&junit, "junit", "", "write a JUnit report to `FILE`")
	_ = cmd.RegisterFlagCompletionFunc("update-from", completeSource)
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if r.Limit <= 0 || r.Workers <= 0 {
			return &failure{code: exitUsage, err: errors.New("--timeout and --jobs must be more than 0")}
		}
		r.Source = sourceOf(args)
		r.Done = func(c author.Case) {
			if !a.json {
				a.printCase(c)
			}
		}
		if r.Run != "" {
			a.ending.Add(1) // until every command has ended, and its folder is removed
			defer a.ending.Add(-1)
		}
		r.Env = a.environment(project.Asker{})
		tested, err := author.Test(cmd.Context(), r)
		if err != nil {
			return err
		}
		if junit != "" {
			report, err := junitReport(tested)
			if err != nil {
				return err
			}
			if err := disk.Save(junit, report); err != nil {
				return err
			}
		}
		return a.reportTest(tested)
	}
	return cmd
}

// printCase prints a row for a case, and below it what is wrong.
func (a *app) printCase(c author.Case) {
	p := a.out
	sign, name := p.green(p.symbols.done), c.Name
	if !c.Passed() {
		sign = p.red("!")
	}
	if c.Update {
		name = "update: " + name
	}
	const longest = 150
	p.printf("  %s %9s %6d ms  %s\n", sign, count(c.Files, "file"), c.Took.Milliseconds(), problem.Clip(name, longest))
	for _, found := range c.Problems {
		p.printf("      %s\n", found.Error())
		for _, hint := range found.Hints {
			p.printf("      %s %s\n", p.cyan("hint:"), hint)
		}
	}
	if c.Failed != "" {
		const most = 20 // lines of the output
		lines := strings.Split(strings.TrimRight(c.Output, "\n"), "\n")
		for _, line := range lines[max(0, len(lines)-most):] {
			p.printf("      | %s\n", strings.TrimSuffix(line, "\r"))
		}
		p.printf("      the command failed: %s\n", c.Failed)
	}
	if !c.Passed() {
		p.printf("      %s %s\n", p.cyan("hint:"), c.Command)
	}
}

// reportTest prints the outcome. It returns an error if anything failed.
func (a *app) reportTest(t *author.Tested) error {
	failed, atFault := 0, 0
	cases := []map[string]any{}
	for _, c := range t.Cases {
		if !c.Passed() {
			failed++
		}
		if len(c.Problems) > 0 {
			atFault++
		}
		cases = append(cases, map[string]any{
			"name": c.Name, "update": c.Update, "command": c.Command, "passed": c.Passed(), "files": c.Files,
			"problems": append(problem.List{}, c.Problems...), "failed": c.Failed, "output": c.Output, "elapsed_ms": c.Took.Milliseconds(),
		})
	}
	for _, note := range t.Notes {
		a.warn(note)
	}
	if a.json {
		if err := a.out.printJSON(map[string]any{
			"name": t.Blueprint.Name, "version": t.Blueprint.Version, "passed": len(cases) - failed, "failed": failed,
			"cases": cases, "notes": append(problem.List{}, t.Notes...), "elapsed_ms": t.Took.Milliseconds(),
		}); err != nil {
			return err
		}
	}
	if failed > 0 {
		code := exitFailed // only the command did
		if atFault > 0 {
			code = exitUsage
		}
		return &failure{code: code, quiet: a.json, err: fmt.Errorf("%d of %s failed", failed, count(len(cases), "project"))}
	}
	if !a.json {
		a.out.printf("%s %s %s: %s in %d ms\n", a.out.green(a.out.symbols.done), t.Blueprint.Name, t.Blueprint.Version,
			count(len(cases), "project"), t.Took.Milliseconds())
	}
	return nil
}

// junitReport returns a report as CI systems read it, in the format of Apache Ant's junitreport.
func junitReport(t *author.Tested) ([]byte, error) {
	type failed struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	type testCase struct {
		Name    string  `xml:"name,attr"`
		Class   string  `xml:"classname,attr"`
		Time    float64 `xml:"time,attr"`
		Failure *failed `xml:"failure"`
	}
	suite := struct {
		XMLName  xml.Name   `xml:"testsuite"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Time     float64    `xml:"time,attr"`
		Cases    []testCase `xml:"testcase"`
	}{Name: t.Blueprint.Name + " " + t.Blueprint.Version, Tests: len(t.Cases), Time: t.Took.Seconds()}
	for _, c := range t.Cases {
		row := testCase{Name: c.Name, Class: t.Blueprint.Name, Time: c.Took.Seconds()}
		if c.Update {
			row.Class += ".update"
		}
		if !c.Passed() {
			suite.Failures++
			message := c.Failed
			if len(c.Problems) > 0 {
				message = c.Problems[0].Error()
			}
			row.Failure = &failed{Message: message, Text: c.Command + "\n" + c.Problems.Error() + "\n" + c.Output}
		}
		suite.Cases = append(suite.Cases, row)
	}
	document, err := xml.MarshalIndent(suite, "", "  ")
	return append([]byte(xml.Header), append(document, '\n')...), err
}
