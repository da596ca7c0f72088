package cli

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
)

func newVersion(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments(),
		RunE: func(*cobra.Command, []string) error {
			if a.json {
				return a.out.printJSON(map[string]string{
					"version": scaffold.Version, "revision": revision(), "go": runtime.Version(),
					"platform": runtime.GOOS + "/" + runtime.GOARCH,
				})
			}
			a.out.printf("scaffold %s", scaffold.Version)
			if r := revision(); r != "" {
				a.out.printf(" (%.7s)", r)
			}
			a.out.printf(" %s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

// revision returns the commit that the program was built from, "" if the build does not say.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}
