package field

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestParse is what people may type, and what is stored of it.
func TestParse(t *testing.T) {
	for typed, want := range map[string]string{
		"title":                             "title:string",
		"title:string":                      "title:string",
		"title:max=200":                     "title:string:max=200",
		"slug:unique":                       "slug:string:unique",
		"body:text:index:optional":          "", // text has no index
		"body:text:private:optional":        "body:text:optional:private",
		"author:ref":                        "author:ref",
		"author:ref=accounts.User":          "author:ref=accounts.User",
		"author:ref=User:on-delete=cascade": "author:ref=User:on-delete=cascade",
		"parent:ref=blog.Tag:optional:on-delete=null":       "parent:ref=blog.Tag:optional:on-delete=null",
		"owner:ref=legacy.models.Owner":                     "owner:ref=legacy.models.Owner",
		"owner:ref=example.com/x/legacy.Owner":              "owner:ref=example.com/x/legacy.Owner",
		"tags:many=blog.Tag":                                "tags:many=blog.Tag",
		"status:enum=draft,live":                            "status:enum=draft,live",
		"status:enum=draft,live:default=draft:index":        "status:enum=draft,live:index:default=draft",
		"price:decimal:digits=10.2:min=0":                   "price:decimal:min=0:digits=10.2",
		"price:decimal:default=9.99:digits=4.2":             "price:decimal:digits=4.2:default=9.99",
		"age:int:min=0:max=150:default=18":                  "age:int:max=150:min=0:default=18",
		"big:bigint:default=9000000000":                     "big:bigint:default=9000000000",
		"ratio:float:default=0.5":                           "ratio:float:default=0.5",
		"done:bool:default=false":                           "done:bool:default=false",
		"at:time:default=12:30:00":                          "at:time:default=12:30:00",
		"at:datetime:default=2026-01-31T15:04:05Z:optional": "at:datetime:optional:default=2026-01-31T15:04:05Z",
		"at:datetime:default=now":                           "at:datetime:default=now",
		"day:date:default=2026-01-31":                       "day:date:default=2026-01-31",
		"took:duration:default=1h30m":                       "took:duration:default=1h30m",
		"site:url:default=https://example.com/a":            "site:url:default=https://example.com/a",
		"mail:email:default=a@example.com":                  "mail:email:default=a@example.com",
		"token:uuid:default=random":                         "token:uuid:default=random",
		`label:default=a\:unique\\b`:                        `label:string:default=a:unique\\b`,
		`label:default=a\:unique`:                           `label:string:default=a\:unique`,
		"label:default=a:b":                                 "label:string:default=a:b",
		"label:default=":                                    "label:string:default=",
		"photo:image:optional":                              "photo:image:optional",
		"doc:file:private":                                  "doc:file:private",
		"data:json:optional":                                "data:json:optional",

		// aliases
		"author:references":               "author:ref",
		"author:belongs_to=accounts.User": "author:ref=accounts.User",
		"slug:uniq":                       "slug:string:unique",
		"slug:string:uniq":                "slug:string:unique",
		"n:integer":                       "n:int",
		"done:boolean":                    "done:bool",
		"title:string{40}":                "title:string:max=40",
		"price:decimal{10,2}":             "price:decimal:digits=10.2",
		"price:decimal{10}":               "price:decimal:digits=10",
		"status:enum{draft,live}":         "status:enum=draft,live",
		"name!":                           "name:string",
		"name^":                           "name:string:unique",
		"name:string^":                    "name:string:unique",
		"author:ref?":                     "author:ref:optional",
		"author?:ref=accounts.User":       "author:ref=accounts.User:optional",
		"n:int!^":                         "n:int:unique",
	} {
		f, problems := Parse(typed)
		if want == "" {
			if len(problems) == 0 {
				t.Errorf("%s was accepted", typed)
			}
			continue
		}
		if len(problems) > 0 {
			t.Errorf("%s: %v", typed, problems)
			continue
		}
		if got := f.String(); got != want {
			t.Errorf("%s is stored as %s, want %s", typed, got, want)
		}
		again, problems := Parse(want)
		if diff := cmp.Diff(f, again); diff != "" || len(problems) > 0 {
			t.Errorf("%s read again: %v %s", want, problems, diff)
		}
	}
}

