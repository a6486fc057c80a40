package window

import (
	"context"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"precedent/backend/casefile"
)

// desktop is the System made of Wails. Wails ends the process when one of its functions is given a context that is not
// its own, so the context stays in here and everything asked before the window stands is refused or left out.
type desktop struct {
	mu     sync.Mutex
	window context.Context // Wails hands its window out as a context

	notifying sync.Once // before the first notification
	canNotify bool
}

func (d *desktop) opened(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.window = ctx
}

func (d *desktop) ctx() (context.Context, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.window == nil {
		return nil, casefile.Faultf(casefile.Busy, "The window is not open yet. Try again in a moment.")
	}
	return d.window, nil
}

func (d *desktop) Emit(event string, payload any) {
	if ctx, err := d.ctx(); err == nil {
		runtime.EventsEmit(ctx, event, payload)
	}
}

func (d *desktop) ComeToFront() {
	if ctx, err := d.ctx(); err == nil {
		runtime.WindowUnminimise(ctx)
		runtime.WindowShow(ctx)
	}
}

func (d *desktop) Notify(title, says string) {
	ctx, err := d.ctx()
	if err != nil || !runtime.IsNotificationAvailable(ctx) {
		return
	}
	d.notifying.Do(func() { d.canNotify = runtime.InitializeNotifications(ctx) == nil })
	if allowed, err := runtime.CheckNotificationAuthorization(ctx); d.canNotify && err == nil && allowed {
		_ = runtime.SendNotification(ctx, runtime.NotificationOptions{ID: "due", Title: title, Body: says}) // what is due stands on Today as well
	}
}

func (d *desktop) Quit() {
	if ctx, err := d.ctx(); err == nil {
		runtime.Quit(ctx)
	}
}

func (d *desktop) CopyText(text string) error {
	ctx, err := d.ctx()
	if err != nil {
		return err
	}
	if err := runtime.ClipboardSetText(ctx, text); err != nil {
		return casefile.Wrap(casefile.Unavailable, err, "The clipboard did not take the text. Try again, or select it and copy it by hand.")
	}
	return nil
}

func (d *desktop) OpenLink(address string) error {
	if err := checkLink(address); err != nil {
		return err
	}
	ctx, err := d.ctx()
	if err != nil {
		return err
	}
	runtime.BrowserOpenURL(ctx, address)
	return nil
}

// checkLink lets through what may leave the window: anything else could start a program or open a local file.
func checkLink(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return casefile.Wrap(casefile.Invalid, err, "That is not a link that can be opened.")
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host != "" {
			return nil
		}
	case "mailto":
		return nil
	}
	return casefile.Faultf(casefile.Refused, "Only links that start with http, https or mailto are opened. Copy this one if you trust it.")
}

func (d *desktop) AskForFile(ask Ask) (string, error) {
	return ask1(d, func(ctx context.Context) (string, error) {
		return runtime.OpenFileDialog(ctx, openOptions(ask))
	})
}

func (d *desktop) AskForFiles(ask Ask) ([]string, error) {
	return ask1(d, func(ctx context.Context) ([]string, error) {
		return runtime.OpenMultipleFilesDialog(ctx, openOptions(ask))
	})
}

func (d *desktop) AskForFolder(ask Ask) (string, error) {
	return ask1(d, func(ctx context.Context) (string, error) {
		return runtime.OpenDirectoryDialog(ctx, openOptions(ask))
	})
}

func (d *desktop) AskWhereToSave(ask Ask) (string, error) {
	return ask1(d, func(ctx context.Context) (string, error) {
		return runtime.SaveFileDialog(ctx, runtime.SaveDialogOptions{
			Title: ask.Title, DefaultDirectory: existing(ask.Folder), DefaultFilename: ask.Name, Filters: filters(ask.Types),
		})
	})
}

func ask1[T any](d *desktop, show func(context.Context) (T, error)) (T, error) {
	var none T
	ctx, err := d.ctx()
	if err != nil {
		return none, err
	}
	chosen, err := show(ctx)
	if err != nil {
		return none, casefile.Wrap(casefile.Unavailable, err, "The system's file dialog could not be shown. Try again.")
	}
	return chosen, nil
}

func openOptions(ask Ask) runtime.OpenDialogOptions {
	return runtime.OpenDialogOptions{Title: ask.Title, DefaultDirectory: existing(ask.Folder), Filters: filters(ask.Types), CanCreateDirectories: true}
}

// existing drops a folder that is not there (any more): Wails would show no dialog at all.
func existing(folder string) string {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return ""
	}
	return folder
}

func filters(types []FileType) []runtime.FileFilter {
	out := make([]runtime.FileFilter, 0, len(types))
	for _, t := range types {
		out = append(out, runtime.FileFilter{DisplayName: t.Label, Pattern: "*." + strings.Join(t.Endings, ";*.")})
	}
	return out
}
