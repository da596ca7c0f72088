// Package scaffold plans what must change on disk to take a project from one state to another.
//
// A project is render(blueprint, answers) plus its owner's own edits. The packages around this one, from the edge to
// the core; e2e/house_test.go holds the imports to it:
//
//	e2e (runs the binary)        cmd/scaffold        main: one call, returns the exit code
//	                                  │
//	EDGE                         scaffold/cli ─────► prompt
//	                                  │
//	                           scaffold/author ────► command, pairwise, risk
//	                                  │
//	                           scaffold/project ───► blueprints   the sets, embedded
//	                   ┌──────────────┼───────────┐
//	                  git           disk          │
//	                   │              │           │
//	PURE               │              │    scaffold (this package)
//	                   │              │     ┌─────┼─────┐
//	                   │              │     │    lock   │
//	                   │      patch ─►│   merge   │   render
//	                   │              │ format pin│     │
//	                   ├──────────────┴───► tree  │     │
//	                   │                     │  blueprint
//	                   │                     │  document field
//	                   └─ problem, plaintext, naming and parallel (below everything)
//
// The picture leaves out that cli, author and project use the values of scaffold, blueprint, tree and problem, that author
// and project render and write to disk, that project reads locks, that cli and author name the sets of blueprints, and that cli
// words risks, and writes patches and reports.
//
//	scaffold   plans: what must change to get from one state of a project to another
//	author     what people who write blueprints ask of them: whether all answers work, what a version changes, what tools run
//	project    opens a project, plans a change, guards it and carries it out: the one path of every verb
//	blueprint  what a blueprint says: its questions, parts, layers and rules; resolves answers
//	lock       what a project remembers of how it was made: lock.yaml, files.sum and base/ in .scaffold
//	render     blueprint + answers → tree; the only importer of text/template and sprig
//	tree       files as values, their modes, and the plan between two trees
//	merge      three trees → plan; three texts → text
//	patch      a plan → a patch that git and patch can apply
//	risk       what a project makes tools run or obey later
//	pin        the versions that files pin, and which of two wins
//	format     whether JSON, TOML, YAML, XML, Go and go.mod parse
//	field      the fields of a model, as people type them
//	naming     names as languages spell them, and plurals
//	document   YAML with the position of everything in it
//	plaintext  lines, line endings, the markers of a conflict, and patterns that are compiled when they are needed
//	pairwise   few combinations of choices that hold every pair of them
//	parallel   work shared among processors
//	problem    what went wrong, where, and what to do about it
//	command    runs a command, and ends it with all its children; the only importer of os/exec
//	disk       the only writer, confined by os.Root; all or nothing
//	git        a first commit, the repository around a project, and blueprints from a server, as values; the only importer of
//	           go-git
//	prompt     asks at a terminal; the only importer of survey
//	cli        cobra: the verbs, the wording, the exit codes
package scaffold

// Version is the version of the engine. A blueprint's `scaffold:` constraint is checked against it, and a lock records it.
const Version = "0.1.0"
