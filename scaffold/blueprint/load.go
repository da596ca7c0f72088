package blueprint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// What a blueprint may measure, so that a hostile one ends with an error that names the limit, not the machine.
const (
	MaxManifest = 1 << 20  // bytes of blueprint.yaml
	MaxFile     = 16 << 20 // bytes of one file
	MaxTotal    = 64 << 20 // bytes of all files
	MaxFiles    = 20_000
	MaxFolders  = 20_000
	MaxDepth    = 100 // nested folders
)

// Load reads and checks the blueprint at the root of fsys: its manifest, the files of its layers and its partials.
// label is how the person named it; problems call its files by label/path. No link is followed, and nothing but
// regular files is opened.
//
// The error is a problem.List of everything that is wrong, in the order of the files, or that of ctx.
func Load(ctx context.Context, fsys fs.FS, label string) (*Blueprint, error) {
	b := &Blueprint{Label: label, files: fsys}
	source, p := readManifest(fsys, b)
	if p != nil {
		return nil, problem.List{*p}
	}
	b.Source = source
	doc, root, problems := document.Read(b.file(Manifest), source)
	if root == nil {
		return nil, problems
	}
	b.manifest = doc
	definition, err := parseSchema()
	if err != nil {
		return nil, err
	}
	l := &loading{ctx: ctx, fsys: fsys, blueprint: b}
	l.validation = validation{scalars: scalars{doc}, root: definition, bad: map[*yaml.Node]bool{}, problems: problems}
	l.check(definition, root, "the blueprint")
	if !l.bad[root] {
		l.manifest(root)
		l.readFiles()
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := l.problems.Sorted().Err(); err != nil {
		return nil, err
	}
	b.Digest = digest(b)
	return b, nil
}

// loading is a blueprint on its way in. A part of the manifest that the schema refuses is skipped by later checks,
// so that one mistake is told once.
type loading struct {
	validation
	ctx       context.Context
	fsys      fs.FS
	blueprint *Blueprint
	patterns  int          // bytes of all of them
	folders   []*yaml.Node // where the manifest names the folder of each layer; nil for the default one
}

func readManifest(fsys fs.FS, b *Blueprint) ([]byte, *problem.Problem) {
	name := b.file(Manifest)
	info, err := fs.Lstat(fsys, Manifest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &problem.Problem{
			File: cmp.Or(b.Label, "."), Message: "not a blueprint: it has no " + Manifest,
			Hints: []string{"name the directory that contains " + Manifest},
		}
	case err != nil:
		return nil, &problem.Problem{File: name, Message: "cannot be read: " + cause(err).Error()}
	case !info.Mode().IsRegular():
		return nil, &problem.Problem{File: name, Message: "not a regular file"}
	}
	data, err := readFile(fsys, Manifest, min(info.Size(), MaxManifest), MaxManifest)
	if errors.Is(err, errTooLarge) {
		return nil, &problem.Problem{File: name, Message: fmt.Sprintf("larger than %d KiB", MaxManifest>>10)}
	}
	if err != nil {
		return nil, &problem.Problem{File: name, Message: "cannot be read: " + cause(err).Error()}
	}
	return data, nil
}

// cause drops the operation and the path, which the problem's place says already.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
