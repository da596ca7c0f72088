package naming

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plural returns the plural of an English noun, in its case: box is boxes, and OrderEntry is OrderEntries. It is a
// guess, for a person to confirm.
func Plural(noun string) string {
	start := lastWord(noun)
	before, word := noun[:start], noun[start:]
	lower := strings.ToLower(word)
	if many, known := irregular[lower]; known {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) {
			many = strings.ToUpper(many[:1]) + many[1:]
		}
		return before + many
	}
	ends := func(endings ...string) bool {
		for _, ending := range endings {
			if strings.HasSuffix(lower, ending) {
				return true
			}
		}
		return false
	}
	switch {
	case word == "" || ends("series", "species", "sheep", "fish", "news"):
		return noun
	case ends("sis"):
		return noun[:len(noun)-2] + "es"
	case ends("man") && !ends("human", "german", "roman"):
		return noun[:len(noun)-2] + "en"
	case ends("quiz"):
		return noun + "zes"
	case ends("s", "x", "z", "ch", "sh"):
		return noun + "es"
	case ends("y") && !ends("ay", "ey", "iy", "oy", "uy"):
		return noun[:len(noun)-1] + "ies"
	}
	return noun + "s"
}

// lastWord returns where the last word of a name begins.
func lastWord(name string) int {
	start, before := 0, ' '
	for i, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			start = i + utf8.RuneLen(r)
		case unicode.IsUpper(r) && !unicode.IsUpper(before):
			start = i
		}
		before = r
	}
	return min(start, len(name))
}

var irregular = map[string]string{ //nolint:gochecknoglobals // constant
	"person": "people", "child": "children", "mouse": "mice", "goose": "geese", "tooth": "teeth", "foot": "feet", "ox": "oxen",
	"criterion": "criteria", "phenomenon": "phenomena", "datum": "data", "medium": "media",
	"hero": "heroes", "potato": "potatoes", "tomato": "tomatoes", "echo": "echoes", "veto": "vetoes",
	"leaf": "leaves", "half": "halves", "wolf": "wolves", "shelf": "shelves", "loaf": "loaves", "thief": "thieves",
	"calf": "calves", "knife": "knives", "life": "lives", "wife": "wives",
	"data": "data", "media": "media", "equipment": "equipment", "information": "information", "money": "money",
	"staff": "staff", "people": "people", "children": "children",
}
