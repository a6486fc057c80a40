package window

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"precedent/backend/casefile"
	"precedent/backend/desk"
	"precedent/backend/document/engine"
)

// pdfStates are the page's words for the state of the PDF engine.
var pdfStates = map[engine.State]string{
	engine.Absent: "absent", engine.Failed: "failed", engine.Idle: "warming", engine.Preparing: "warming", engine.Ready: "ready",
}

// EngineView is how far the PDF engine is, and in words what it is doing.
type EngineView struct {
	State string `json:"state"` // ready, warming, failed or absent
	Says  string `json:"says"`
}

// PrepareEngine makes the PDF engine ready behind the window, after that failed; a no-op while it is at it or done.
func (b *Bridge) PrepareEngine() error {
	return Done(b.log, "PrepareEngine", func() error {
		b.session.warmUp()
		return nil
	})
}

// BuildDocument gives a document as it stands.
func (b *Bridge) BuildDocument(r desk.DocumentRequest) (desk.DocumentView, error) {
	return with(b, "BuildDocument", func(ctx context.Context, d *desk.Desk) (desk.DocumentView, error) { return d.BuildDocument(ctx, r) })
}

// ExportDocument writes a document where the person says.
func (b *Bridge) ExportDocument(r desk.ExportRequest) (desk.Exported, error) {
	return with(b, "ExportDocument", func(ctx context.Context, d *desk.Desk) (desk.Exported, error) {
		_, exported, err := b.writeDocument(ctx, d, r)
		return exported, err
	})
}

// writeDocument writes a document where the person says, and keeps its receipt with it; path "" when nothing was written.
func (b *Bridge) writeDocument(ctx context.Context, d *desk.Desk, r desk.ExportRequest) (path string, exported desk.Exported, err error) {
	data, exported, err := d.Document(ctx, r)
	if err != nil || data == nil {
		return "", exported, err
	}
	path, err = b.system.AskWhereToSave(Ask{Title: "Save the document", Name: exported.Name, Types: []FileType{{Label: r.Format, Endings: []string{strings.TrimPrefix(filepath.Ext(exported.Name), ".")}}}})
	if err != nil || path == "" {
		exported.Name = ""
		return "", exported, err
	}
	if err := desk.WriteFile(path, data); err != nil {
		return "", desk.Exported{Notices: []string{}, Findings: []desk.DocumentFinding{}}, err
	}
	exported.Name = baseName(path)
	return path, exported, d.KeepReceipt(ctx, r, exported, data)
}

// Copied is a document as text for the clipboard, or the findings that stop it: then Text is "".
type Copied struct {
	Text     string                 `json:"text"`
	Notices  []string               `json:"notices"`
	Findings []desk.DocumentFinding `json:"findings"`
}

// DocumentText gives a document in a text format (md, slack, rich, text), to be copied.
func (b *Bridge) DocumentText(r desk.ExportRequest) (Copied, error) {
	return with(b, "DocumentText", func(ctx context.Context, d *desk.Desk) (Copied, error) {
		data, exported, err := d.Document(ctx, r)
		return Copied{Text: string(data), Notices: exported.Notices, Findings: exported.Findings}, err
	})
}

// JudgeDocument gives what would make a document better, and what a person may confirm.
func (b *Bridge) JudgeDocument(r desk.DocumentRequest) (desk.DocumentJudgement, error) {
	return with(b, "JudgeDocument", func(ctx context.Context, d *desk.Desk) (desk.DocumentJudgement, error) {
		return d.JudgeDocument(ctx, r)
	})
}

// DraftSection keeps a section's text while it is typed, and gives the time when it was on the disk.
func (b *Bridge) DraftSection(r desk.DocumentRequest, section, text string) (string, error) {
	return with(b, "DraftSection", func(ctx context.Context, d *desk.Desk) (string, error) { return d.DraftSection(ctx, r, section, text) })
}

// DropSectionDraft forgets what was typed in a section since its last revision.
func (b *Bridge) DropSectionDraft(r desk.DocumentRequest, section string) error {
	_, err := with(b, "DropSectionDraft", func(ctx context.Context, d *desk.Desk) (struct{}, error) {
		return struct{}{}, d.DropSectionDraft(ctx, r, section)
	})
	return err
}

// WriteSection keeps what a person wrote for a section; "" gives it back to the record.
func (b *Bridge) WriteSection(r desk.DocumentRequest, section, text string) (desk.Saved, error) {
	return with(b, "WriteSection", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) {
		return d.WriteSection(ctx, r, section, text)
	})
}

// DocumentVersions lists the versions of a document, the newest first.
func (b *Bridge) DocumentVersions(r desk.DocumentRequest) ([]desk.DocumentVersion, error) {
	return with(b, "DocumentVersions", func(ctx context.Context, d *desk.Desk) ([]desk.DocumentVersion, error) {
		return d.DocumentVersions(ctx, r)
	})
}

// CompareDocument compares two versions of a document; newer 0 is the newest.
func (b *Bridge) CompareDocument(r desk.DocumentRequest, older, newer int) (desk.DocumentComparison, error) {
	return with(b, "CompareDocument", func(ctx context.Context, d *desk.Desk) (desk.DocumentComparison, error) {
		return d.CompareDocument(ctx, r, older, newer)
	})
}

// FinishDocument makes the newest version final; before the internal review that needs a reason.
func (b *Bridge) FinishDocument(r desk.DocumentRequest, reason string) (desk.Saved, error) {
	return with(b, "FinishDocument", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.FinishDocument(ctx, r, reason) })
}

