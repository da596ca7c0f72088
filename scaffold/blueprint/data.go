package blueprint

import (
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/field"
)

// Data returns what every template sees: .name, .year, .blueprint.name and .version, every answer and computed value by
// its name, and .parts, which maps every kind of the blueprint to its parts: see view.part. Secrets are not in it, and .path
// is package render's. It is a deep copy: a template cannot change the answers.
func (a Answers) Data(b *Blueprint) map[string]any {
	v := newView(b, a)
	parts := make(map[string]any, len(b.Parts))
	for _, p := range b.Parts {
		list := make([]map[string]any, len(a.Parts[p.Kind]))
		for i, part := range a.Parts[p.Kind] {
			list[i] = v.part(p, part)
		}
		parts[p.Kind] = list
	}
	v.nest(parts)
	data := make(map[string]any, len(a.Values)+4)
	copyValues(data, a.Values)
	data["name"] = a.Name
	data["year"] = a.Year
	data["parts"] = parts
	data["blueprint"] = map[string]any{"name": b.Name, "version": b.Version}
	return data
}

// view makes answers into what templates see.
type view struct {
	blueprint *Blueprint
	parts     map[string]map[string]PartAnswers // by kind and name
	briefs    map[string]map[string]any         // of parts that others belong or refer to, by KIND.NAME
}

func newView(b *Blueprint, a Answers) view {
	v := view{b, map[string]map[string]PartAnswers{}, map[string]map[string]any{}}
	for kind, list := range a.Parts {
		v.parts[kind] = make(map[string]PartAnswers, len(list))
		for _, p := range list {
			v.parts[kind][p.Name] = p
		}
	}
	return v
}

// part returns what templates see of a part: its .name, its answers, and where it belongs to another one .of and its .full
// name. Each of its fields is what fieldData returns.
func (v view) part(p Part, part PartAnswers) map[string]any {
	data := v.brief(p, part.Name, part.Values)
	if q := p.Fields(); q != nil && part.Values[q.Name] != nil {
		texts, _ := part.Values[q.Name].([]string)
		list := make([]map[string]any, len(texts))
		for i, text := range texts {
			f, _ := field.Parse(text) // Resolve has checked it
			list[i] = v.field(p, f)
		}
		data[q.Name] = list
	}
	return data
}

// brief returns what there is of a part beside its fields.
func (v view) brief(p Part, name string, values map[string]any) map[string]any {
	data := make(map[string]any, len(values)+4)
	copyValues(data, values)
	if q := p.Fields(); q != nil {
		delete(data, q.Name)
	}
	data["name"] = name
	if owner := v.blueprint.Part(p.Of); owner != nil {
		of, short := Owner(name)
		data["name"], data["full"] = short, name
		data["of"] = v.once(*owner, of)
	}
	return data
}

// once is brief for a part that is shown in several places.
func (v view) once(p Part, name string) map[string]any {
	key := p.Kind + "." + name
	if v.briefs[key] == nil {
		part, known := v.parts[p.Kind][name]
		if !known && len(v.parts) > 0 { // the answers of one that was not asked
			part.Values = map[string]any{}
			for _, q := range p.Questions {
				part.Values[q.Name] = q.Zero()
			}
		}
		v.briefs[key] = v.brief(p, name, part.Values)
	}
	return v.briefs[key]
}

// field returns what templates see of a field.
func (v view) field(p Part, f field.Field) map[string]any {
	digits, places := f.Precision()
	data := map[string]any{
		"name": f.Name, "type": f.Type, "modifiers": f.Given(), "values": slices.Clone(f.Values),
		"optional": f.Optional, "unique": f.Unique, "index": f.Index, "private": f.Private,
		"max": f.Bound(f.Max), "min": f.Bound(f.Min), "digits": digits, "places": places,
		"default": f.DefaultValue(), "on_delete": f.OnDelete, "target": nil,
	}
	if f.Target != "" {
		target := v.once(p, f.Target)
		if data["target"] = target; target["full"] == nil {
			target["full"] = f.Target
			_, target["name"] = Owner(f.Target)
		}
		_, target["known"] = v.parts[p.Kind][f.Target]
	}
	return data
}

// nest gives every part the parts that belong to it, by kind, as .parts.
func (v view) nest(parts map[string]any) {
	name := func(data map[string]any) any {
		if full, known := data["full"]; known {
			return full
		}
		return data["name"]
	}
	for _, child := range v.blueprint.Parts {
		owners, _ := parts[child.Of].([]map[string]any)
		children, _ := parts[child.Kind].([]map[string]any)
		byOwner := map[any][]map[string]any{}
		for _, data := range children {
			if of, isMap := data["of"].(map[string]any); isMap {
				byOwner[name(of)] = append(byOwner[name(of)], data)
			}
		}
		for _, owner := range owners {
			if owner["parts"] == nil {
				owner["parts"] = map[string]any{}
			}
			owner["parts"].(map[string]any)[child.Kind] = byOwner[name(owner)] //nolint:forcetypeassert // made above
		}
	}
}

func copyValues(to, from map[string]any) {
	for name, value := range from {
		if list, ok := value.([]string); ok {
			value = slices.Clone(list)
		}
		to[name] = value
	}
}
