package backend

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The house, as paths below the module's root. Everything the test knows of it stands in these lists.
var (
	rooms = []string{"store", "journal", "search", "policy", "document", "redact", "exchange", "team"}

	// doors are the only ways from one room into another.
	doors = map[string]string{
		"store":    "journal", // the store is a view of the journal, built from it
		"document": "redact",  // a document for a customer is looked through before it leaves
	}

	// owners says who alone may import a library, so that it can be replaced, or mended, in one place.
	owners = []struct{ library, owner, why string }{
		{"github.com/wailsapp/", "app", "only the window knows what draws it; the command line must work without"},
		{"github.com/dgraph-io/badger", "backend/store", "Badger is opened behind checks of our own, in one place"},
		{"github.com/blevesearch/", "backend/search", "the index is derived and replaceable; nobody else may lean on its types"},
	}

	// nameless are package names that say nothing of what the package gives.
	nameless = []string{"util", "utils", "common", "model", "models", "helper", "helpers", "misc", "shared", "base", "lib"}
)

const (
	longestFile = 500 // lines
	shortestDoc = 80  // characters: less cannot say what a package gives and what it never does
)

// source is one Go file: where it lies (slash-separated, below the root) and what it says at its top.
type source struct {
	path string
	file *ast.File
}

func (s source) folder() string { return path.Dir(s.path) }
func (s source) isTest() bool   { return strings.HasSuffix(s.path, "_test.go") }

// TestImportsGoDown reads every file under every build tag, which a listing by the go command would not.
func TestImportsGoDown(t *testing.T) {
	for _, s := range sources(t) {
		for _, spec := range s.file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := forbidden(s, imported); why != "" {
				t.Errorf("%s imports %s: %s", s.path, imported, why)
			}
		}
	}
}

// forbidden gives the reason why a file may not import a package, or "".
func forbidden(s source, imported string) string {
	if inside, ours := strings.CutPrefix(imported, "precedent/"); ours {
		return wrongWay(s.folder(), inside)
	}
	if in(s.folder(), "backend/casefile") && !s.isTest() && strings.Contains(strings.Split(imported, "/")[0], ".") {
		return "casefile is the ground everything stands on: the standard library only"
	}
	for _, o := range owners {
		if strings.HasPrefix(imported, o.library) && !in(s.folder(), o.owner) {
			return "only " + o.owner + " may: " + o.why
		}
	}
	return ""
}

// wrongWay judges an import from one folder of the house into another.
func wrongWay(from, to string) string {
	room, target := roomOf(from), roomOf(to)
	switch {
	case in(from, "app"), in(from, "build"), in(from, "frontend") && in(to, "frontend"):
		return ""
	case !in(to, "backend"):
		return "imports go down only, and " + to + " lies above " + from
	case in(from, "frontend"):
		return "the page is files and nothing else"
	case in(to, "backend/casefile") || from == "backend/desk" || in(from, "backend/desk") && !in(to, "backend/desk"):
		return ""
	case in(from, "backend/casefile"):
		return "casefile is the ground: it knows none of those who stand on it"
	case in(to, "backend/desk") && !in(from, "backend/desk"):
		return "the desk stands on the rooms, not the other way round"
	case room != "" && target != "" && room != target && doors[room] != target:
		return "rooms do not know each other: let desk bring them together, or pass the values in"
	}
	return ""
}

func roomOf(folder string) string {
	inside, ok := strings.CutPrefix(folder, "backend/")
	if name := strings.Split(inside, "/")[0]; ok && slices.Contains(rooms, name) {
		return name
	}
	return ""
}

func in(folder, parent string) bool { return folder == parent || strings.HasPrefix(folder, parent+"/") }

func TestEveryFolderOfBackendIsARoomThatDesignNames(t *testing.T) {
	known := slices.Concat(rooms, []string{"casefile", "desk"})
	for _, s := range sources(t) {
		parts := strings.Split(s.path, "/")
		if parts[0] == "backend" && len(parts) > 2 && !slices.Contains(known, parts[1]) {
			t.Errorf("%s: backend/%s is no room of the house; name it in this test if it is to become one", s.path, parts[1])
		}
	}
}

