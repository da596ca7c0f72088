package blueprint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// library has apps with models, and notes that belong to nothing.
const library = `name: library
version: 1.0.0
parts:
  model:
    of: app
    pattern: '^[A-Z][A-Za-z0-9]*$'
    reserved: [Model]
    questions:
      - name: fields
        kind: fields
        types: [string, text, int, enum, ref, many]
        modifiers: [optional, unique, max, default]
        reserved: [pk, Meta]
        targets: [accounts.User, 'shop.*']
      - {name: plural, default: '{{ .part.name }}s of {{ .part.of.name }}'}
  app:
    questions: [{name: title, default: 'The {{ .part.name }}'}]
  note:
    pattern: '^[A-Z][a-z]*$'
    questions: [{name: columns, kind: fields, singular: column, types: [string, ref]}]
`

func fieldsOf(words ...string) Input {
	in := set(words...)
	for i := range in.Flags {
		text, _ := in.Flags[i].Value.(string)
		in.Flags[i].Value = strings.Split(text, " ")
	}
	return in
}

func TestFields(t *testing.T) {
	b := loaded(t, library)
	in := fieldsOf("+app=blog,news", "+model=blog.Post,blog.Tag,news.Item", "+note=Note",
		"model.blog.Post.fields=title:max=200 status:enum=draft,live author:ref=User:optional parent:ref=Post:optional tags:many=Tag",
		"model.blog.Tag.fields=name^ owner:ref=shop.Owner", "model.news.Item.fields=post:references legacy:ref=old.models.Thing",
		"note.Note.columns=text note:ref=x.Y")
	a, err := Resolve(b, in, evaluator{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"blog.Post": {
			"title:string:max=200", "status:enum=draft,live", "author:ref=accounts.User:optional", "parent:ref=blog.Post:optional",
			"tags:many=blog.Tag",
		},
		"blog.Tag":  {"name:string:unique", "owner:ref=shop.Owner"},
		"news.Item": {"post:ref=blog.Post", "legacy:ref=old.models.Thing"},
	}
	for name, fields := range want {
		if diff := cmp.Diff(fields, a.Part("model", name).Values["fields"]); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	if got := a.Part("model", "blog.Tag").Values["plural"]; got != "Tags of blog" {
		t.Errorf("plural %q", got)
	}
	locked := a.Remembered()
	again, err := Resolve(b, Input{Name: a.Name, Year: a.Year, Locked: &locked, Random: zeros{}}, evaluator{})
	if diff := cmp.Diff(a.Parts, again.Parts); err != nil || diff != "" {
		t.Errorf("resolved again: %v\n%s", err, diff)
	}
}

func TestFieldsAsTemplatesSeeThem(t *testing.T) {
	b := loaded(t, library)
	a, err := Resolve(b, fieldsOf("+app=blog", "+model=blog.Post,blog.Tag",
		"model.blog.Post.fields=title:max=200:default=x author:ref=accounts.User tags:many=Tag", "model.blog.Tag.fields=name"), evaluator{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"{{ range .parts.model }}{{ .full }}={{ .name }} of {{ .of.title }} {{ end }}":                                                                                      "blog.Post=Post of The blog blog.Tag=Tag of The blog ",
		"{{ range .parts.app }}{{ range .parts.model }}{{ .name }} {{ .plural }},{{ end }}{{ end }}":                                                                        "Post Posts of blog,Tag Tags of blog,",
		"{{ with index .parts.model 0 }}{{ range .fields }}{{ .name }}:{{ .type }} {{ end }}{{ end }}":                                                                      "title:string author:ref tags:many ",
		"{{ with index .parts.model 0 }}{{ with index .fields 0 }}{{ .max }} {{ .modifiers }} {{ .default }} {{ .unique }}{{ end }}{{ end }}":                               "200 [max default] x false",
		"{{ with index .parts.model 0 }}{{ range .fields }}{{ with .target }}{{ .name }}/{{ .of.name }}/{{ .full }}/{{ .known }}/{{ .plural }} {{ end }}{{ end }}{{ end }}": "User/accounts/accounts.User/false/ Tag/blog/blog.Tag/true/Tags of blog ",
	} {
		if got, err := (evaluator{}).Text(Text{Text: text}, a.Data(b)); err != nil || got != want {
			t.Errorf("%s\ngot  %q, %v\nwant %q", text, got, err, want)
		}
	}
}

// TestFieldsRefused: everything is told at once, where it was typed.
func TestFieldsRefused(t *testing.T) {
	b := loaded(t, library)
	for name, c := range map[string]struct {
		in   []string
		want []string
	}{
		"all at once": {
			[]string{"+app=blog", "+model=blog.Post", "model.blog.Post.fields=Title:strng pk meta n:bool n:int n:text a:max=1:index x:ref=Nobody y:ref=blog.Pots"},
			[]string{
				"Title:strng: a name must be", `Title:strng: unknown type "strng"`, `pk: the name "pk" is reserved`, `meta: the name "meta" is reserved`,
				`n:int: the name "n" is taken`,
				"n:bool: the blueprint has no fields of the type bool", `n:text: the name "n" is taken`, "a:max=1:index: the blueprint does not support the modifier index",
				`x:ref=Nobody: no model named "Nobody"`, `y:ref=blog.Pots: no model named "blog.Pots"`,
			},
		},
		"column of a reference":            {[]string{"+app=blog", "+model=blog.Post", "model.blog.Post.fields=user:ref=accounts.User user_id:int"}, []string{`user_id:int: the name "user_id" is taken`}},
		"two fit":                          {[]string{"+app=blog,news", "+model=blog.Post,blog.Tag,news.Tag", "model.blog.Post.fields=tag:ref", "model.blog.Tag.fields=a", "model.news.Tag.fields=a"}, []string{"Tag could be blog.Tag or news.Tag"}},
		"a cycle":                          {[]string{"+app=blog", "+model=blog.A,blog.B", "model.blog.A.fields=b:ref", "model.blog.B.fields=a:ref"}, []string{"blog.A -> blog.B -> blog.A"}},
		"a cycle of one":                   {[]string{"+app=blog", "+model=blog.A", "model.blog.A.fields=a:ref"}, []string{"blog.A -> blog.A"}},
		"no app":                           {[]string{"+app=blog", "+model=bolg.Post", "model.bolg.Post.fields=a"}, []string{`model "bolg.Post": no app named "bolg"`}},
		"no app named":                     {[]string{"+app=blog", "+model=Post"}, []string{"name the app that it belongs to: APP.Post"}},
		"two names that are spelled alike": {[]string{"+app=blog", "+model=blog.HTMLPage,blog.HtmlPage", "model.blog.HTMLPage.fields=a"}, []string{`"blog.HtmlPage" is spelled like "blog.HTMLPage"`}},
		"a name of a base class":           {[]string{"+app=blog", "+model=blog.Model"}, []string{"the name is reserved"}},
		"a name in lower case":             {[]string{"+app=blog", "+model=blog.post"}, []string{"must match"}},
		"a name that is too long":          {[]string{"+app=blog", "+model=blog." + strings.Repeat("A", 64)}, []string{"longer than 63"}},
		"too many fields": {
			[]string{"+app=blog", "+model=blog.A", "model.blog.A.fields=" + strings.TrimSpace(strings.Repeat("a:x ", 201))}, []string{"more than 200"},
		},
		"too many fields of all": {
			[]string{
				"+app=blog", "+model=blog.A,blog.B", "model.blog.A.fields=" + strings.TrimSpace(strings.Repeat("a ", 6000)),
				"model.blog.B.fields=" + strings.TrimSpace(strings.Repeat("a ", 6000)),
			}, []string{"12000 fields (limit 10000)"},
		},
		"no fields":                        {[]string{"+app=blog", "+model=blog.A"}, []string{"no answer for fields"}},
		"nothing of a kind without owners": {[]string{"+note=Note", "note.Note.columns=other:ref"}, []string{`no note named "Other"`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Resolve(b, fieldsOf(c.in...), evaluator{})
			got := problemsOf(t, err).Error()
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
			if n := strings.Count(got, "\n") + 1; n != len(c.want) && len(c.want) < 20 && name != "too many fields" {
				t.Errorf("%d problems, want %d:\n%s", n, len(c.want), got)
			}
		})
	}
}

// TestReservedWhen: some names are refused in one language only.
func TestReservedWhen(t *testing.T) {
	b := loaded(t, head+`questions:
  - {name: language, kind: choice, choices: [go, python]}
parts:
  model:
    pattern: '^[A-Z][a-z]*$'
    reserved: [Model, {names: [None], when: eq .language "python"}]
    questions:
      - {name: fields, kind: fields, types: [string], reserved: [id, {names: [objects], when: eq .language "python"}, {names: [string], when: eq .language "go"}]}
`)
	for in, want := range map[string]string{
		"language=go model.Post.fields=objects":     "",
		"language=go model.Post.fields=string":      `the name "string" is reserved`,
		"language=python model.Post.fields=objects": `the name "objects" is reserved`,
		"language=python model.Post.fields=string":  "",
		"language=python model.Post.fields=id":      `the name "id" is reserved`,
		"language=go model.None.fields=a":           "",
		"language=python model.None.fields=a":       "the name is reserved",
		"language=go model.Model.fields=a":          "the name is reserved",
	} {
		words := strings.Fields(in)
		_, name, _ := splitKey(strings.SplitN(words[1], "=", 2)[0])
		_, err := Resolve(b, set(append(words, "+model="+name)...), evaluator{})
		if got := problemsOf(t, err).Error(); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
	_, err := Load(t.Context(), folder(head+"parts: {a: {reserved: [{names: [x]}, {when: x, namez: []}]}}\n"), "bp")
	expect(t, problemsOf(t, err), []string{`bp/blueprint.yaml:3:24 no "when"`, `bp/blueprint.yaml:3:38 no "names"`, `bp/blueprint.yaml:3:48 "namez" & names`})
}

func TestLoadRefusesKinds(t *testing.T) {
	var many strings.Builder
	for i := range 51 {
		fmt.Fprintf(&many, "      - {name: q%d}\n", i)
	}
	for name, c := range map[string]struct {
		manifest string
		want     []string
	}{
		"of a kind that there is not": {"parts: {model: {of: ap}, app: {}}\n", []string{`bp/blueprint.yaml:3:21 no part has the kind "ap" & did you mean "app"`}},
		"a cycle":                     {"parts:\n  a: {of: b}\n  b: {of: a}\n", []string{"bp/blueprint.yaml:4:11 cycle & a -> b -> a"}},
		"of itself":                   {"parts:\n  a: {of: a}\n", []string{"bp/blueprint.yaml:4:11 cycle & a -> a"}},
		"an unknown type":             {"parts:\n  a: {questions: [{name: fields, kind: fields, types: [strng]}]}\n", []string{`bp/blueprint.yaml:4:56 cannot be "strng" & did you mean "string"`}},
		"an unknown modifier":         {"parts:\n  a: {questions: [{name: fields, kind: fields, types: [int], modifiers: [uniq]}]}\n", []string{`bp/blueprint.yaml:4:74 cannot be "uniq"`}},
		"no types":                    {"parts:\n  a: {questions: [{name: fields, kind: fields}]}\n", []string{`bp/blueprint.yaml:4:19 no "types"`}},
		"types of another kind":       {"questions: [{name: a, types: [int]}]\n", []string{`bp/blueprint.yaml:3:23 "types" has no effect & fields`}},
		"fields of the project":       {"questions: [{name: a, kind: fields, types: [int]}]\n", []string{"bp/blueprint.yaml:3:13 belongs to a part"}},
		"two questions for fields":    {"parts:\n  a: {questions: [{name: x, kind: fields, types: [int]}, {name: y, kind: fields, types: [int]}]}\n", []string{"bp/blueprint.yaml:4:58 one question of kind fields"}},
		"a word twice":                {"parts:\n  field: {questions: [{name: fields, kind: fields, types: [int]}]}\n", []string{`bp/blueprint.yaml:4:23 "field" & singular`}},
		"too many questions": {
			"parts:\n  b: {}\n  a:\n    of: b\n    questions:\n" + many.String(), []string{"bp/blueprint.yaml:6:5 more than 30 questions"},
		},
		"a name that is built in": {"parts:\n  a: {questions: [{name: parts}]}\n  b: {of: a, questions: [{name: of}, {name: full}]}\n", []string{`bp/blueprint.yaml:4:19 "parts"`, `bp/blueprint.yaml:5:26 "of"`, `bp/blueprint.yaml:5:38 "full"`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(t.Context(), folder(head+c.manifest), "bp")
			expect(t, problemsOf(t, err), c.want)
		})
	}
}

func TestParseParts(t *testing.T) {
	b := loaded(t, library)
	parts, answers, err := ParseParts(b, b.Part("model"), []byte("blog.Post: {plural: posts, fields: [title, body:text]}\nblog.Tag: [name:unique]\nblog.None:\n"), "models.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range parts {
		got = append(got, p.Kind+" "+p.Name)
	}
	for _, g := range answers {
		got = append(got, g.Key)
	}
	want := []string{"model blog.Post", "model blog.Tag", "model blog.None", "model.blog.Post.plural", "model.blog.Post.fields", "model.blog.Tag.fields"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if items := answers[1].Items; len(items) != 2 || items[1].Line != 1 || items[1].Column != 44 || items[1].Source == "" {
		t.Errorf("places %+v", items)
	}
	for text, want := range map[string][]string{
		"- a\n":           {"models.yaml:1:1 expected a mapping"},
		"blog.Post: 5\n":  {"models.yaml:1:12 list of fields"},
		"blog.Post: [a\n": {"models.yaml:1:12 not valid YAML"},
	} {
		_, _, err := ParseParts(b, b.Part("model"), []byte(text), "models.yaml")
		expect(t, problemsOf(t, err), want)
	}
}
