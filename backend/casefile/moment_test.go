package casefile

import (
	"strings"
	"testing"
)

func TestAWallClockTimeWithItsPlaceIsAnInstant(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-13T09:00:00[Europe/Berlin]": "2026-03-13T08:00:00Z[Europe/Berlin]",
		"2026-07-01 09:00[Europe/Berlin]":    "2026-07-01T07:00:00Z[Europe/Berlin]",
		"2026-03-13T09:00[+05:30]":           "2026-03-13T03:30:00Z[+05:30]",
	} {
		if i, err := ParseInstant(in); err != nil || i.String() != want {
			t.Errorf("ParseInstant(%q) = %q, %v; want %q", in, i, err, want)
		}
	}
}

func TestAWallClockTimeThatIsTwoInstantsOrNoneIsRefused(t *testing.T) {
	for _, in := range []string{"2026-03-29T02:30[Europe/Berlin]", "2026-10-25T02:30[Europe/Berlin]"} {
		if i, err := ParseInstant(in); err == nil || !strings.Contains(err.Error(), "clocks") {
			t.Errorf("ParseInstant(%q) = %q, %v; want a word about the clocks", in, i, err)
		}
	}
}

func TestAWallClockTimeWithoutItsPlaceIsAskedAbout(t *testing.T) {
	for _, in := range []string{"2026-03-13T09:00", "2026-03-13 09:00:00"} {
		if i, err := ParseInstant(in); err == nil || !strings.Contains(err.Error(), "which time zone") {
			t.Errorf("ParseInstant(%q) = %q, %v; want a question for the zone", in, i, err)
		}
	}
}