// TestRefused is what nobody may type, with words of every problem that is told of it.
func TestRefused(t *testing.T) {
	for typed, want := range map[string][]string{
		"":                                 {"no name"},
		":text":                            {"no name"},
		"Title":                            {"call it title"},
		"publishedAt:datetime":             {"call it published_at"},
		"a__b":                             {"call it a_b"},
		"_x":                               {"lower-case words"},
		"x_":                               {"lower-case words"},
		"2x":                               {"lower-case words"},
		strings.Repeat("a", 64):            {"longer than 63"},
		strings.Repeat("a", 3000):          {"longer than 2000"},
		"a\nb":                             {"control characters"},
		"title:strng":                      {`did you mean "string"`},
		"title:":                           {"unknown type"},
		"price:decimal10":                  {"a shell expands {10,2}"},
		"title:unqiue":                     {`did you mean "unique"`},
		"title:string:optionl":             {`did you mean "optional"`},
		"title:unique:text":                {"directly behind the name"},
		"title:string:max":                 {"max requires a value: max=200"},
		"title:string:max=":                {"max requires a value"},
		"title:string:max=0":               {"number of characters"},
		"title:string:min=-1":              {"number of characters"},
		"title:string:max=x":               {"whole number"},
		"title:string:max=1.5":             {"whole number"},
		"title:string:unique=yes":          {"takes no value"},
		"title:string=5":                   {"takes no value"},
		"title:max=1:max=2":                {"given twice"},
		"Title:strng:max=x:foo":            {"lower-case", "unknown type", "unknown modifier"},
		"body:text:unique:index":           {"unique does not apply", "index does not apply"},
		"n:int:digits=4.2":                 {"digits does not apply"},
		"n:int:default=x":                  {"whole number"},
		"n:int:default=99999999999":        {"use bigint"},
		"n:int:min=5:max=3":                {"min 5 is more than max 3"},
		"n:int:max=3:default=4":            {"more than max 3"},
		"title:max=3:default=long":         {"more than max 3 characters"},
		"p:decimal:digits=2.4":             {"digits cannot be"},
		"p:decimal:digits=100.2":           {"digits cannot be"},
		"p:decimal{10,2":                   {"takes no value"},
		"p:decimal{10,x}":                  {"digits cannot be"},
		"s:default=1e999999999:max=3":      {"more than max 3"},
		"p:decimal:digits=4.2:default=123": {"does not fit into 4 digits"},
		"p:decimal:default=x":              {"it must be a number"},
		"b:bool:default=yes":               {"true or false"},
		"s:enum":                           {"enum requires its values"},
		"s:enum=":                          {"enum requires its values"},
		"s:enum=a,,b":                      {`the value ""`},
		"s:enum=a,1x":                      {`the value "1x"`},
		"s:enum=draft,Draft":               {"twice"},
		"s:enum=a,b:default=c":             {"not among the values: a, b"},
		"tags:many":                        {"many requires its model"},
		"tags:many=blog.Tag:optional":      {"optional does not apply to the type many"},
		"author:ref=":                      {"ref requires its model"},
		"author:ref=1.2..x":                {"is not the name of a model"},
		"author:ref:on-delete=never":       {"restrict, cascade or null"},
		"author:ref:on-delete=null":        {"requires optional"},
		"author!:ref:optional":             {"required (!) and optional"},
		"title:unique:default=x":           {"a unique field cannot have a default"},
		"f:file:default=x":                 {"default does not apply"},
		"d:date:default=31.1.2026":         {"2026-01-31"},
		"t:time:default=25:00:00":          {"15:04:05"},
		"u:uuid:default=x":                 {"UUID"},
		"u:url:default=x":                  {"not a URL"},
		"m:email:default=x":                {"not an email"},
		"s:slug:default=a b":               {"a slug is"},
		"took:duration:default=x":          {"1h30m"},
		"n:int{4}":                         {"takes no value"},
	} {
		_, problems := Parse(typed)
		if len(problems) != len(want) {
			t.Errorf("%.40q: got %d problems, want %d: %v", typed, len(problems), len(want), problems)
			continue
		}
		for i, p := range problems {
			if said := p.Message + " " + strings.Join(p.Hints, " "); !strings.Contains(said, want[i]) {
				t.Errorf("%.40q: problem %d does not say %q: %s", typed, i, want[i], said)
			}
		}
	}
}

func TestTypedValues(t *testing.T) {
	for typed, want := range map[string][]any{ // max, default
		"n:int:max=5:default=3":       {5, 3},
		"p:decimal:max=5:default=3.5": {"5", "3.5"},
		"s:max=5":                     {5, nil},
		"b:bool:default=true":         {nil, true},
		"e:enum=a,b:default=a":        {nil, "a"},
	} {
		f, problems := Parse(typed)
		if diff := cmp.Diff(want, []any{f.Bound(f.Max), f.DefaultValue()}); diff != "" || len(problems) > 0 {
			t.Errorf("%s: %v %s", typed, problems, diff)
		}
	}
}

// FuzzParse: whatever is typed ends soon, and what is accepted is stored so that it is read again as the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"title", "title:string:max=200", "author:ref=accounts.User:optional:on-delete=null", "status:enum=draft,live:default=draft",
		"price:decimal{10,2}", "name^!?", `a:default=\:unique:\\:max=3`, "a:default=default=:default=x", "::::", `a:default=\`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		field, problems := Parse(typed)
		for _, p := range problems {
			if p.Message == "" {
				t.Errorf("%q: a problem without a message", typed)
			}
		}
		if len(problems) > 0 {
			return
		}
		stored := field.String()
		again, problems := Parse(stored)
		if diff := cmp.Diff(field, again); diff != "" || len(problems) > 0 {
			t.Errorf("%q is stored as %q, and read again differs: %v %s", typed, stored, problems, diff)
		}
		if again.String() != stored {
			t.Errorf("%q, then %q", stored, again.String())
		}
	})
}
