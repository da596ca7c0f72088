package pin

import (
	"regexp"
	"strconv"
	"strings"
)

// scanPackage finds the dependencies of a package.json that has one a line, as npm writes it.
func scanPackage(lines []string) map[string]*list {
	open := regexp.MustCompile(`^\s*"((?:\w*[dD]ependencies)|overrides|resolutions|engines)"\s*:\s*\{\s*$`)
	element := regexp.MustCompile(`^(\s*)"([^"\\]+)"(\s*:\s*)"([^"\\]*)"\s*(,?)\s*$`)
	lists := map[string]*list{}
	for i := 0; i < len(lines); i++ {
		m := open.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		l := &list{start: i + 1, separator: ","}
		for i++; i < len(lines); i++ {
			e := element.FindStringSubmatch(lines[i])
			if e == nil {
				break
			}
			text := strconv.Quote(e[2]) + e[3] + `"` + placeholder + `"`
			l.add(entry{key: e[2], indent: e[1], text: text, pinned: pinned{spec: e[4]}, order: semantic, start: i, end: i + 1})
		}
		if l.end = i; lists[m[1]] == nil && i < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[i]), "}") {
			lists[m[1]] = l
		}
	}
	return lists
}
