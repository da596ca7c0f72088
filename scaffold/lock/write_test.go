package lock

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

var sumA, sumB = Sum([]byte("a")), Sum([]byte("b"))

// asIs is how a project in the current folder calls its files.
func asIs(path string) string { return path }

func example() Lock {
	return Lock{
		Format:    format,
		Scaffold:  "0.1.0",
		Blueprint: Blueprint{Source: "https://example.com/bp.git", Name: "shop", Version: "1.10.0", Revision: "f00", Digest: "sha256:1234"},
		Answers: blueprint.Answers{
			Name:  "my-shop",
			Year:  2026,
			Asked: []string{"language", "features", "extras", "port", "tls", "title", "answer"},
			Values: map[string]any{
				"language": "go", "features": []string{"docker", "ci"}, "extras": []string{}, "port": 8000, "tls": true,
				"title": "Yes: #1 \"shop\"\nin town", "answer": "yes",
			},
			Parts: map[string][]blueprint.PartAnswers{
				"page": {{Name: "about"}},
				"app": {
					{Name: "shop", Asked: []string{"rest", "tags"}, Values: map[string]any{"rest": false, "tags": []string{"a", "b c"}}},
					{Name: "blog"},
				},
			},
		},
		Files: []Entry{
			{Path: "run me.sh", SHA256: sumB, Mode: tree.Executable, Policy: tree.Once, Tombstone: true},
			{Path: ".env", Mode: tree.Regular, Policy: tree.Private},
			{Path: "go.mod", SHA256: sumA, Mode: tree.Regular},
			{Path: "link", SHA256: sumB, Mode: tree.Symlink, Policy: tree.Managed},
		},
	}
}

const exampleHead = `# Written by scaffold: what this project was made from. Commit it.
format: 2
scaffold: 0.1.0
blueprint:
  source: https://example.com/bp.git
  name: shop
  version: "1.10.0"
  digest: sha256:1234
  revision: f00
name: my-shop
year: 2026
answers:
  language: go
  features:
    - docker
    - ci
  extras: []
  port: 8000
  tls: true
  title: "Yes: #1 \"shop\"\nin town"
  answer: 'yes'
parts:
  app:
    - {name: blog}
    - {name: shop, answers: {rest: false, tags: [a, b c]}}
  page:
    - {name: about}
`

const exampleSums = `# Written by scaffold: the files that it rendered, with their SHA-256. Commit it, but do not edit it.
.env - private
go.mod ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
link 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d link managed
"run me.sh" 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d 755 once deleted
`

func TestMarshal(t *testing.T) {
	l := example()
	files := l.Marshal(Dir)
	if diff := cmp.Diff(exampleHead, string(files[Path].Data)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(exampleSums, string(files[SumsPath].Data)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(example(), l); diff != "" {
		t.Error("Marshal sorted the lock that it was given:", diff)
	}
}
