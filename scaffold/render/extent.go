package render

import "reflect"

// What a value takes beside its text, in bytes: an estimate of what it costs in memory and when it is written out.
const (
	sizeOfScalar  = 8
	sizeOfElement = 16 // of a list
	sizeOfEntry   = 48 // of a map
)

// extent is how much there is of a value: its bytes in memory and when it is written out, and its parts.
type extent struct{ bytes, parts int }

// steps returns what it costs to look at all of a value once.
func (x extent) steps() int { return x.bytes/64 + 2*x.parts }

// extentOf returns the extent of a value. A part that occurs several times counts each time: lists that hold a list
// twice, and so on, would otherwise be small here and endless on the page. It stops counting above maxValue, and takes
// what is nested deeper than maxLevels for larger than that.
func extentOf(v any) extent {
	var x extent
	x.add(v, maxLevels)
	return x
}

func (x *extent) add(v any, levels int) {
	switch v := v.(type) {
	case nil, bool, int, int64, float64:
		x.bytes += sizeOfScalar
	case string:
		x.bytes += len(v)
	case []int:
		x.bytes += sizeOfElement * len(v)
		x.parts += len(v) / 8
	case []string:
		x.bytes += sizeOfElement * len(v)
		x.parts += len(v) / 2
		for _, s := range v {
			x.bytes += len(s)
		}
	case []any:
		if x.open(len(v), sizeOfElement, levels) {
			for i := 0; i < len(v) && x.bytes <= maxValue; i++ {
				x.add(v[i], levels-1)
			}
		}
	case map[string]any:
		if x.open(2*len(v), sizeOfEntry/2, levels) {
			for key, e := range v {
				if x.bytes += len(key); x.bytes > maxValue {
					break
				}
				x.add(e, levels-1)
			}
		}
	default:
		x.reflected(reflect.ValueOf(v), levels)
	}
}

// open counts the elements of a list or map, and reports whether to go on with what they hold.
func (x *extent) open(count, each, levels int) bool {
	x.bytes += times(count, each)
	if levels == 0 {
		x.bytes += maxValue + 1
	}
	if x.bytes > maxValue {
		return false
	}
	x.parts += count
	return true
}

func (x *extent) reflected(v reflect.Value, levels int) {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if x.open(v.Len(), sizeOfElement, levels) {
			for i := 0; i < v.Len() && x.bytes <= maxValue; i++ {
				x.add(v.Index(i).Interface(), levels-1)
			}
		}
	case reflect.Map:
		if x.open(2*v.Len(), sizeOfEntry/2, levels) {
			for i := v.MapRange(); i.Next() && x.bytes <= maxValue; {
				x.add(i.Key().Interface(), levels-1)
				x.add(i.Value().Interface(), levels-1)
			}
		}
	case reflect.String:
		x.bytes += v.Len()
	case reflect.Struct:
		x.bytes += sizeOfEntry * (1 + v.NumField()) // only those of this package, which are small
	default:
		x.bytes += sizeOfScalar
	}
}
