package window

// About is what the program says of itself. PDF is "ready", "warming" or "absent".
type About struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Build   string `json:"build"`  // the toolchain that built it
	System  string `json:"system"` // the system and machine it was built for
	PDF     string `json:"pdf"`
}

// Program is what the bridge tells about the program itself.
type Program struct {
	About      func() About
	ThirdParty string // licences of all that is built in, as text
}

// Bridge is what the page can call: in the page it is window.go.window.Bridge. Each method goes through Answer or Done.
type Bridge struct {
	system  System
	log     Log
	program Program
}

// NewBridge joins the page to the desktop.
func NewBridge(system System, log Log, program Program) *Bridge {
	return &Bridge{system: system, log: log, program: program}
}

// About gives the program's name and version, and what it can do on this machine.
func (b *Bridge) About() (About, error) {
	return Answer(b.log, "About", func() (About, error) { return b.program.About(), nil })
}

// ThirdParty gives the notices of all that the program is built from.
func (b *Bridge) ThirdParty() (string, error) {
	return Answer(b.log, "ThirdParty", func() (string, error) { return b.program.ThirdParty, nil })
}

// CopyText puts text on the clipboard.
func (b *Bridge) CopyText(text string) error {
	return Done(b.log, "CopyText", func() error { return b.system.CopyText(text) })
}

// OpenLink opens a link of a note in the person's browser or mail program.
func (b *Bridge) OpenLink(address string) error {
	return Done(b.log, "OpenLink", func() error { return b.system.OpenLink(address) })
}
