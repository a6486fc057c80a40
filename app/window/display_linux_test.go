//go:build linux && !bindings

package window

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestWhatIsOpenedFromHereDrawsAsItLikes(t *testing.T) {
	for name := range withoutGraphicsCard {
		if _, chosen := os.LookupEnv(name); chosen {
			t.Skipf("%s is set where the tests run", name)
		}
	}
	prepareWebKit()
	said, err := exec.Command("env").Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range withoutGraphicsCard {
		if strings.Contains(string(said), name+"=") {
			t.Errorf("a program that is opened from here gets %s", name)
		}
	}
}
