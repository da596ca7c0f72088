package blueprint

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// maxName is how many characters the name of a project may have.
const maxName = 100

// CheckName reports why a project cannot have a name: it becomes a folder on every system, and part of many other
// names. Allowed are ASCII letters, digits, '.', '_' and '-', starting with a letter. The error is a problem.Problem.
func CheckName(name string) error {
	why := nameProblem(name)
	if why == "" {
		return nil
	}
	p := problem.Problem{Message: fmt.Sprintf("the project cannot be called %s: %s", describe(name), why)}
	if better := suggestName(name); better != "" {
		p.Hints = []string{fmt.Sprintf("call it %q", better)}
	}
	return p
}

func nameProblem(name string) string {
	switch {
	case name == "":
		return "the name is empty"
	case !regexp.MustCompile(`^[A-Za-z0-9._-]+$`).MatchString(name):
		return "only ASCII letters, digits, '.', '_' and '-' are allowed"
	case len(name) > maxName:
		return fmt.Sprintf("it is too long (%d characters; limit %d)", len(name), maxName)
	case name[0]|0x20 < 'a' || name[0]|0x20 > 'z':
		return "it must start with a letter"
	case strings.HasSuffix(name, "."):
		return "it ends in a dot, which Windows drops"
	case isWindowsDevice(name):
		return "Windows reserves it for a device"
	}
	return ""
}

// isWindowsDevice knows the names that Windows gives to devices, in any case and with any extension.
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func isWindowsDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	return regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`).MatchString(stem)
}

// suggestName returns an allowed name that is close to what the person wrote, or "".
func suggestName(name string) string {
	if len(name) > maxName {
		return ""
	}
	better := regexp.MustCompile(`[^A-Za-z0-9._]+`).ReplaceAllString(name, "-")
	better = strings.TrimLeft(strings.TrimRight(better, "-."), "0123456789-._")
	if isWindowsDevice(better) {
		better += "-app"
		if stem, extension, found := strings.Cut(name, "."); found {
			better = stem + "-" + extension
		}
	}
	if better == name || nameProblem(better) != "" {
		return ""
	}
	return better
}
