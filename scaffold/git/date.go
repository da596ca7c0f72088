package git

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// parseDate reads the forms that git takes in GIT_AUTHOR_DATE (git-commit(1), "Date formats"): seconds and zone,
// RFC 2822, ISO 8601 and its cousins, and what git log prints. Without a zone the date is in the given one.
func parseDate(text string, zone *time.Location) (time.Time, bool) {
	text = strings.TrimSpace(text)
	raw := regexp.MustCompile(`^@?(\d+)(?: ([+-])(\d\d):?([0-5]\d))?$`) // the zone may be missing after nine digits
	if m := raw.FindStringSubmatch(text); m != nil {
		if m[2] == "" {
			when, ok := parseUnix(m[1], zone)
			return when, ok && len(m[1]) >= 9
		}
		return parseUnix(m[1], fixedZone(m[2], m[3], m[4]))
	}
	for _, name := range []string{" GMT", " UTC"} {
		if rest, ok := strings.CutSuffix(text, name); ok {
			text = rest + " +0000"
		}
	}
	for _, layout := range dateLayouts() {
		if when, err := time.ParseInLocation(layout, text, zone); err == nil {
			return when, inRange(when.Unix())
		}
	}
	return time.Time{}, false
}

// parseUnix reads whole seconds since 1970.
func parseUnix(text string, zone *time.Location) (time.Time, bool) {
	seconds, err := strconv.ParseInt(text, 10, 64)
	return time.Unix(seconds, 0).In(zone), err == nil && inRange(seconds)
}

// inRange keeps to the years that every reader of a commit can print: 1970 to 9999.
func inRange(seconds int64) bool { return 0 <= seconds && seconds < 253402300800 }

func fixedZone(sign, hours, minutes string) *time.Location {
	h, _ := strconv.Atoi(hours) // two digits: the pattern says so
	m, _ := strconv.Atoi(minutes)
	offset := (h*60 + m) * 60
	if sign == "-" {
		offset = -offset
	}
	return time.FixedZone("", offset)
}

func dateLayouts() []string {
	var layouts []string
	for _, zone := range []string{"", "Z07:00", "Z0700", "Z07", " Z07:00", " Z0700", " Z07"} {
		for _, clock := range []string{"15:04:05", "15:04"} {
			for _, day := range []string{"2006-01-02T", "2006-01-02 ", "2006.01.02 ", "01/02/2006 ", "02.01.2006 "} {
				layouts = append(layouts, day+clock+zone)
			}
			layouts = append(layouts, "Mon, 2 Jan 2006 "+clock+zone, "2 Jan 2006 "+clock+zone, "Mon Jan 2 "+clock+" 2006"+zone)
		}
	}
	return append(layouts, "20060102T150405Z0700")
}
