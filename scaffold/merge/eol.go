package merge

import "github.com/seed-d277c37b/scaffold/scaffold/plaintext"

// endAs returns base and theirs with the line endings of ours, if ours is the same text checked out by a tool that changed
// all endings: the others agree on one, and ours has the other throughout.
func endAs(ours, base, theirs []byte) (asBase, asTheirs []byte) {
	switch want, b, t := plaintext.EndingOf(ours), plaintext.EndingOf(base), plaintext.EndingOf(theirs); {
	case want == plaintext.CRLF && b <= plaintext.LF && t <= plaintext.LF,
		want == plaintext.LF && (b == plaintext.CRLF || b == plaintext.None) && (t == plaintext.CRLF || t == plaintext.None):
		return plaintext.WithEnding(base, want), plaintext.WithEnding(theirs, want)
	}
	return base, theirs
}
