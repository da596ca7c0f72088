// Package naming spells names as languages do: snake_case, camelCase, PascalCase, the initialisms of Go, and plurals.
package naming

import (
	"strings"
	"unicode"
)

// Words splits a name, in any spelling, into lower-case words: publishedAt, published_at and PublishedAt are published at,
// and HTTPServer is http server.
func Words(name string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(runes[i-1]):
			end()
		case unicode.IsUpper(r) && i+1 < len(runes) && unicode.IsLower(runes[i+1]):
			end() // the last capital of HTTPServer begins a word
		}
		word = append(word, r)
	}
	end()
	return words
}

// Snake returns published_at.
func Snake(name string) string { return strings.Join(Words(name), "_") }

// Kebab returns published-at.
func Kebab(name string) string { return strings.Join(Words(name), "-") }

// Human returns "published at".
func Human(name string) string { return strings.Join(Words(name), " ") }

// Pascal returns PublishedAt.
func Pascal(name string) string { return spell(name, capital, capital) }

// Camel returns publishedAt.
func Camel(name string) string { return spell(name, strings.ToLower, capital) }

// Go returns an exported name of Go: PublishedAt, and AuthorID for author_id.
func Go(name string) string { return spell(name, goWord, goWord) }

// GoVar returns a name of Go that is not exported: publishedAt, authorID, and url for URL.
func GoVar(name string) string { return spell(name, strings.ToLower, goWord) }

func spell(name string, first, others func(string) string) string {
	var b strings.Builder
	for i, word := range Words(name) {
		if i == 0 {
			b.WriteString(first(word))
		} else {
			b.WriteString(others(word))
		}
	}
	return b.String()
}

func capital(word string) string {
	runes := []rune(word)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// goWord follows https://go.dev/wiki/CodeReviewComments#initialisms, with the list of golint.
func goWord(word string) string {
	switch word {
	case "acl", "api", "ascii", "cpu", "css", "dns", "eof", "guid", "html", "http", "https", "id", "ip", "json", "lhs", "qps",
		"ram", "rhs", "rpc", "sla", "smtp", "sql", "ssh", "tcp", "tls", "ttl", "udp", "ui", "uid", "uri", "url", "utf8", "uuid",
		"vm", "xml", "xmpp", "xsrf", "xss":
		return strings.ToUpper(word)
	}
	return capital(word)
}
