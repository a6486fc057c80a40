package desk

import (
	"io"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/document/tree"
)

// largestPicture bounds what is read of one picture for a document.
const largestPicture = 32 << 20

// pictures offers a document the pictures that are attached to its case and to what belongs to it, by file name, key or ID: a
// customer's only those that are marked for the customer.
func (d *Desk) pictures(in document.Input) tree.Pictures {
	return func(name string) (tree.Image, bool) {
		for _, c := range append([]casefile.Case{in.Case}, in.Related...) {
			for _, f := range c.Files {
				if named(f, name) && (in.Audience == document.Internal || f.Text("visibility") == "customer" && !c.Bool("confidential")) {
					return d.picture(f)
				}
			}
		}
		return tree.Image{}, false
	}
}

func named(f casefile.Record, name string) bool {
	return !f.Binned() && (f.ID == name || f.Key() != "" && strings.EqualFold(f.Key(), name) || f.Text("file_name") == name)
}

// picture reads one; what is no picture, or too large for one, is not offered.
func (d *Desk) picture(f casefile.Record) (tree.Image, bool) {
	r, _, err := d.store.OpenAttachment(f.ID)
	if err != nil {
		return tree.Image{}, false
	}
	data, err := io.ReadAll(io.LimitReader(r, largestPicture+1))
	if r.Close() != nil || err != nil || len(data) > largestPicture {
		return tree.Image{}, false
	}
	i, err := tree.NewImage(data, f.Text("caption"))
	i.Name = f.ID // a file may be called otherwise later; a final document still finds it
	return i, err == nil
}
