package render

import "reflect"

// What a value takes beside its text, in bytes: an estimate of what it costs in memory and when it is written out.
const (
	sizeOfScalar  = 8
	sizeOfElement = 16 // of a list
	sizeOfEntry   = 48 // of a map
)

// size gives about how many bytes a value has in memory and when it is written out. A part that occurs several times
// counts each time: lists that hold a list twice, and so on, would otherwise be small here and endless on the page.
// It stops counting above maxValue, and takes what is nested deeper than maxLevels for larger than that.
func size(v any) int { return sizeAt(v, maxLevels) }

func sizeAt(v any, levels int) int {
	switch v := v.(type) {
	case nil, bool, int, int64, float64:
		return sizeOfScalar
	case string:
		return len(v)
	case []int:
		return sizeOfElement * len(v)
	case []string:
		n := sizeOfElement * len(v)
		for _, s := range v {
			n += len(s)
		}
		return n
	case []any:
		return sizeOfAll(len(v), sizeOfElement, levels, func(yield func(any) bool) {
			for _, e := range v {
				if !yield(e) {
					return
				}
			}
		})
	case map[string]any:
		return sizeOfAll(len(v), sizeOfEntry, levels, func(yield func(any) bool) {
			for key, e := range v {
				if !yield(key) || !yield(e) {
					return
				}
			}
		})
	}
	return sizeByReflection(reflect.ValueOf(v), levels)
}

func sizeOfAll(count, each, levels int, elements func(func(any) bool)) int {
	if levels == 0 {
		return maxValue + 1
	}
	n := times(count, each)
	for e := range elements {
		if n > maxValue {
			break
		}
		n += sizeAt(e, levels-1)
	}
	return n
}

func sizeByReflection(v reflect.Value, levels int) int {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		return sizeOfAll(v.Len(), sizeOfElement, levels, func(yield func(any) bool) {
			for i := range v.Len() {
				if !yield(v.Index(i).Interface()) {
					return
				}
			}
		})
	case reflect.Map:
		return sizeOfAll(v.Len(), sizeOfEntry, levels, func(yield func(any) bool) {
			for i := v.MapRange(); i.Next(); {
				if !yield(i.Key().Interface()) || !yield(i.Value().Interface()) {
					return
				}
			}
		})
	case reflect.String:
		return v.Len()
	case reflect.Struct:
		return sizeOfEntry * (1 + v.NumField()) // only those of this package, which are small
	default:
		return sizeOfScalar
	}
}
