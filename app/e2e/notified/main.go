// Command notified is the desktop's notification daemon of a test: it takes the name on the session bus, as a desktop does,
// and writes each notification that arrives as a line of JSON. It shows nothing and keeps nothing.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/godbus/dbus/v5"
)

const name = "org.freedesktop.Notifications"

// daemon answers the calls of the Desktop Notifications Specification that programs make.
type daemon struct{ out *json.Encoder }

type notification struct {
	App   string `json:"app"`
	Title string `json:"title"`
	Says  string `json:"says"`
}

// Notify takes one notification and gives its number.
func (d *daemon) Notify(app string, _ uint32, _, title, says string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	if err := d.out.Encode(notification{app, title, says}); err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	return 1, nil
}

// GetCapabilities says that texts and buttons can be shown.
func (d *daemon) GetCapabilities() ([]string, *dbus.Error) { return []string{"body", "actions"}, nil }

// GetServerInformation names the daemon.
func (d *daemon) GetServerInformation() (string, string, string, string, *dbus.Error) {
	return "notified", "Precedent", "1", "1.2", nil
}

// CloseNotification takes a notification away.
func (d *daemon) CloseNotification(uint32) *dbus.Error { return nil }

func main() {
	if err := run(); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	if err := bus.Export(&daemon{out}, "/org/freedesktop/Notifications", name); err != nil {
		return err
	}
	if reply, err := bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		return fmt.Errorf("the name is taken, %d, %w", reply, err)
	}
	if err := out.Encode(notification{App: "ready"}); err != nil {
		return err
	}
	<-bus.Context().Done()
	return nil
}
