package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/exchange"
	"precedent/backend/store"
)

// Parts of an import: each is one confirmed entry (DESIGN, Command line; the bytes keep an entry far below its limit).
const (
	partRecords = 500
	partBytes   = 1 << 20
)

// keptRefusals bounds the report of an import that nothing fits; the count goes on.
const keptRefusals = 10_000

// FormatOf says in which format a path seems to be written; "" when that cannot be told.
func FormatOf(path string) string {
	f, err := exchange.Detect(path)
	if err != nil {
		return ""
	}
	return string(f)
}

// Import takes records from files as one action that can be undone, in parts of 500 records. A cancelled import keeps the
// parts that were confirmed; Undo takes them back.
func (d *Desk) Import(ctx context.Context, r ImportRequest, progress func(Progress)) (ImportReport, error) {
	if err := checkPaths(r.Paths); err != nil {
		return ImportReport{}, err
	}
	defer longWork()()
	if whole, err := d.importsWhole(ctx, r); err != nil || whole {
		if err != nil {
			return ImportReport{}, err
		}
		return d.adopt(ctx, r.Paths[0], progress)
	}
	o, err := d.readOptions(r, progress)
	if err != nil {
		return ImportReport{}, err
	}
	im := &importing{d: d, ctx: ctx, job: d.NewID(), pending: map[string]pending{}, names: map[string]string{},
		report: ImportReport{Refusals: []Refusal{}}}
	_, err = exchange.Read(ctx, o, im.take, im.refuse)
	if err == nil {
		err = im.flush()
	}
	if err == nil && im.unread {
		err = d.readAllTexts(ctx)
	}
	if im.saved {
		im.report.Action = jobPrefix + im.job
	}
	im.report.Says = importSays(im.report)
	if err != nil {
		err = importStopped(err, im.report)
	}
	if noted := d.keepReport(im.job, r.Paths, im.report, err); err != nil || noted != nil {
		return im.report, cmp.Or(err, noted)
	}
	return im.report, d.indexNow(ctx, progress)
}

// importStopped adds to what ended an import what was kept of it.
func importStopped(err error, r ImportReport) error {
	if r.Action == "" {
		return err
	}
	return casefile.Wrap(casefile.CodeOf(err), err, casefile.Sentence(err)+" "+strconv.Itoa(r.Made+r.Changed)+" records were kept; undo takes them back.")
}

// indexNow brings the search up to date where a person waits anyway.
func (d *Desk) indexNow(ctx context.Context, progress func(Progress)) error {
	f, err := d.openFinder(ctx, needBoth)
	if err != nil {
		return err
	}
	if err := f.catchUp(ctx, progress); err != nil {
		return err
	}
	return f.learnNow(ctx, runtime.NumCPU(), progress)
}

func importSays(r ImportReport) string {
	parts := []string{fmt.Sprintf("%d new", r.Made), fmt.Sprintf("%d changed", r.Changed), fmt.Sprintf("%d the same", r.Same)}
	if r.Files > 0 {
		parts = append(parts, plural(r.Files, "file"))
	}
	parts = append(parts, fmt.Sprintf("%d refused", r.Refused))
	return strings.Join(parts, ", ") + "."
}

func checkPaths(paths []string) error {
	if len(paths) == 0 {
		return casefile.Faultf(casefile.Invalid, "Choose a file or a folder to import.")
	}
	return nil
}

var formats = map[string]exchange.Format{
	"": "", "auto": "", "precedent": exchange.FormatPrecedent, "markdown": exchange.FormatMarkdown,
	"csv": exchange.FormatCSV, "export": exchange.FormatExport,
}

