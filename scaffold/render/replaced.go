package render

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// keys returns the keys of all maps, sorted map by map.
func keys(all ...map[string]any) []string {
	sorted := make([][]string, len(all))
	for i, m := range all {
		sorted[i] = slices.Sorted(maps.Keys(m))
	}
	return slices.Concat(sorted...)
}

// values returns the values of a map in the order of its keys.
func values(m map[string]any) []any {
	out := make([]any, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[key])
	}
	return out
}

// sortAlpha sorts a copy: sprig's own sorts the list that it is given, where that is one of texts.
func sortAlpha(list any) []string {
	v := reflect.Indirect(reflect.ValueOf(list))
	if v.Kind() != reflect.Slice {
		return []string{fmt.Sprint(list)}
	}
	out := make([]string, 0, v.Len())
	for i := range v.Len() {
		if e := v.Index(i).Interface(); e != nil {
			out = append(out, fmt.Sprint(e))
		}
	}
	slices.Sort(out)
	return out
}

// merging returns one of sprig's merges that works on copies: it would change its first argument, and maps within the
// others. The results of the two agree in that maps are merged key by key, within each other too.
func merging(into any) func(map[string]any, ...map[string]any) (any, error) {
	merge := into.(func(map[string]any, ...map[string]any) (any, error))
	return func(first map[string]any, others ...map[string]any) (any, error) {
		duplicates := make([]map[string]any, len(others))
		for i, m := range others {
			duplicates[i] = duplicate(m)
		}
		return merge(duplicate(first), duplicates...)
	}
}

// duplicate copies a map, and the maps within it. Lists are shared: nothing writes to them.
func duplicate(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for key, v := range m {
		if inner, ok := v.(map[string]any); ok {
			v = duplicate(inner)
		}
		out[key] = v
	}
	return out
}
