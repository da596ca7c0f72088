package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// parameter is one of the twelve by which people choose between a small framework and a large one.
type parameter struct {
	Name  string `json:"parameter"`
	Full  string `json:"full"`
	Micro string `json:"micro"`
}

// parameters returns what the layouts offer.
func parameters() []parameter {
	return []parameter{
		{"uses", "whole products: pages, accounts, admin, API", "small services, APIs, single-page sites"},
		{"structure", "apps/NAME/ per concern; apps never import each other's insides", "one app in one package"},
		{"databases", "SQLite, PostgreSQL, MySQL or MariaDB", "none, any of these, or MongoDB"},
		{"flexibility", "sensible defaults, every one replaceable", "everything is registered in one place"},
		{"templates", "html/template (Go), Django templates (Python)", "html/template (Go), Jinja2 (Python)"},
		{"ORM", "bun and goose (Go), Django ORM (Python), with migrations", "with a database: bun and goose (Go), SQLAlchemy and Alembic (Python)"},
		{"batteries", "included", "none: add what you need"},
		{"conventions", "one way, written down in the project's README", "yours"},
		{"documentation", "README and docs; the API's own docs are served", "one README"},
		{"admin", "an admin for every registered model (Go), Django admin (Python)", "none; a feature adds one (Go) or Flask-Admin (Python)"},
		{"bootstrapping", "its own binary (Go), manage.py (Python)", "go run . (Go), flask (Python)"},
		{"REST", "typed handlers (Go), Django REST Framework (Python); OpenAPI", "plain handlers; a feature with OpenAPI"},
	}
}

func newLayouts(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "layouts",
		Short: "Show the two layouts side by side",
		Args:  noArguments(),
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		if a.json {
			return a.out.printJSON(parameters())
		}
		const nameWidth, layoutWidth = 16, 30 // with the two gaps, 80 characters
		line := func(paint func(string) safe, name, full, micro string) {
			row := fmt.Sprintf("%-*s  %-*s  %s", nameWidth, name, layoutWidth, full, micro)
			a.out.printf("%s\n", paint(strings.TrimRight(row, " ")))
		}
		line(a.out.bold, "", "full", "micro")
		line(a.out.dim, "", "many small apps,", "one small app,")
		line(a.out.dim, "", "batteries included", "add only what you need")
		line(a.out.dim, strings.Repeat("-", nameWidth), strings.Repeat("-", layoutWidth), strings.Repeat("-", layoutWidth))
		plain := func(s string) safe { return safe(s) }
		for i, p := range parameters() {
			full, micro := wrap(p.Full, layoutWidth), wrap(p.Micro, layoutWidth)
			for row := range max(len(full), len(micro)) {
				name := ""
				if row == 0 {
					name = fmt.Sprintf("%2d %s", i+1, p.Name)
				}
				line(plain, name, at(full, row), at(micro, row))
			}
		}
		a.out.printf("\nStart one: scaffold new NAME --layout full|micro\n")
		return nil
	}
	return cmd
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// wrap breaks text at spaces into lines of at most width characters; a longer word stands alone.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
