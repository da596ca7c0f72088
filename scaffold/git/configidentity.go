package git

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Identity is who makes a commit, and when.
type Identity struct {
	Author, Committer Signature
	Fallback          bool // no name or no email was found, and scaffold's own replaces it
}

// The identity of a person who has not configured git. Git itself would guess one from the user and host names.
const (
	fallbackName  = "scaffold"
	fallbackEmail = "scaffold@localhost"
)

// Identity returns the author and the committer. Names and emails come from GIT_AUTHOR_NAME and the like, else from
// author.name and committer.name, else from user.name, else from EMAIL. Dates come from GIT_AUTHOR_DATE and
// GIT_COMMITTER_DATE, else from SOURCE_DATE_EPOCH in UTC, else now. It fails for an invalid date, and without a name or
// an email if user.useConfigOnly is set.
func (s Settings) Identity(now time.Time) (Identity, error) {
	var id Identity
	list := s.fill(&id, "name", fallbackName, &id.Author.Name, &id.Committer.Name)
	list = append(list, s.fill(&id, "email", fallbackEmail, &id.Author.Email, &id.Committer.Email)...)
	var problems problem.List
	id.Author.When, problems = s.date("GIT_AUTHOR_DATE", now)
	list = append(list, problems...)
	id.Committer.When, problems = s.date("GIT_COMMITTER_DATE", now)
	return id, append(list, problems...).Sorted().Err()
}

// fill sets the name or the email of both roles.
func (s Settings) fill(id *Identity, part, fallback string, author, committer *string) problem.List {
	*author, *committer = s.find("author", part), s.find("committer", part)
	if *author != "" && *committer != "" {
		return nil
	}
	if isTrue(s.values["user.useconfigonly"]) {
		return problem.List{{
			Message: fmt.Sprintf("git has no %s to commit with, and user.useConfigOnly forbids a default", part),
			Hints:   []string{fmt.Sprintf("git config --global user.%s …", part)},
		}}
	}
	id.Fallback = true
	*author, *committer = cmp.Or(*author, fallback), cmp.Or(*committer, fallback)
	return nil
}

func (s Settings) find(role, part string) string {
	candidates := []string{
		s.getenv("GIT_" + strings.ToUpper(role+"_"+part)),
		s.values[role+"."+part],
		s.values["user."+part],
	}
	if part == "email" && !isTrue(s.values["user.useconfigonly"]) {
		candidates = append(candidates, s.getenv("EMAIL"))
	}
	for _, c := range candidates {
		if c = cleanIdentity(c); c != "" {
			return c
		}
	}
	return ""
}

// cleanIdentity removes what git removes: punctuation around a name, and characters that end it in a commit.
func cleanIdentity(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`,:;<>"\'`, r) })
	return strings.NewReplacer("<", "", ">", "", "\n", "").Replace(s)
}

func (s Settings) date(variable string, now time.Time) (time.Time, problem.List) {
	if text := s.getenv(variable); text != "" {
		if when, ok := parseDate(text, now.Location()); ok {
			return when, nil
		}
		return now, problem.List{{
			Message: fmt.Sprintf("%s is not a date: %q", variable, text),
			Hints:   []string{`write it as 2006-01-02T15:04:05+00:00 or as "@1136214245 +0000"`},
		}}
	}
	if text := s.getenv("SOURCE_DATE_EPOCH"); text != "" {
		if when, ok := parseUnix(text, time.UTC); ok {
			return when, nil
		}
		return now, problem.List{{
			Message: fmt.Sprintf("SOURCE_DATE_EPOCH must be a number of seconds since 1970, got %q", text),
		}}
	}
	return now, nil
}

// parseDate reads the formats that git accepts in GIT_AUTHOR_DATE (git-commit(1), "Date formats"): seconds and zone,
// RFC 2822, variants of ISO 8601, and what git log prints. A date without a zone is in the given zone.
func parseDate(text string, zone *time.Location) (time.Time, bool) {
	text = strings.TrimSpace(text)
	raw := regexp.MustCompile(`^@?(\d+)(?: ([+-])(\d\d):?([0-5]\d))?$`) // nine digits or more need no zone
	if m := raw.FindStringSubmatch(text); m != nil {
		if m[2] == "" {
			when, ok := parseUnix(m[1], zone)
			return when, ok && len(m[1]) >= 9
		}
		h, _ := strconv.Atoi(m[3]) // the pattern matched two digits
		minutes, _ := strconv.Atoi(m[4])
		offset := (h*60 + minutes) * 60
		if m[2] == "-" {
			offset = -offset
		}
		return parseUnix(m[1], time.FixedZone("", offset))
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

// inRange reports whether a time is in the years 1970 to 9999, which every reader of commits can print.
func inRange(seconds int64) bool { return 0 <= seconds && seconds < 253402300800 }

// dateLayouts returns the layouts of dates as text, which a zone may follow.
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
