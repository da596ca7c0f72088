package disk

import (
	"context"
	"maps"
	"path"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
)

// byFolder returns the indices of the paths in each folder.
func byFolder(paths []string) map[string][]int {
	folders := make(map[string][]int)
	for i, p := range paths {
		folders[path.Dir(p)] = append(folders[path.Dir(p)], i)
	}
	return folders
}

// eachFolder calls work for each folder of files, on all processors. The first error ends ctx for the other calls.
func eachFolder(ctx context.Context, files map[string][]int, work func(ctx context.Context, folder string) error) error {
	folders := slices.Sorted(maps.Keys(files))
	return parallel.For(ctx, len(folders), 1, func(ctx context.Context) func(int) error {
		return func(i int) error { return work(ctx, folders[i]) }
	})
}
