package desk

import (
	"precedent/backend/casefile"
	"precedent/backend/exchange"
)

// bytesOf keeps the bytes of an attachment that comes with its own record, before that is confirmed.
func (im *importing) bytesOf(in exchange.Incoming) error {
	sum := casefile.Record{Fields: in.Fields}.Text("sha256")
	for _, f := range in.Files {
		if im.has(sum) {
			continue
		}
		content, err := f.Open()
		if err != nil {
			return casefile.Wrap(casefile.NotFound, err, "The file of the attachment cannot be read.")
		}
		err = im.d.store.KeepFile(im.ctx, sum, content)
		_ = content.Close()
		if err != nil {
			return err
		}
		im.report.Files++
		im.unread = true
	}
	return nil
}

// has says whether the bytes of a file are here.
func (im *importing) has(sum string) bool {
	f, err := im.d.store.OpenFile(sum)
	if err != nil {
		return false
	}
	_ = f.Close()
	return true
}
