package prompt

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// lines asks line by line, in plain text.
type lines struct{ t *Terminal }

// ask prints a question and reads lines until take accepts one. An empty line means the proposal, shown in brackets.
func (l lines) ask(f form, proposal string, take func(line string) error) error {
	for i, label := range f.labels {
		l.printf("  %d) %-12s %s\n", i+1, label, f.descriptions[i])
	}
	for {
		message := f.message
		if proposal != "" {
			message += " [" + proposal + "]"
		}
		l.printf("%s: ", strings.TrimSuffix(message, ":"))
		line, err := l.t.keys.line(l.t.out)
		if err != nil {
			return err
		}
		line = strings.TrimSpace(line)
		if line == "?" && f.help != "" {
			l.printf("  %s\n", f.help)
			continue
		}
		if err = take(line); err == nil {
			return nil
		}
		l.printf("! %v\n", err)
	}
}

// printf ignores errors: a terminal that cannot be written to cannot be read for long either.
func (l lines) printf(format string, args ...any) { _, _ = fmt.Fprintf(l.t.out, format, args...) }

func (l lines) input(f form, proposal string) (answer string, err error) {
	err = l.ask(f, proposal, func(line string) error {
		if answer = line; line == "" {
			answer = proposal
		}
		return f.check(answer)
	})
	return answer, err
}

func (l lines) confirm(f form, proposal bool) (yes bool, err error) {
	shown := "y/N"
	if proposal {
		shown = "Y/n"
	}
	err = l.ask(f, shown, func(line string) error {
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

func (l lines) choose(f form, first int) (index int, err error) {
	err = l.ask(f, f.words[first], func(line string) error {
		if index = first; line == "" {
			return nil
		}
		index, err = f.choice(line)
		return err
	})
	return index, err
}

func (l lines) pick(f form, marked []int) (picked []int, err error) {
	proposal := make([]string, len(marked))
	for i, m := range marked {
		proposal[i] = f.words[m]
	}
	shown := "none"
	if len(proposal) > 0 {
		shown = strings.Join(proposal, ",")
	}
	err = l.ask(f, shown, func(line string) error {
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

// choice returns the index of the choice that a word names, by its number, value or label.
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