// readOptions turns a request into what the room reads by.
func (d *Desk) readOptions(r ImportRequest, progress func(Progress)) (exchange.Options, error) {
	format, ok := formats[r.Format]
	if !ok {
		return exchange.Options{}, casefile.Faultf(casefile.Invalid, "%q is not a format. Formats are precedent, markdown, csv and export.", casefile.FirstLine(r.Format))
	}
	kind := exchange.ReadKind(r.Kind)
	if r.Kind != "" && (!kind.Known() || kind.IsItem()) {
		return exchange.Options{}, casefile.Faultf(casefile.Invalid, "%q is not a kind of record that can be imported so.", casefile.FirstLine(r.Kind))
	}
	o := exchange.Options{Paths: r.Paths, Format: format, Source: r.Source, Kind: kind, Zone: r.Zone}
	if progress != nil {
		o.Progress = func(p exchange.Progress) {
			progress(Progress{Done: p.Bytes, Total: p.Total, Unit: "bytes", Says: fmt.Sprintf("Importing, %d records", p.Taken+p.Unchanged)})
		}
	}
	if len(r.Mapping) == 0 && r.Dates == "" {
		return o, nil
	}
	m, err := d.mapping(r, kind)
	o.Mapping = &m
	return o, err
}

// mapping is the guess for a table with what the person corrected.
func (d *Desk) mapping(r ImportRequest, kind casefile.Kind) (exchange.CSVMapping, error) {
	f, err := os.Open(r.Paths[0])
	if err != nil {
		return exchange.CSVMapping{}, casefile.Wrap(casefile.NotFound, err, "The file cannot be opened. Look at its name and at who may read it.")
	}
	defer f.Close()
	m, err := exchange.GuessCSV(f, kind)
	if err != nil {
		return m, err
	}
	if r.Zone != "" {
		m.Zone = r.Zone
	}
	if r.Dates != "" {
		m.DateOrder = r.Dates
	}
	for _, c := range r.Mapping {
		if !correct(&m, c) {
			return m, casefile.Faultf(casefile.Invalid, "The table has no column %q.", casefile.FirstLine(c.Column))
		}
	}
	return m, m.Check()
}

func correct(m *exchange.CSVMapping, c ColumnChoice) bool {
	for i := range m.Columns {
		if m.Columns[i].Header == c.Column {
			m.Columns[i].Field = columnField(c.Field)
			return true
		}
	}
	return false
}

// The page says "" for a column that is kept under extra and "-" for one that is left out.
func columnField(said string) string {
	switch said {
	case "":
		return exchange.FieldExtra
	case "-":
		return exchange.FieldNone
	}
	return said
}

// importing is one import on its way.
type importing struct {
	d       *Desk
	ctx     context.Context // one import's life
	job     string
	part    []store.Change
	bytes   int
	pending map[string]pending // source, ID there → the record here, of what is in the part
	names   map[string]string  // kind, name → ID here, of what is in the part
	saved   bool
	unread  bool // files came whose text was not taken yet
	report  ImportReport
}

// pending is a record of the part that is not confirmed yet.
type pending struct {
	id   string
	kind casefile.Kind
}

func pendingKey(source, id string) string { return source + "\x00" + id }

// pendingOf is what an incoming record is known by: one of an export by our own ID, whatever source it once came from.
func pendingOf(in exchange.Incoming) string {
	if in.ID != "" {
		return in.ID
	}
	return pendingKey(in.Source, in.SourceID)
}

func (im *importing) refuse(r exchange.Refusal) {
	im.report.Refused++
	if len(im.report.Refusals) == keptRefusals {
		return
	}
	file, line := r.Where, 0
	if i := strings.LastIndexByte(r.Where, ':'); i >= 0 {
		if n, err := strconv.Atoi(r.Where[i+1:]); err == nil {
			file, line = r.Where[:i], n
		}
	}
	im.report.Refusals = append(im.report.Refusals, Refusal{File: file, Line: line, Says: r.Says})
}

