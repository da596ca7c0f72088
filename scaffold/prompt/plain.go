package prompt

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// plain prints a question and reads lines until take accepts one. An empty line is the proposal, shown in brackets.
func (t *Terminal) plain(f form, proposal string, take func(line string) error) error {
	for i, label := range f.labels {
		t.printf("  %d) %-12s %s\n", i+1, label, f.descriptions[i])
	}
	for {
		message := f.message
		if proposal != "" {
			message += " [" + proposal + "]"
		}
		t.printf("%s: ", strings.TrimSuffix(message, ":"))
		line, err := t.keys.line(t.out)
		if err != nil {
			return err
		}
		line = strings.TrimSpace(line)
		if line == "?" && f.help != "" {
			t.printf("  %s\n", f.help)
			continue
		}
		if err = take(line); err == nil {
			return nil
		}
		t.printf("! %v\n", err)
	}
}

// printf ignores errors: where nothing can be printed, nothing can be read soon.
func (t *Terminal) printf(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format, args...) }

func (t *Terminal) plainInput(f form, proposal string) (answer string, err error) {
	err = t.plain(f, proposal, func(line string) error {
		if answer = line; line == "" {
			answer = proposal
		}
		return f.check(answer)
	})
	return answer, err
}

func (t *Terminal) plainConfirm(f form, proposal bool) (yes bool, err error) {
	shown := "y/N"
	if proposal {
		shown = "Y/n"
	}
	err = t.plain(f, shown, func(line string) error {
		switch strings.ToLower(line) {
		case "":
			yes = proposal
		case "y", "yes":
			yes = true
		case "n", "no":
			yes = false
		default:
			return errors.New("answer y or n")
		}
		return nil
	})
	return yes, err
}

func (t *Terminal) plainChoose(f form, first int) (index int, err error) {
	err = t.plain(f, f.words[first], func(line string) error {
		if index = first; line == "" {
			return nil
		}
		index, err = f.choice(line)
		return err
	})
	return index, err
}

func (t *Terminal) plainPick(f form, marked []int) (picked []int, err error) {
	proposal := make([]string, len(marked))
	for i, m := range marked {
		proposal[i] = f.words[m]
	}
	shown := "none"
	if len(proposal) > 0 {
		shown = strings.Join(proposal, ",")
	}
	err = t.plain(f, shown, func(line string) error {
		picked = nil
		switch line {
		case "":
			picked = marked
		case "none":
		default:
			for _, word := range namesIn(line) {
				i, err := f.choice(word)
				if err != nil {
					return err
				}
				picked = append(picked, i)
			}
			slices.Sort(picked)
			picked = slices.Compact(picked)
		}
		return f.checkAll(picked)
	})
	return picked, err
}

// choice returns which choice a word means: its number or its name.
func (f form) choice(word string) (int, error) {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(f.words) {
		return n - 1, nil
	}
	for i := range f.words {
		if strings.EqualFold(word, f.words[i]) || strings.EqualFold(word, f.labels[i]) {
			return i, nil
		}
	}
	return 0, fmt.Errorf("unknown choice %q: type a number or a name", word)
}