func TestEveryPackageSaysWhatItGives(t *testing.T) {
	longest := map[string]int{}
	for _, s := range sources(t) {
		if s.isTest() || !in(s.folder(), "backend") && !in(s.folder(), "app") {
			continue
		}
		longest[s.folder()] = max(longest[s.folder()], len(s.file.Doc.Text()))
	}
	for folder, doc := range longest {
		if doc < shortestDoc {
			t.Errorf("%s has no package doc that says what it gives and what it never does (a doc.go)", folder)
		}
	}
}

func TestNoPackageHasANameThatSaysNothing(t *testing.T) {
	for _, s := range sources(t) {
		if name := strings.TrimSuffix(s.file.Name.Name, "_test"); slices.Contains(nameless, name) {
			t.Errorf("%s: package %s is named after nothing; name it after what it gives", s.path, name)
		}
	}
}

func TestNoFileIsTooLongToRead(t *testing.T) {
	written := []string{".go", ".ts", ".svelte", ".mjs", ".css", ".sh"}
	walk(t, func(name string, text []byte) error {
		lines := strings.Count(string(text), "\n")
		if slices.Contains(written, path.Ext(name)) && lines > longestFile {
			t.Errorf("%s has %d lines; over %d a file is two", name, lines, longestFile)
		}
		return nil
	})
}

// TestTheWallsHold tries the rules on imports that must be refused or allowed, so that a rule that matches nothing is
// noticed.
func TestTheWallsHold(t *testing.T) {
	cases := []struct {
		from, imported string
		refused        bool
	}{
		{"backend/store", "precedent/backend/journal", false},
		{"backend/journal", "precedent/backend/store", true},
		{"backend/search", "precedent/backend/store", true},
		{"backend/search/query", "precedent/backend/search", false},
		{"backend/document/pdf", "precedent/backend/redact", false},
		{"backend/redact", "precedent/backend/document", true},
		{"backend/store", "precedent/backend/desk", true},
		{"backend/desk", "precedent/backend/search", false},
		{"backend/desk", "precedent/app/window", true},
		{"backend/casefile", "precedent/backend/policy", true},
		{"backend/casefile", "github.com/google/uuid", true},
		{"backend/casefile", "encoding/json", false},
		{"backend/desk", "github.com/wailsapp/wails/v2/pkg/runtime", true},
		{"app/window", "github.com/wailsapp/wails/v2/pkg/runtime", false},
		{"backend/search", "github.com/dgraph-io/badger/v4", true},
		{"backend/store/views", "github.com/dgraph-io/badger/v4", false},
		{"backend/desk", "github.com/blevesearch/bleve/v2", true},
		{"frontend", "precedent/backend/casefile", true},
	}
	for _, c := range cases {
		why := forbidden(source{path: c.from + "/file.go"}, c.imported)
		if (why != "") != c.refused {
			t.Errorf("%s importing %s: refused %t (%s), want %t", c.from, c.imported, why != "", why, c.refused)
		}
	}
}

// sources reads the tops of all Go files of this module.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	walk(t, func(name string, text []byte) error {
		if path.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly|parser.ParseComments)
		all = append(all, source{path: name, file: file})
		return err
	})
	return all
}

// walk visits every file that somebody wrote, of up to a size nobody writes by hand.
func walk(t *testing.T, visit func(name string, text []byte) error) {
	t.Helper()
	const largest = 1 << 20
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skip(root, name)
		}
		if info, err := entry.Info(); err != nil || !info.Mode().IsRegular() || info.Size() > largest {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		return visit(name, text)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// skip leaves out what is made or fetched, data for tests, and other modules (folders with a go.mod of their own).
func skip(root fs.FS, folder string) error {
	made := []string{"node_modules", "testdata", "frontend/dist", "frontend/wailsjs", "build/bin", "build/out"}
	base := path.Base(folder)
	if slices.Contains(made, base) || slices.Contains(made, folder) || folder != "." && strings.HasPrefix(base, ".") {
		return fs.SkipDir
	}
	if _, err := fs.Stat(root, path.Join(folder, "go.mod")); folder != "." && err == nil {
		return fs.SkipDir
	}
	return nil
}