// ReviseDocument begins a new version after a final one.
func (b *Bridge) ReviseDocument(r desk.DocumentRequest) (desk.Saved, error) {
	return with(b, "ReviseDocument", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.ReviseDocument(ctx, r) })
}

// ReviewDocument notes that a second person has read the newest version.
func (b *Bridge) ReviewDocument(r desk.DocumentRequest, reviewer string) (desk.Saved, error) {
	return with(b, "ReviewDocument", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) {
		return d.ReviewDocument(ctx, r, reviewer)
	})
}

// turn lets the newest of several calls go on: each ends the one before.
type turn struct {
	mu   sync.Mutex
	stop context.CancelFunc
}

func (t *turn) take(ctx context.Context) (context.Context, context.CancelFunc) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stop != nil {
		t.stop()
	}
	ctx, t.stop = context.WithCancel(ctx)
	return ctx, t.stop
}

// Pages tells the pages of a document as it will print. A later call ends this one.
func (b *Bridge) Pages(r desk.DocumentRequest) (desk.PagesView, error) {
	return with(b, "Pages", func(ctx context.Context, d *desk.Desk) (desk.PagesView, error) {
		ctx, done := b.pages.take(ctx)
		defer done()
		return d.Pages(ctx, r)
	})
}

// LeavePages ends a call of Pages that nobody waits for any more: the screen was left.
func (b *Bridge) LeavePages() error {
	return Done(b.log, "LeavePages", func() error {
		_, done := b.pages.take(context.Background())
		done()
		return nil
	})
}

// Page gives one page (from 0) of a file that Pages told of, so many pixels wide, as the address of a picture.
func (b *Bridge) Page(file string, page, width int) (string, error) {
	return with(b, "Page", func(ctx context.Context, d *desk.Desk) (string, error) { return d.Page(ctx, file, page, width) })
}

// Templates gives the templates of every kind of document: those of the workspace, or those that hold for a customer.
func (b *Bridge) Templates(customer string) ([]desk.TemplateView, error) {
	return with(b, "Templates", func(ctx context.Context, d *desk.Desk) ([]desk.TemplateView, error) {
		return d.Templates(ctx, customer)
	})
}

// CheckTemplate names what is wrong in a template's file, line by line.
func (b *Bridge) CheckTemplate(text string) ([]desk.TemplateMistake, error) {
	return with(b, "CheckTemplate", func(ctx context.Context, d *desk.Desk) ([]desk.TemplateMistake, error) {
		return d.CheckTemplate(ctx, text), nil
	})
}

// SaveTemplate keeps a template's file: for a customer, or, "", for the workspace.
func (b *Bridge) SaveTemplate(text, customer string) (desk.Saved, error) {
	return with(b, "SaveTemplate", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) {
		return d.SaveTemplate(ctx, text, customer)
	})
}

// SaveTemplateSections keeps a template as its sections were renamed, put in another order, hidden or added.
func (b *Bridge) SaveTemplateSections(kind, customer, title string, sections []desk.TemplateSection) (desk.Saved, error) {
	return with(b, "SaveTemplateSections", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) {
		return d.SaveTemplateSections(ctx, kind, customer, title, sections)
	})
}

// ResetTemplate takes the workspace's template again, or the built-in one.
func (b *Bridge) ResetTemplate(kind, customer string) (desk.Saved, error) {
	return with(b, "ResetTemplate", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) {
		return d.ResetTemplate(ctx, kind, customer)
	})
}

// templateFiles are what the dialogs offer for a template.
var templateFiles = []FileType{{Label: "Template", Endings: []string{"yaml", "yml"}}}

// maxTemplate bounds a template's file.
const maxTemplate = 1 << 20

// ChooseTemplate asks for a template's file and gives its text; "" when the dialog was closed.
func (b *Bridge) ChooseTemplate() (string, error) {
	return Answer(b.log, "ChooseTemplate", func() (string, error) {
		path, err := b.system.AskForFile(Ask{Title: "Template to import", Types: templateFiles})
		if err != nil || path == "" {
			return "", err
		}
		if info, err := os.Stat(path); err == nil && info.Size() > maxTemplate {
			return "", casefile.Faultf(casefile.Invalid, "A template has at most 1 MB, and this file is larger. Choose another one.")
		}
		text, err := os.ReadFile(path) //nolint:gosec // the person named it
		if err != nil {
			return "", casefile.Wrap(casefile.Invalid, err, "The file cannot be read. Choose another one.")
		}
		return string(text), nil
	})
}

// WriteTemplate asks where a template's file should go. It gives the file's name, "" when nowhere.
func (b *Bridge) WriteTemplate(kind, customer string) (string, error) {
	return with(b, "WriteTemplate", func(ctx context.Context, d *desk.Desk) (string, error) {
		v, err := d.Template(ctx, kind, customer)
		if err != nil {
			return "", err
		}
		path, err := b.system.AskWhereToSave(Ask{Title: "Save the template", Name: v.Kind + ".yaml", Types: templateFiles})
		if err != nil || path == "" {
			return "", err
		}
		return baseName(path), desk.WriteFile(path, []byte(v.Text))
	})
}

// ReadBrief reads a pasted text in the form of a brief, and keeps nothing.
func (b *Bridge) ReadBrief(kind, text string) (desk.BriefReading, error) {
	return with(b, "ReadBrief", func(ctx context.Context, d *desk.Desk) (desk.BriefReading, error) {
		return d.ReadBrief(ctx, kind, text)
	})
}
