//go:build e2e || dev

package window

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
)

// answersFile names a file with one line for each dialog that a test expects, in order: the path "chosen", or an
// empty line for a person who closes the dialog.
const answersFile = "PRECEDENT_DIALOG_ANSWERS"

// shownFile, beside the answers, gets a line for each file that was shown, instead of the system showing it.
const shownFile = ".shown"

// answering lets a test answer the system's dialogs, which no driver can reach.
func answering(s System) System {
	if file := os.Getenv(answersFile); file != "" {
		return &scripted{System: s, file: file}
	}
	return s
}

type scripted struct {
	System
	mu   sync.Mutex
	file string
	used int
}

// next reads the file each time, so that a test may write its answers while the window is open.
func (s *scripted) next(ask Ask) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := os.ReadFile(s.file)
	if err != nil {
		return "", err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if s.used >= len(lines) {
		return "", fmt.Errorf("no answer left for the dialog %q", ask.Title)
	}
	s.used++
	return lines[s.used-1], nil
}

func (s *scripted) AskForFile(ask Ask) (string, error)     { return s.next(ask) }
func (s *scripted) AskForFolder(ask Ask) (string, error)   { return s.next(ask) }
func (s *scripted) AskWhereToSave(ask Ask) (string, error) { return s.next(ask) }

func (s *scripted) AskForFiles(ask Ask) ([]string, error) {
	one, err := s.next(ask)
	if err != nil || one == "" {
		return []string{}, err
	}
	return strings.Split(one, "\t"), nil
}

func (s *scripted) ShowFile(path string) error {
	if err := checkShown(path); err != nil {
		return err
	}
	shown, err := os.OpenFile(s.file+shownFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(shown, path)
	return errors.Join(err, shown.Close())
}
