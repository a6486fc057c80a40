//go:build linux && !bindings

package window

import (
	"os/exec"
	"testing"
)

func TestWhatIsOpenedFromHereDrawsAsItLikes(t *testing.T) {
	given := func() string {
		said, err := exec.Command("env").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(said)
	}
	before := given()
	prepareWebKit()
	if after := given(); after != before {
		t.Errorf("a program that is opened from here gets %s, and had %s", after, before)
	}
}
