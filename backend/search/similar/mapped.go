package similar

import (
	"os"

	"github.com/blevesearch/mmap-go"
)

// mapped is a file as it lies on the disk: what nobody asks for takes no memory of ours, and the system drops the rest when
// it needs the room. The file is never written again after it has its name, so that no page changes or goes away.
type mapped struct {
	name  string
	bytes mmap.MMap
}

func mapFile(name string) (*mapped, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	b, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, err
	}
	return &mapped{name, b}, nil
}

// close lets go of the file; nothing that was read of it without a copy may be used after.
func (m *mapped) close() error {
	if m == nil {
		return nil
	}
	return m.bytes.Unmap()
}
