package lock

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// lock reads the whole document.
func (d *decoder) lock(document *yaml.Node) Lock {
	var l Lock
	root := document
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	if !d.hasFormat(root) {
		return l
	}
	d.fields(root, "the lock",
		field{"format", true, func(*yaml.Node) {}},
		field{"scaffold", true, d.textInto(&l.Scaffold, "scaffold")},
		field{"blueprint", true, func(n *yaml.Node) { l.Blueprint = d.blueprint(n) }},
		field{"name", true, d.textInto(&l.Name, "name")},
		field{"year", true, d.intInto(&l.Year, "year")},
		field{"answers", false, func(n *yaml.Node) { l.Answers = d.answers(n) }},
		field{"parts", false, func(n *yaml.Node) { l.Parts = d.parts(n) }},
		field{"files", true, func(n *yaml.Node) { l.Files = d.entries(n) }},
	)
	return l
}

// hasFormat looks at the format first: nothing else can be said about a file in another one.
func (d *decoder) hasFormat(root *yaml.Node) bool {
	if root.Kind != yaml.MappingNode {
		d.addAt(root, "this is not a lock", bringBack)
		return false
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if key, value := root.Content[i], root.Content[i+1]; key.Value == "format" {
			found, ok := integer(value)
			if ok && found > format {
				d.addAt(value, "a newer scaffold wrote this lock, in format "+strconv.Itoa(found), "install the newest scaffold")
				return false
			}
			if !ok || found != format {
				d.addAt(value, fmt.Sprintf("format must be %d", format), bringBack)
			}
			return true
		}
	}
	return true
}

func (d *decoder) blueprint(n *yaml.Node) (b Blueprint) {
	d.fields(n, "blueprint",
		field{"source", true, d.textInto(&b.Source, "source")},
		field{"name", true, d.textInto(&b.Name, "name")},
		field{"version", true, d.textInto(&b.Version, "version")},
		field{"revision", false, d.textInto(&b.Revision, "revision")},
		field{"digest", true, d.textInto(&b.Digest, "digest")},
	)
	return b
}

// answers keeps the order of the file.
func (d *decoder) answers(n *yaml.Node) (answers []Answer) {
	d.pairs(n, "answers", func(_ *yaml.Node, name string, value *yaml.Node) {
		answers = append(answers, Answer{Name: name, Value: d.value(value)})
	})
	return answers
}

func (d *decoder) value(n *yaml.Node) any {
	if n.Kind == yaml.SequenceNode {
		list := []string{}
		d.items(n, "", func(item *yaml.Node) {
			s, _ := d.text(item, "a choice")
			list = append(list, s)
		})
		return list
	}
	if b, ok := boolean(n); ok {
		return b
	}
	if i, ok := integer(n); ok {
		return i
	}
	s, _ := d.text(n, "an answer that is neither true, false nor a whole number")
	return s
}

func (d *decoder) parts(n *yaml.Node) (parts map[string][]Part) {
	d.pairs(n, "parts", func(_ *yaml.Node, kind string, list *yaml.Node) {
		seen := make(map[string]bool)
		d.items(list, "the parts of a kind", func(item *yaml.Node) {
			p := d.part(item)
			if p.Name != "" && seen[p.Name] {
				d.addAt(item, fmt.Sprintf("%s %q stands here twice", kind, p.Name), "keep one of them")
			}
			seen[p.Name] = true
			if parts == nil {
				parts = make(map[string][]Part)
			}
			parts[kind] = append(parts[kind], p)
		})
	})
	for kind := range parts {
		parts[kind] = sorted(parts[kind], byName)
	}
	return parts
}

func (d *decoder) part(n *yaml.Node) (p Part) {
	d.fields(n, "a part",
		field{"name", true, d.textInto(&p.Name, "name")},
		field{"answers", false, func(n *yaml.Node) { p.Answers = d.answers(n) }},
	)
	return p
}

func (d *decoder) entries(n *yaml.Node) (entries []Entry) {
	lines := make(map[string]int)
	d.items(n, "files", func(item *yaml.Node) {
		e := d.entry(item)
		if line, twice := lines[e.Path]; twice && e.Path != "" {
			d.addAt(item, fmt.Sprintf("%s stands here twice, first in line %d", e.Path, line), "keep one of them")
		}
		lines[e.Path] = item.Line
		entries = append(entries, e)
	})
	return sorted(entries, byPath)
}

// entry reads one file.
func (d *decoder) entry(n *yaml.Node) Entry {
	e := Entry{Mode: tree.Regular}
	d.fields(n, "a file",
		field{"path", true, func(n *yaml.Node) {
			path, ok := d.text(n, "path")
			if !ok {
				return
			}
			if err := checkPath(path); err != nil {
				d.addAt(n, err.Error(), bringBack)
				return
			}
			e.Path = path
		}},
		field{"sha256", false, func(n *yaml.Node) {
			sum, ok := d.text(n, "sha256")
			if ok && !isSum(sum) {
				d.addAt(n, "sha256 must have 64 digits, 0-9 and a-f", bringBack)
			}
			e.SHA256 = sum
		}},
		field{"mode", false, func(n *yaml.Node) {
			var ok bool
			if e.Mode, ok = parseMode(n.Value); !ok {
				d.addAt(n, fmt.Sprintf("mode must be %q, %q or %q", regularName, executableName, symlinkName))
			}
		}},
		field{"policy", false, func(n *yaml.Node) {
			var ok bool
			if e.Policy, ok = tree.ParsePolicy(n.Value); !ok {
				d.addAt(n, "policy must be merge, once, managed or private")
			}
		}},
		field{"tombstone", false, func(n *yaml.Node) {
			var ok bool
			if e.Tombstone, ok = boolean(n); !ok {
				d.addAt(n, "tombstone must be true or false")
			}
		}},
	)
	if e.Path != "" && (e.Policy == tree.Private) != (e.SHA256 == "") {
		d.addAt(n, e.Path+": every file has a sha256, except private ones, which have none", bringBack)
	}
	return e
}
