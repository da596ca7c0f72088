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
// Nothing is started any more after the first error or the end of ctx; For returns that error.
func For(ctx context.Context, n, worth int, worker func() func(i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), n/worth+1) {
		group.Go(func() error {
			do := worker()
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := do(int(i)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// Each is For for work that cannot fail.
func Each(n, worth int, worker func() func(i int)) {
	_ = For(context.Background(), n, worth, func() func(int) error {
		do := worker()
		return func(i int) error {
			do(i)
			return nil
		}
	})
}
