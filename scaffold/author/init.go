package author

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// blueprintName is what the schema of the manifest says of names.
var blueprintName = plaintext.Pattern(`^[A-Za-z0-9][A-Za-z0-9._-]*$`) //nolint:gochecknoglobals // constant

// Init writes a small blueprint, to start from, into a new folder, whose name it gets. Nothing that exists is overwritten.
func Init(ctx context.Context, dir string) (name string, files tree.Tree, err error) {
	set, err := blueprints.Starter()
	if err != nil {
		return "", nil, err
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", nil, err
	}
	if name = filepath.Base(absolute); !blueprintName().MatchString(name) {
		return "", nil, invalid(ctx, problem.Problem{
			File: dir, Message: fmt.Sprintf("%q cannot be the name of a blueprint: use letters, digits, '.', '_' and '-'", name),
			Hints: []string{"choose another name for the folder"},
		})
	}
	if err := disk.CheckTarget(dir); err != nil {
		return "", nil, err
	}
	written := name
	if plain := regexp.MustCompile(`^[a-z]*-?[a-z]+$`); !plain.MatchString(name) || len(name) <= len("false") {
		written = "'" + name + "'" // YAML may take it for a number, or for true or false
	}
	files = tree.Tree{}
	err = fs.WalkDir(set, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(set, path)
		if path == blueprint.Manifest {
			data = []byte(strings.Replace(string(data), "name: starter\n", "name: "+written+"\n", 1))
		}
		files[path] = tree.File{Data: data, Mode: tree.Regular}
		return err
	})
	if err != nil {
		return "", nil, err
	}
	stage, err := disk.NewStage(ctx, dir)
	if err != nil {
		return "", nil, err
	}
	if _, err = stage.Write(ctx, files, nil); err == nil {
		err = stage.Commit(ctx)
	}
	return name, files, errors.Join(err, stage.Abort())
}
