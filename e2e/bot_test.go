package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	trees "github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestBot lives beside a dependency bot. In every built-in project, with no features and with all, it raises every pin as
// Dependabot or Renovate would; then each feature is added or removed, each database chosen, and the blueprint updated to one
// with other pins, higher and lower. No change may conflict, and of two versions the higher one must stand.
func TestBot(t *testing.T) {
	for _, l := range languages(t) {
		t.Run(l.set+"/"+l.language, func(t *testing.T) {
			m := newMatrix(t, l.set, l.language)
			b := bot{matrix: m}
			none, _ := m.choose(nil)
			b.live(t, none)
			b.live(t, m.richest())
			t.Logf("%d pins raised, %d changes, %d conflicts", b.raised, b.changes, b.conflicts)
			if b.conflicts > 0 {
				t.Errorf("%d conflicts", b.conflicts)
			}
		})
	}
}

// bot counts what it did.
type bot struct {
	*matrix
	raised, changes, conflicts int
}

// richest returns the combination with as many features as go together.
func (m *matrix) richest() combination {
	var best combination
	for _, database := range m.factors[0].levels {
		c := combination{database: database}
		for _, f := range m.factors[1:] {
			if f.name == "apps" {
				continue
			}
			more := c
			more.features = append(slices.Clone(c.features), f.name)
			if more, ok := m.resolve(more); ok {
				c = more
			}
		}
		if len(c.features) > len(best.features) {
			best = c
		}
	}
	return best
}

// live takes one project, raised by the bot, through every change.
func (b *bot) live(t *testing.T, from combination) {
	t.Helper()
	base := b.render(t, from)
	ours, raised := movePins(base, func(string) int { return 1 }, true)
	b.raised += raised
	locked := relock(ours)
	for _, to := range append(b.neighbours(from), from) {
		theirs := b.render(t, to)
		newer, _ := movePins(theirs, otherwise, true)
		for name, sides := range map[string][2]trees.Tree{
			"bot": {ours, theirs}, "bot, other pins": {ours, newer}, "make lock": {locked, theirs}, "make lock, other pins": {locked, newer},
		} {
			b.merge(t, fmt.Sprintf("%s: %v → %v", name, from, to), base, sides[0], sides[1])
		}
	}
}

// neighbours returns the combinations that are one change away.
func (b *bot) neighbours(from combination) []combination {
	var all []combination
	for _, database := range b.factors[0].levels {
		if c, ok := b.resolve(combination{database: database, features: from.features}); ok && database != from.database {
			all = append(all, c)
		}
	}
	for _, f := range b.factors[1:] {
		if f.name == "apps" {
			continue
		}
		features := append(slices.Clone(from.features), f.name)
		if i := slices.Index(from.features, f.name); i >= 0 {
			features = slices.Delete(slices.Clone(from.features), i, i+1)
		}
		if c, ok := b.resolve(combination{database: from.database, features: features}); ok {
			all = append(all, c)
		}
	}
	return all
}

func (b *bot) render(t *testing.T, c combination) trees.Tree {
	t.Helper()
	in := blueprint.Input{Name: "shop", Year: 2026, Flags: []blueprint.Given{
		blueprint.FlagAnswer("--language", "language", c.language), blueprint.FlagAnswer("--database", "database", c.database),
	}}
	if len(c.features) > 0 {
		in.Flags = append(in.Flags, blueprint.FlagAnswer("--with", "features", strings.Join(c.features, ",")))
	}
	answers, err := blueprint.Resolve(b.blueprint, in, b.evaluator)
	if err != nil {
		t.Fatal(err)
	}
	files, err := render.Render(t.Context(), b.blueprint, answers)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// merge carries out one change, and compares every pin of the result with those of both sides.
func (b *bot) merge(t *testing.T, name string, base, ours, theirs trees.Tree) {
	t.Helper()
	b.changes++
	plan := merge.Trees(base, ours, theirs, merge.TreeOptions{})
	for _, c := range plan {
		if c.Op == trees.Conflict {
			b.conflicts++
			t.Errorf("%s: %s: %s\n%s", name, c.Path, c.Why, excerpt(string(c.New.Data)))
		}
		file, f := c.Path, c.New
		before, mine, other := pinsOf(file, base[file]), pinsOf(file, ours[file]), pinsOf(file, theirs[file])
		for pin, got := range pinsOf(file, f) {
			want := mine[pin]
			if o, ok := other[pin]; ok && (want == "" || want == before[pin] || o != before[pin] && newer(o, want)) {
				want = o
			}
			if got != want {
				t.Errorf("%s: %s: %s is at %s, want %s (was %s, ours %s, theirs %s)",
					name, file, pin, got, want, before[pin], mine[pin], other[pin])
			}
		}
	}
}

// excerpt returns the lines around conflict markers.
func excerpt(text string) string {
	lines := strings.Split(text, "\n")
	first := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "<<<<<<<") })
	return strings.Join(lines[max(0, first-2):min(len(lines), max(0, first)+30)], "\n")
}

