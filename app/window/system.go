package window

// System is what only a running desktop can do. The program has one made of Wails; tests have their own.
type System interface {
	// Emit sends an event to the page. Events carry ids and revisions, never records.
	Emit(event string, payload any)
	// AskForFile, AskForFiles, AskForFolder and AskWhereToSave show the system's dialog. A person who closes it
	// without choosing gives "" (or no files) and no error.
	AskForFile(ask Ask) (string, error)
	AskForFiles(ask Ask) ([]string, error)
	AskForFolder(ask Ask) (string, error)
	AskWhereToSave(ask Ask) (string, error)
	// CopyText puts text on the clipboard.
	CopyText(text string) error
	// OpenLink opens an http, https or mailto address in the program the person has for it, and refuses all others.
	OpenLink(address string) error
	// ShowFile shows a file or folder in the program the person has for it, and refuses what the system would run.
	ShowFile(path string) error
	// ComeToFront raises the window, as a second start of the program asks for.
	ComeToFront()
	// Notify shows a short word on the desktop while the window may be behind others. Where the desktop has no such thing it
	// is left out.
	Notify(title, says string)
	// Quit closes the window in the ordinary way.
	Quit()
}

// Ask is a question put with the system's file dialog.
type Ask struct {
	Title  string
	Folder string // where the dialog starts; empty leaves it to the system
	Name   string // the name proposed for a file to be saved
	Types  []FileType
}

// FileType is one line of a dialog's type filter: what a person reads, and the endings it stands for ("pdf", "docx").
type FileType struct {
	Label   string
	Endings []string
}
