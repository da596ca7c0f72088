package blueprint

import "slices"

// Data returns what every template sees: .name, .year, .blueprint.name and .version, every answer and computed value by
// its name, and .parts, which maps every kind of the blueprint to its parts, each with .name and its answers. Secrets
// are not in it, and .path is package render's. It is a deep copy: a template cannot change the answers.
func (a Answers) Data(b *Blueprint) map[string]any {
	parts := make(map[string]any, len(b.Parts))
	for _, p := range b.Parts {
		list := make([]map[string]any, len(a.Parts[p.Kind]))
		for i, part := range a.Parts[p.Kind] {
			list[i] = part.Data()
		}
		parts[p.Kind] = list
	}
	data := make(map[string]any, len(a.Values)+4)
	copyValues(data, a.Values)
	data["name"] = a.Name
	data["year"] = a.Year
	data["parts"] = parts
	data["blueprint"] = map[string]any{"name": b.Name, "version": b.Version}
	return data
}

// Data returns what the templates of a part's layer see as .part: its .name and its answers. It is a deep copy.
func (p PartAnswers) Data() map[string]any {
	data := make(map[string]any, len(p.Values)+1)
	copyValues(data, p.Values)
	data["name"] = p.Name
	return data
}

func copyValues(to, from map[string]any) {
	for name, value := range from {
		if list, ok := value.([]string); ok {
			value = slices.Clone(list)
		}
		to[name] = value
	}
}
