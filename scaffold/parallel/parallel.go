// Package parallel shares pieces of work among processors.
package parallel

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// For calls a function for 0 to n-1, on as many processors as are worth it: one, and one more for every worth pieces.
// Each of them calls worker for a function of its own, which may hold what it needs again and again.
//
// The context of the workers ends with ctx and at the first error. Nothing is started after that. For returns the first
// error, or that of ctx, even if ctx ended after the last piece.
func For(ctx context.Context, n, worth int, worker func(context.Context) func(i int) error) error {
	return Waiting(ctx, n, min(runtime.GOMAXPROCS(0), n/worth+1), worker)
}

// Waiting is For with a number of workers: for work that waits for something else than a processor.
func Waiting(ctx context.Context, n, workers int, worker func(context.Context) func(i int) error) error {
	group, working := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range workers {
		group.Go(func() error {
			do := worker(working)
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := working.Err(); err != nil {
					return err
				}
				if err := do(int(i)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// Each is For for work that cannot fail.
func Each(n, worth int, worker func() func(i int)) {
	_ = For(context.Background(), n, worth, func(context.Context) func(int) error {
		do := worker()
		return func(i int) error {
			do(i)
			return nil
		}
	})
}
