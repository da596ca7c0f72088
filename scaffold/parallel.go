package scaffold

import (
	"runtime"
	"sync"
)

// worthAnother is how many pieces of work are worth another processor.
const worthAnother = 64

// inParallel calls do for 0 to n-1, on as many processors as are worth it. Each of them makes its own do, which may hold
// what it needs again and again.
func inParallel(n int, worker func() (do func(i int))) {
	workers := min(runtime.GOMAXPROCS(0), n/worthAnother+1)
	var group sync.WaitGroup
	for first := range workers {
		group.Go(func() {
			do := worker()
			for i := first; i < n; i += workers {
				do(i)
			}
		})
	}
	group.Wait()
}