// otherwise moves every third pin up by two and every third down, as another version of a blueprint may.
func otherwise(name string) int { return [...]int{2, -1, 0}[sha256.Sum256([]byte(name))[0]%3] }

// newer orders versions that differ in one number.
func newer(a, b string) bool {
	numbers := regexp.MustCompile(`\d+`)
	left, right := numbers.FindAllString(a, -1), numbers.FindAllString(b, -1)
	for i := range min(len(left), len(right)) {
		if x, _ := strconv.Atoi(left[i]); true {
			if y, _ := strconv.Atoi(right[i]); x != y {
				return x > y
			}
		}
	}
	return false
}

// pinPatterns are what a bot raises, by the file it is in: the name, and the version.
func pinPatterns(file string) *regexp.Regexp {
	switch base := path.Base(file); {
	case base == "go.mod":
		return regexp.MustCompile(`(?m)^(?:require )?\t?(\S+\.\S+/?\S*) (v\d+\.\d+\.\d+\S*)`)
	case base == "go.sum":
		return regexp.MustCompile(`(?m)^(\S+) (v\S+?)(?:/go.mod)? h1:\S+`)
	case strings.HasSuffix(base, ".lock"):
		return regexp.MustCompile(`(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([0-9][^ ;\n]*)`)
	case base == "pyproject.toml":
		return regexp.MustCompile(`(?m)"([A-Za-z0-9-]+)(?:\[[^\]]*\])?>=([0-9][0-9.]*)"`)
	case base == ".pre-commit-config.yaml":
		return regexp.MustCompile(`(?m)repo: (\S+)\n\s+rev: (\S+)`)
	case strings.HasSuffix(base, "Dockerfile"):
		return regexp.MustCompile(`(?m)^(?:FROM|COPY --from=|COPY --link --from=) ?([a-z0-9./-]+):([0-9][^ @]*)`)
	case strings.HasSuffix(base, ".yml") || strings.HasSuffix(base, ".yaml"):
		return regexp.MustCompile(`(?m)(?:uses: (?P<a>\S+)@[0-9a-f]{40} # |image: (?P<i>[a-z0-9./-]+):)(v?[0-9][^ @\n]*)`)
	}
	return nil
}

// pinsOf returns the versions in a file, by name. A name that is pinned several times has the first.
func pinsOf(file string, f trees.File) map[string]string {
	out := map[string]string{}
	re := pinPatterns(file)
	if re == nil || path.Base(file) == "go.sum" {
		return out
	}
	for _, m := range re.FindAllStringSubmatch(string(f.Data), -1) {
		if name := strings.Join(m[1:len(m)-1], ""); out[name] == "" {
			out[name] = m[len(m)-1]
		}
	}
	return out
}

