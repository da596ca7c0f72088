package lock

import "strings"

// ParseHead is Parse for a lock whose lines of files are of no use any more: it reads all but them.
func ParseHead(data []byte, label string) (Lock, error) {
	head, _ := cutFiles(data)
	l, problems := parseAny(head+"files: []\n", label)
	return l, problems.Err()
}

// Lines gives the lines of files that can be read each by itself, in the order of the file. A path may be there twice.
func Lines(data []byte) []Entry {
	_, files := cutFiles(data)
	var entries []Entry
	for line := range strings.Lines(files) {
		if e, ok := readLine(strings.TrimSuffix(line, "\n")); ok {
			entries = append(entries, e)
		}
	}
	return entries
}

// cutFiles cuts a lock before the line of "files:".
func cutFiles(data []byte) (head, files string) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	at := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "files:") {
			break
		}
		at += len(line)
	}
	return text[:at], text[at:]
}
