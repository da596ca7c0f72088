package git

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Limits on a template: what people keep in one is a handful of hooks.
const (
	mostTemplateFiles = 1000
	mostTemplateBytes = 16 << 20
)

// ReadTemplate returns what git init copies into a new repository, for Options: the files in the folder of
// GIT_TEMPLATE_DIR, else of init.templateDir. Git's built-in one only has sample hooks, and does not count. It leaves out
// links, and what a repository fills by itself: objects, references, logs and the index.
func (s Settings) ReadTemplate(home string) ([]File, error) {
	dir := inHome(cmp.Or(s.getenv("GIT_TEMPLATE_DIR"), s.values["init.templatedir"]), home)
	if dir == "" {
		return nil, nil
	}
	var files []File
	size := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(dir, name)
		if err != nil || relative == "." {
			return err
		}
		path := filepath.ToSlash(relative)
		first, _, _ := strings.Cut(path, "/")
		switch {
		case slices.Contains([]string{"HEAD", "index", "logs", "objects", "packed-refs", "refs"}, first) && d.IsDir():
			return fs.SkipDir
		case slices.Contains([]string{"HEAD", "index", "packed-refs"}, path), !d.IsDir() && !d.Type().IsRegular():
			return nil
		case d.IsDir():
			files = append(files, File{path, nil, folder})
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, _, err := readRegular(name, mostTemplateBytes)
		if size += len(data); size > mostTemplateBytes || len(files) >= mostTemplateFiles {
			return fmt.Errorf("more than %d files, or more than %d MiB", mostTemplateFiles, mostTemplateBytes>>20)
		}
		files = append(files, File{path, data, readable | info.Mode().Perm()&0o111})
		return err
	})
	if err != nil {
		return nil, problem.Problem{File: dir, Message: "cannot be used as a template for repositories: " + cause(err)}
	}
	return files, nil
}

// withTemplate adds the files of a template to those of a new repository. A file that both have is the template's, but for
// the configuration and the ignore patterns: there our lines follow the template's.
func withTemplate(files, template []File) []File {
	own := map[string]int{}
	for i, f := range files {
		own[f.Path] = i
	}
	var more []File
	for _, t := range template {
		i, both := own[t.Path]
		switch {
		case !both:
			more = append(more, t)
		case t.Mode.IsDir() || files[i].Mode.IsDir():
		case t.Path == "config" || t.Path == "info/exclude":
			files[i].Data = slices.Concat(t.Data, []byte("\n"), files[i].Data)
		case t.Path == "description":
			files[i] = t
		}
	}
	slices.SortStableFunc(more, func(a, b File) int { return strings.Compare(a.Path, b.Path) }) // folders first
	return slices.Concat(files, more)
}
