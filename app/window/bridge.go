package window

// About is what the program says of itself.
type About struct {
	Version string `json:"version"`
	Notices string `json:"notices"` // licences of all that is built in, as text
}

// Bridge is what the page can call: in the page it is window.go.window.Bridge. Each method goes through Answer or Done.
type Bridge struct {
	system System
	log    Log
	about  About
}

// NewBridge joins the page to the desktop.
func NewBridge(system System, log Log, about About) *Bridge {
	return &Bridge{system: system, log: log, about: about}
}

// About gives the program's version and the notices of what it is built from.
func (b *Bridge) About() (About, error) {
	return Answer(b.log, "About", func() (About, error) { return b.about, nil })
}

// CopyText puts text on the clipboard.
func (b *Bridge) CopyText(text string) error {
	return Done(b.log, "CopyText", func() error { return b.system.CopyText(text) })
}

// OpenLink opens a link of a note in the person's browser or mail program.
func (b *Bridge) OpenLink(address string) error {
	return Done(b.log, "OpenLink", func() error { return b.system.OpenLink(address) })
}