// movePins moves every pin by as many steps as by says, with other hashes, digests and commits; those of versions that stay may
// be repinned all the same.
func movePins(files trees.Tree, by func(name string) int, repin bool) (moved trees.Tree, count int) {
	moved = trees.Tree{}
	for file, f := range files {
		if re := pinPatterns(file); re != nil && f.Policy != trees.Private {
			f.Data = []byte(re.ReplaceAllStringFunc(string(f.Data), func(match string) string {
				m := re.FindStringSubmatch(match)
				name, version := strings.Join(m[1:len(m)-1], ""), m[len(m)-1]
				to := step(version, by(name))
				if to != version {
					count++
				}
				return strings.Replace(match, version, to, 1)
			}))
			f.Data = rehash(string(files[file].Data), string(f.Data), repin)
		}
		moved[file] = f
	}
	return moved, count
}

// step moves a version: the last of its first three numbers, or the time of a pseudo-version.
func step(version string, by int) string {
	if m := regexp.MustCompile(`^(v.*[-.])(\d{14})(-[0-9a-f]{12})(.*)$`).FindStringSubmatch(version); m != nil {
		at, _ := strconv.Atoi(m[2])
		return m[1] + strconv.Itoa(at+by) + m[3] + m[4]
	}
	end := len(version)
	if i := strings.IndexFunc(version, func(r rune) bool { return r != 'v' && r != '.' && (r < '0' || r > '9') }); i >= 0 {
		end = i
	}
	numbers := strings.Split(version[:end], ".")
	last := numbers[len(numbers)-1]
	prefix := ""
	if strings.HasPrefix(last, "v") {
		prefix, last = "v", last[1:]
	}
	n, err := strconv.Atoi(last)
	if err != nil {
		return version
	}
	numbers[len(numbers)-1] = prefix + strconv.Itoa(max(0, n+by))
	return strings.Join(numbers, ".") + version[end:]
}

// rehash replaces the hashes on every line whose version changed, and with repin every digest and commit.
func rehash(before, after string, repin bool) []byte {
	if before == after {
		return []byte(after)
	}
	sums := regexp.MustCompile(`(sha256:|h1:|@)([0-9a-f]{64}|[0-9a-f]{40}|[A-Za-z0-9+/]{43}=)`)
	old := strings.Split(before, "\n")
	moved, hashed := false, 0
	lines := strings.Split(after, "\n")
	var out []string
	for i, line := range lines {
		if continued := strings.HasPrefix(line, "    --hash"); !continued {
			moved, hashed = line != old[i] || repin && sums.MatchString(line) && !strings.Contains(line, "h1:"), 0
		}
		if moved {
			line = sums.ReplaceAllStringFunc(line, func(sum string) string {
				m := sums.FindStringSubmatch(sum)
				digest := sha256.Sum256([]byte("raised" + m[2]))
				text := hex.EncodeToString(digest[:])
				if len(m[2]) == 44 {
					text = text[:43] + "="
				}
				return m[1] + text[:len(m[2])]
			})
			if hashed++; strings.HasPrefix(line, "    --hash") && hashed == 2 && strings.HasSuffix(line, `\`) {
				continue // another release has other files
			}
		}
		out = append(out, line)
	}
	return []byte(strings.Join(out, "\n"))
}

// relock rewrites the Python locks as `make lock UPGRADE=--upgrade` does with another uv: annotated, without some packages
// that nothing needs any more, and with new ones between the others.
func relock(files trees.Tree) trees.Tree {
	out := trees.Tree{}
	for file, f := range files {
		if strings.HasSuffix(file, ".lock") {
			blocks := regexp.MustCompile(`(?m)^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==(?:.*\\\n)*.*\n`)
			n := 0
			f.Data = []byte(blocks.ReplaceAllStringFunc(string(f.Data), func(block string) string {
				n++
				name, _, _ := strings.Cut(block, "==")
				name, _, _ = strings.Cut(name, "[")
				switch {
				case n%17 == 0:
					return ""
				case n%5 == 0:
					return block + "    # via\n    #   -r pyproject.toml\n" + name + "-more==1.0 \\\n    --hash=sha256:aa\n    # via " + name + "\n"
				}
				return strings.ReplaceAll(strings.ReplaceAll(block, "(implementation_name", "implementation_name"), "'CPython')", "'CPython'") +
					"    # via -r pyproject.toml\n"
			}))
		}
		out[file] = f
	}
	return out
}
