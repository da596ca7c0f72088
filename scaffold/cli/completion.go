package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newCompletion(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     "Print a completion script for your shell",
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args:      expects(1, 1, "one shell"),
		Example: `  source <(scaffold completion bash)
  scaffold completion zsh > "${fpath[1]}/_scaffold"
  scaffold completion fish > ~/.config/fish/completions/scaffold.fish
  scaffold completion powershell | Out-String | Invoke-Expression`,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		root := cmd.Root()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(a.out, true)
		case "zsh":
			return root.GenZshCompletion(a.out)
		case "fish":
			return root.GenFishCompletion(a.out, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(a.out)
		default:
			return unknownChoice("shell", args[0], cmd.ValidArgs)
		}
	}
	return cmd
}

// completeAnswers completes the arguments of add, remove and set.
func (a *app) completeAnswers(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	words := project.Complete(cmd.Context(), a.environment(project.Asker{}), cmd.Name(), args, typed)
	words = slices.DeleteFunc(words, func(word string) bool { return !strings.HasPrefix(word, typed) })
	if slices.ContainsFunc(words, func(word string) bool { return strings.HasSuffix(word, "=") || strings.HasSuffix(word, ".") }) {
		return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}
