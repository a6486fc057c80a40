package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// powerDrive is how large the drives are that lose their power. They take only what is written.
const powerDrive = 2 << 30

// powerCuts cuts the power amid each kind of work.
func (b *bench) powerCuts() error {
	if !b.asked("power") {
		return nil
	}
	var all []kind
	for _, k := range b.kinds() {
		if k.word != ownSaves {
			all = append(all, k)
		}
	}
	var failed error
	cuts, lost, late, lateLost := 0, 0, 0, 0
	for i, k := range all {
		n, began := k.of(b.cuts, all), time.Now()
		p, err := b.newPlaceOnDrive(fmt.Sprintf("p%d", i), powerDrive)
		if err != nil {
			return err
		}
		p.power = true
		err = b.goThrough(p, k, n)
		cuts, lost = cuts+p.drive.cuts, lost+p.drive.lost
		came, gone := p.said.lateLost()
		late, lateLost = late+came, lateLost+gone
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("power cut amid %s: %w", k.name, err))
			continue
		}
		b.row(n, "cuts", k.name, fmt.Sprintf("%d confirmed, all there%s", p.said.confirmed, p.amid()), began)
		failed = errors.Join(failed, p.remove())
	}
	_, _ = fmt.Fprintf(b.out, "      a file that was not synced was lost in %d of %d cuts, one that was synced in none\n", lost, cuts)
	_, _ = fmt.Fprintf(b.out, "      %d answers came while the power went, and do not count as confirmed: %d of those saves were lost\n", late, lateLost)
	if lost*2 < cuts {
		failed = errors.Join(failed, errors.New("the power cuts hardly lose what was not synced, so they show nothing"))
	}
	return failed
}

// cut takes the power away. In every second round some files, drawn, are written back before, as the system may at any
// time: then a part of what was not synced is there and a part is not. goes is told when nothing can be confirmed any more.
func (p *place) cut(goes func()) {
	var some []string
	if p.n%2 == 1 {
		_ = filepath.WalkDir(p.dir, func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && p.rnd.IntN(3) == 0 {
				some = append(some, path)
			}
			return nil // the program removes files meanwhile
		})
	}
	p.drive.cut(some, goes)
}
