//go:build judges

package e2e

import (
	"fmt"
	"path/filepath"
)

func hasJobs(c combination) bool { return c.has("jobs") }

// celery starts a real worker and a real beat: a job that has its time must be done. It is due each second here, as nobody
// waits for the night. The module's attribute is the Celery application.
func celery(module, attribute string) func(p *subject) string {
	return func(p *subject) string {
		beat := filepath.Join(p.t.TempDir(), "beat")
		p.with([]string{"DJANGO_SETTINGS_MODULE=config.settings.dev", "FLASK_DEBUG=1"}, func() {
			if p.combination.set == "full" {
				p.python("python", "manage.py", "migrate")
			}
			worker := start(p.t, p.dir, p.env, "make", "worker")
			worker.says(p.t, "ready.")
			start(p.t, p.dir, p.env, ".venv/bin/python", "-c", fmt.Sprintf(
				"from %s import %s as app\nfor job in app.conf.beat_schedule.values(): job['schedule'] = 1\napp.start(['beat', '--schedule', %q])",
				module, attribute, beat))
			worker.says(p.t, "succeeded")
		})
		return ""
	}
}