// take keeps one record of the input.
func (im *importing) take(in exchange.Incoming) error {
	if _, again := im.pending[pendingOf(in)]; again {
		if err := im.flush(); err != nil { // the same record twice: the second is compared with the first
			return err
		}
	}
	if err := im.resolve(&in); err != nil {
		return err
	}
	existing, err := im.existing(in)
	if err != nil {
		return err
	}
	patch, clashes := exchange.Merge(existing, in)
	change := store.Change{Kind: in.Kind, ID: in.ID, Patch: patch}
	if existing != nil {
		change.ID, change.Base = existing.ID, existing.Rev
		im.signClashes(patch, clashes, *existing)
	}
	if change.ID == "" {
		change.ID = im.d.NewID()
	}
	if err := im.check(in, existing, patch); err != nil {
		return err
	}
	im.count(existing, patch)
	if len(patch) > 0 || existing == nil {
		im.add(change, in)
	}
	if err := im.files(in, change.ID); err != nil {
		return err
	}
	if len(im.part) >= partRecords || im.bytes >= partBytes {
		return im.flush()
	}
	if existing != nil && len(patch) == 0 && len(in.Files) == 0 {
		return exchange.ErrUnchanged
	}
	return nil
}

// check refuses a record that the store would refuse, so that one line does not take 499 others with it.
func (im *importing) check(in exchange.Incoming, existing *casefile.Record, patch map[string]any) error {
	r := casefile.Record{Kind: in.Kind, Fields: map[string]any{}}
	if existing != nil {
		r.Fields = existing.Fields
	}
	r.Fields = casefile.Apply(r.Fields, patch)
	r = casefile.Normal(r)
	if found := casefile.Validate(r); len(found) > 0 {
		says := make([]string, len(found))
		for i, f := range found {
			says[i] = f.Says
		}
		return exchange.Decline("%s", strings.Join(says, " "))
	}
	return nil
}

func (im *importing) count(existing *casefile.Record, patch map[string]any) {
	switch {
	case existing == nil:
		im.report.Made++
	case len(patch) > 0 && !onlyRemembers(patch):
		im.report.Changed++
	default:
		im.report.Same++
	}
}

// onlyRemembers says that a patch keeps nothing but what the input said, for the next import to compare with.
func onlyRemembers(patch map[string]any) bool {
	_, remembers := patch["imported"]
	return remembers && len(patch) == 1
}

func (im *importing) add(c store.Change, in exchange.Incoming) {
	im.part = append(im.part, c)
	im.pending[pendingOf(in)] = pending{c.ID, in.Kind}
	im.goesBy(c)
	for _, v := range c.Patch {
		if s, ok := v.(string); ok {
			im.bytes += len(s)
		}
		im.bytes += 16
	}
}

// goesBy notes what a customer or a person of the part goes by, for records of the same part that name them.
func (im *importing) goesBy(c store.Change) {
	if c.Kind != casefile.KindCustomer && c.Kind != casefile.KindPerson {
		return
	}
	r := casefile.Record{Kind: c.Kind, Fields: c.Patch}
	for _, name := range append([]string{r.Text("name")}, r.Strings("aliases")...) {
		im.names[nameMark(c.Kind, name)] = c.ID
	}
}

func nameMark(k casefile.Kind, name string) string { return string(k) + "\x00" + strings.ToLower(name) }

// existing is the record here that an incoming one is about; nil when it is new.
func (im *importing) existing(in exchange.Incoming) (*casefile.Record, error) {
	var r casefile.Record
	var err error
	if in.ID != "" {
		r, err = im.d.store.Get(in.ID)
	} else {
		r, err = im.d.store.BySource(in.Source, in.SourceID)
	}
	switch {
	case errors.Is(err, casefile.ErrNotFound):
		return im.namesake(in), nil
	case err != nil:
		return nil, err
	case r.Kind != in.Kind:
		return nil, exchange.Decline("It is a %s here and a %s there. Remove one of them first.", r.Kind.One(), in.Kind.One())
	}
	return &r, nil
}

