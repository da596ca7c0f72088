package disk

import (
	"context"
	"path"
	"runtime"
	"sync"
)

// byFolder returns the indices of the paths in each folder.
func byFolder(paths []string) map[string][]int {
	folders := make(map[string][]int)
	for i, p := range paths {
		folders[path.Dir(p)] = append(folders[path.Dir(p)], i)
	}
	return folders
}

// inParallel calls work for each folder, on all processors. It returns the first error, which ends ctx for the other calls,
// or the reason why ctx ended.
func inParallel(ctx context.Context, folders []string, work func(ctx context.Context, folder string) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan string, len(folders))
	for _, folder := range folders {
		queue <- folder
	}
	close(queue)
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(folders)) {
		group.Go(func() {
			for folder := range queue {
				if ctx.Err() != nil {
					return
				}
				if err := work(ctx, folder); err != nil {
					stop(err)
				}
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}
