package casefile

import (
	"path"
	"strings"
	"unicode/utf8"
)

// mostName is how many bytes of a file's name are kept: 255 is the most on the disks that people have.
const mostName = 200

// devices are names that Windows takes for something else, whatever ending they have.
const devices = " CON PRN AUX NUL COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9 "

// FileName leaves of a name what every system takes as the name of a file and what cannot be read as another one: no
// folders, no control characters, none that turn the writing direction. It is "file" when nothing is left.
func FileName(name string) string {
	name = strings.ToValidUTF8(name, "_")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || strings.ContainsRune(`<>:"|?*`, r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return '_'
		}
		return r
	}, name[strings.LastIndexAny(name, `/\`)+1:])
	name = strings.Trim(name, " .")
	if base, _, _ := strings.Cut(name, "."); strings.Contains(devices, " "+strings.ToUpper(strings.TrimSpace(base))+" ") {
		name = "_" + name
	}
	name = strings.TrimRight(shortName(name), " .")
	if name == "" {
		return "file"
	}
	return name
}

// shortName cuts a name between two characters but keeps its ending.
func shortName(name string) string {
	if len(name) <= mostName {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > 16 {
		ext = ""
	}
	to := mostName - len(ext)
	for !utf8.RuneStart(name[to]) {
		to--
	}
	return name[:to] + ext
}
