package desk

import (
	"precedent/backend/casefile"
	"precedent/backend/exchange"
)

// files keeps the files of a record, each once however often it is imported.
func (im *importing) files(in exchange.Incoming, id string) error {
	if len(in.Files) == 0 {
		return nil
	}
	if in.Kind == casefile.KindAttachment { // of an export: the record is there already, its bytes may not be
		return im.bytesOf(in)
	}
	if err := im.flush(); err != nil {
		return err
	}
	for _, f := range in.Files {
		if err := im.file(in, id, f); err != nil {
			if casefile.CodeOf(err) == casefile.DiskFull || im.ctx.Err() != nil {
				return err
			}
			im.refuse(exchange.Refusal{Where: f.Where, Says: f.Name + ": " + casefile.Sentence(err)})
		}
	}
	return nil
}

func (im *importing) file(in exchange.Incoming, id string, f exchange.FileRef) error {
	content, err := f.Open()
	if err != nil {
		return casefile.Wrap(casefile.NotFound, err, "The file cannot be read.")
	}
	defer content.Close()
	before, err := im.d.store.BySource(in.Source, f.SourceID)
	if err == nil && !before.Binned() {
		same, err := sameContent(before, content)
		if err != nil || same {
			return err
		}
		again, err := f.Open()
		if err != nil {
			return err
		}
		defer again.Close()
		content = again
	}
	fields := map[string]any{"source": in.Source, "source_id": f.SourceID}
	if f.Caption != "" {
		fields["caption"] = f.Caption
	}
	if err == nil {
		delete(fields, "source_id") // the earlier version keeps its name there
	}
	if err := im.d.keepFile(im.ctx, id, f.Name, content, fields, im.job); err != nil {
		return err
	}
	im.report.Files++
	im.saved = true
	return nil
}

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
