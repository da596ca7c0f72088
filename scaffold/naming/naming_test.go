package naming

import (
	"strings"
	"testing"
)

func TestSpellings(t *testing.T) {
	for _, row := range [][]string{
		{"published_at", "published_at", "published-at", "published at", "PublishedAt", "publishedAt", "PublishedAt", "publishedAt"},
		{"author_id", "author_id", "author-id", "author id", "AuthorId", "authorId", "AuthorID", "authorID"},
		{"HTTPServer", "http_server", "http-server", "http server", "HttpServer", "httpServer", "HTTPServer", "httpServer"},
		{"URL", "url", "url", "url", "Url", "url", "URL", "url"},
		{"OrderLine", "order_line", "order-line", "order line", "OrderLine", "orderLine", "OrderLine", "orderLine"},
		{"line2", "line2", "line2", "line2", "Line2", "line2", "Line2", "line2"},
		{"blog.Post", "blog_post", "blog-post", "blog post", "BlogPost", "blogPost", "BlogPost", "blogPost"},
		{"émile_zola", "émile_zola", "émile-zola", "émile zola", "ÉmileZola", "émileZola", "ÉmileZola", "émileZola"},
		{"", "", "", "", "", "", "", ""},
		{"__", "", "", "", "", "", "", ""},
	} {
		for i, spell := range []func(string) string{Snake, Kebab, Human, Pascal, Camel, Go, GoVar} {
			if got := spell(row[0]); got != row[i+1] {
				t.Errorf("spelling %d of %q: got %q, want %q", i, row[0], got, row[i+1])
			}
		}
	}
}

func TestPlural(t *testing.T) {
	for noun, want := range map[string]string{
		"post": "posts", "Post": "Posts", "box": "boxes", "branch": "branches", "bus": "buses", "status": "statuses",
		"category": "categories", "OrderEntry": "OrderEntries", "day": "days", "person": "people", "Person": "People",
		"SalesPerson": "SalesPeople", "sales_person": "sales_people", "news": "news", "series": "series", "analysis": "analyses",
		"woman": "women", "human": "humans", "quiz": "quizzes", "knife": "knives", "photo": "photos", "hero": "heroes", "": "",
		"a_": "a_",
	} {
		if got := Plural(noun); got != want {
			t.Errorf("Plural(%q) = %q, want %q", noun, got, want)
		}
	}
}

func FuzzNaming(f *testing.F) {
	for _, seed := range []string{"published_at", "HTTPServer", "ÉcoleÀ", "\xff_x", "ǅx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		snake := Snake(name)
		if snake != Snake(snake) {
			t.Errorf("Snake(%q) = %q, and of that %q", name, snake, Snake(snake))
		}
		if strings.Contains(snake, "__") {
			t.Errorf("Snake(%q) = %q", name, snake)
		}
		for _, spell := range []func(string) string{Pascal, Camel, Go, GoVar, Plural} {
			if got := spell(name); len(got) > 2*len(name)+10 {
				t.Errorf("%q became %q", name, got)
			}
		}
	})
}