// namesake is the customer or person of the same name that came here without an ID of any source: made by name, it is now
// known by that of this source. nil when there is none.
func (im *importing) namesake(in exchange.Incoming) *casefile.Record {
	name, _ := in.Fields["name"].(string)
	if in.ID != "" || name == "" || in.Kind != casefile.KindCustomer && in.Kind != casefile.KindPerson {
		return nil
	}
	r, err := im.d.store.ByName(in.Kind, name)
	if err != nil || r.Text("source_id") != "" {
		return nil
	}
	return &r
}

// signClashes says whose value was overruled.
func (im *importing) signClashes(patch map[string]any, clashes []exchange.Clash, existing casefile.Record) {
	conflicts, _ := patch["conflicts"].(map[string]any)
	if len(clashes) == 0 || conflicts == nil {
		return
	}
	who, at := im.d.authorOf(existing.ID, existing.Rev)
	for _, c := range clashes {
		if clash, ok := conflicts[c.Field].(map[string]any); ok {
			clash["who"], clash["at"] = who, at
		}
	}
}

// resolve turns names and references of an incoming record into IDs here.
func (im *importing) resolve(in *exchange.Incoming) error {
	for field, name := range in.Names {
		f, _ := casefile.FieldOf(in.Kind, field)
		id, err := im.named(f.Ref, in.Source, name)
		if err != nil {
			return err
		}
		in.Fields[field] = id
	}
	for field, ref := range in.Refs {
		f, _ := casefile.FieldOf(in.Kind, field)
		id, ok := im.refer(f.Ref, in.Source, ref)
		if !ok {
			return exchange.Decline("%s names %q, which is neither in the input nor here.", f.Label, casefile.FirstLine(ref))
		}
		in.Fields[field] = id
	}
	if in.ParentID == "" {
		return nil
	}
	id, ok := im.refer("", in.Source, in.ParentID)
	if !ok {
		return exchange.Decline("It belongs to %q, which is neither in the input nor here.", casefile.FirstLine(in.ParentID))
	}
	in.Fields["parent"] = id
	return nil
}

// refer finds a record of a kind, "" = any, by its ID in the source, by our ID, or by its key.
func (im *importing) refer(k casefile.Kind, source, ref string) (string, bool) {
	fits := func(found casefile.Kind) bool { return k == "" || found == k }
	for _, known := range []string{pendingKey(source, ref), ref} {
		if p, ok := im.pending[known]; ok && fits(p.kind) {
			return p.id, true
		}
	}
	if r, err := im.d.store.BySource(source, ref); err == nil && fits(r.Kind) {
		return r.ID, true
	}
	if !looksLikeID(ref) && !strings.Contains(ref, "-") {
		return "", false
	}
	r, err := im.d.store.Find(ref)
	return r.ID, err == nil && fits(r.Kind)
}

// named finds a customer or a person by the source's ID, by name or alias, and makes one where there is none.
func (im *importing) named(k casefile.Kind, source, name string) (string, error) {
	if id, ok := im.refer(k, source, name); ok {
		return id, nil
	}
	if isKey(name) { // meant as one that is there
		return "", exchange.Decline("It names %q, which is not here. Import that first, or write the name.", casefile.FirstLine(name))
	}
	mark := nameMark(k, name)
	if id, ok := im.names[mark]; ok {
		return id, nil
	}
	if r, err := im.d.store.ByName(k, name); err == nil {
		return r.ID, nil
	}
	id := im.d.NewID()
	im.names[mark] = id
	im.part = append(im.part, store.Change{Kind: k, ID: id, Patch: map[string]any{"name": name}})
	im.report.Made++
	return id, nil
}

// flush confirms what has come together, as one entry.
func (im *importing) flush() error {
	if len(im.part) == 0 {
		return nil
	}
	saved, err := im.d.store.Save(im.ctx, store.Action{Name: "import", Who: im.d.who(), Zone: im.d.zone(), Changes: im.part, Import: true, Job: im.job})
	if err != nil {
		return err
	}
	spare(workingMemory)
	im.saved = im.saved || saved.Seq > 0
	im.part, im.bytes = nil, 0
	clear(im.pending)
	clear(im.names)
	return nil
}
