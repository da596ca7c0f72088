package main

import (
	"os"
	"path/filepath"
	"regexp"
)

// locked returns the versions pinned by the existing lock, or none for an upgrade.
func locked(s spec, upgrade bool) map[string]string {
	versions := map[string]string{}
	text, err := os.ReadFile(s.devLockFile())
	if err != nil || upgrade {
		return versions
	}
	left, right := regexp.QuoteMeta(s.Delims[0]), regexp.QuoteMeta(s.Delims[1])
	entry := regexp.MustCompile(`(?m)(?:^|` + right + `)([a-z0-9-]+)==(.+?)(?: |$|` + left + `)`)
	for _, m := range entry.FindAllStringSubmatch(string(text), -1) {
		versions[m[1]] = m[2]
	}
	return versions
}

// write writes the files, and creates the folders that they need.
func write(files map[string]string) error {
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // source code, read by all
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil { //nolint:gosec // source code, read by all
			return err
		}
	}
	return nil
}
