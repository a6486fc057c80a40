package exchange

import (
	"context"
	"fmt"
	"io"
	"io/fs"

	"precedent/backend/casefile"
)

// exportInput reads an export into a workspace that has records already: each record by its own ID.
type exportInput struct {
	*export
	bytes int64
}

func openExportInput(ctx context.Context, path string, limits Limits) (input, error) {
	x, err := openExport(ctx, path, limits)
	if err != nil {
		return nil, ended(err)
	}
	in := &exportInput{export: x}
	if info, err := fs.Stat(x.fsys, recordsName); err == nil {
		in.bytes = info.Size()
	}
	return in, nil
}

func (x *exportInput) size() int64 { return x.bytes }

func (x *exportInput) each(run *reading) error {
	f, err := x.fsys.Open(recordsName)
	if err != nil {
		return damaged(err, recordsName, "is missing")
	}
	defer f.Close()
	name := x.path + "/" + recordsName
	lines := newLineReader(run.count(name, f), x.limits.Line)
	return eachLine(lines, name, run.wrong, func(where string, line []byte) error {
		in, err := x.record(where, line)
		if err == nil && in.Kind == casefile.KindSettings {
			run.skipped(1) // a workspace that is in use keeps its own
			return nil
		}
		return run.record(where, in, err)
	})
}

func (x *exportInput) record(where string, line []byte) (Incoming, error) {
	r, err := readRecordLine(line, x.limits.Depth)
	if err != nil {
		return Incoming{}, err
	}
	check := r.Clone()
	delete(check.Fields, "conflicts") // holds values of any type, those of other fields
	if found := casefile.Validate(check); len(found) > 0 {
		return Incoming{}, refused(found[0].Says)
	}
	in := Incoming{
		Where: where, Kind: r.Kind, ID: r.ID, Source: r.Text("source"), SourceID: r.Text("source_id"), ParentID: r.Parent(),
		Fields: r.Fields, Names: map[string]string{}, Refs: map[string]string{},
	}
	if in.SourceID == "" {
		in.SourceID = r.ID
	}
	if r.Kind == casefile.KindAttachment {
		return in, x.attach(&in, r)
	}
	return in, nil
}

func (x *exportInput) attach(in *Incoming, r casefile.Record) error {
	sum := r.Text("sha256")
	name := filesDir + "/" + sum
	if !isSHA256(sum) || x.sums[name] != sum {
		return refusef("The file of the attachment is not in the export.")
	}
	info, err := fs.Stat(x.fsys, name)
	if err != nil {
		return refusef("The file of the attachment is not in the export.")
	}
	in.Files = []FileRef{{
		Where: in.Where, Name: r.Text("file_name"), SourceID: r.ID, Caption: r.Text("caption"), Size: info.Size(),
		Open: func() (io.ReadCloser, error) {
			f, err := x.fsys.Open(name)
			if err != nil {
				return nil, err
			}
			return verifiedFile{verified(f, sum, fmt.Sprintf("The attachment %s… of the export", sum[:12])), f}, nil
		},
	}}
	return nil
}

type verifiedFile struct {
	io.Reader
	io.Closer
}
