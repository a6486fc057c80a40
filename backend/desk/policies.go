package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
)

// builtinPolicy is the policy that the program brings, read once.
var builtinPolicy = sync.OnceValues(policy.Builtin)

// inUse is the policy that a workspace uses, as of a revision of its record.
type inUse struct {
	mu  sync.Mutex
	rev uint64
	p   *policy.Policy
	bad string // why the team's own cannot be read, its first mistake; "" when it can
}

// policy is the policy in use: the team's own, else the one that the program brings. One that this version of the program
// cannot read any more gives way to that too; PolicyInUse says so.
func (d *Desk) policy() (*policy.Policy, error) {
	r, err := d.store.Get(casefile.PolicyID)
	if err != nil || r.Text("policy") == "" {
		return builtinPolicy()
	}
	k := &d.inUse
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.p != nil && k.rev == r.Rev {
		return k.p, nil
	}
	p, mistakes := policy.Load(filesIn(r, r.Text("policy")))
	k.p, k.rev, k.bad = p, r.Rev, ""
	if len(mistakes) > 0 {
		own, err := builtinPolicy()
		if err != nil {
			return nil, err
		}
		k.p, k.bad = own, mistakes[0].String()
	}
	return k.p, nil
}

// badPolicy says why the team's own policy cannot be read; "" when it can, or when there is none.
func (d *Desk) badPolicy() string {
	if _, err := d.policy(); err != nil {
		return ""
	}
	r, err := d.store.Get(casefile.PolicyID)
	d.inUse.mu.Lock()
	defer d.inUse.mu.Unlock()
	if err != nil || r.Text("policy") == "" || d.inUse.rev != r.Rev {
		return ""
	}
	return d.inUse.bad
}

// policyNotice tells that the rules in force are not those that the team chose, and what to do.
func (d *Desk) policyNotice() []Notice {
	bad := d.badPolicy()
	if bad == "" {
		return nil
	}
	return []Notice{{ID: "policy", Level: "warn", Says: "The process of this workspace cannot be read; the program's own holds meanwhile. " + bad,
		Todo: "Open “The process”: go back to an older version, or put right what is wrong in its files."}}
}

// UsePolicyVersion puts a version into use again that the workspace has used before, or builtin, as one action.
func (d *Desk) UsePolicyVersion(ctx context.Context, version string) (Saved, error) {
	if version == "" {
		return Saved{}, casefile.Faultf(casefile.Invalid, "Say which version. precedent policy lists those that were used.")
	}
	files, _, err := d.policyFiles(version)
	if err != nil {
		return Saved{}, err
	}
	return d.usePolicy(ctx, files)
}

// filesIn are the files of a version that the workspace has used.
func filesIn(r casefile.Record, version string) map[string]string {
	out := map[string]string{}
	all, _ := r.Fields["policies"].(map[string]any)
	one, _ := all[version].(map[string]any)
	kept, _ := one["files"].(map[string]any)
	for name, text := range kept {
		if s, ok := text.(string); ok {
			out[name] = s
		}
	}
	return out
}

// policyFiles gives the files of a version: "" = of the one in use, builtin = of the one that the program brings.
func (d *Desk) policyFiles(version string) (map[string]string, string, error) {
	own, err := builtinPolicy()
	if err != nil {
		return nil, "", err
	}
	used, err := d.policy()
	if err != nil {
		return nil, "", err
	}
	switch version {
	case "":
		return used.Files, used.Version, nil
	case "builtin", own.Version:
		return own.Files, own.Version, nil
	}
	r, err := d.store.Get(casefile.PolicyID)
	if files := filesIn(r, version); err == nil && len(files) > 0 {
		return files, version, nil
	}
	return nil, "", casefile.Faultf(casefile.NotFound, "This workspace has never used the policy %q. precedent policy lists those that it has.", casefile.FirstLine(version))
}

// PolicyInUse gives the policy in use: its files, its rules, and the common values for a form.
func (d *Desk) PolicyInUse(ctx context.Context) (PolicyView, error) {
	p, err := d.policy()
	if err != nil {
		return PolicyView{}, err
	}
	own, err := builtinPolicy()
	if err != nil {
		return PolicyView{}, err
	}
	v := PolicyView{Version: p.Version, Builtin: p.Version == own.Version, Files: viewFiles(p.Files), Used: d.usedPolicies(ctx), Bad: d.badPolicy(), Rules: []RuleView{}, Places: []PolicyPlace{}, Forms: viewForms(p.Forms())}
	for _, r := range p.Rules() {
		v.Rules = append(v.Rules, RuleView{ID: r.ID, Says: r.What, Why: r.Why, Source: r.Source, File: r.File, Line: r.Line})
	}
	for _, l := range p.Places() {
		v.Places = append(v.Places, PolicyPlace{Group: l.Group, Label: l.Label, Value: l.Value, File: l.File, Line: l.Line, Help: l.Help})
	}
	return v, nil
}

func viewFiles(files map[string]string) []PolicyFile {
	out := []PolicyFile{}
	for _, name := range policy.FileNames() {
		if text, ok := files[name]; ok {
			out = append(out, PolicyFile{Name: name, Text: text})
		}
	}
	return out
}

// usedPolicies are the versions that the workspace has used, the newest first.
func (d *Desk) usedPolicies(ctx context.Context) []PolicyUsed {
	out := []PolicyUsed{}
	r, err := d.store.Get(casefile.PolicyID)
	if err != nil {
		return out
	}
	cases := map[string]int{}
	err = d.withAgenda(ctx, func(a *policy.Agenda, _ time.Time) error {
		for e := range a.Entries() {
			cases[e.RanUnder]++
		}
		return nil
	})
	if err != nil {
		return out
	}
	all, _ := r.Fields["policies"].(map[string]any)
	for version, v := range all {
		one, _ := v.(map[string]any)
		kept := casefile.Record{Fields: one}
		out = append(out, PolicyUsed{Version: version, At: kept.Text("at"), Who: kept.Text("who"), Cases: cases[version]})
	}
	slices.SortFunc(out, func(a, b PolicyUsed) int {
		return cmp.Or(strings.Compare(b.At, a.At), strings.Compare(a.Version, b.Version))
	})
	return out
}

// CheckPolicy looks for mistakes in files, without using them.
func (d *Desk) CheckPolicy(_ context.Context, files []PolicyFile) (PolicyCheck, error) {
	return viewCheck(textsOf(files)), nil
}

func textsOf(files []PolicyFile) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		out[f.Name] = f.Text
	}
	return out
}

func viewCheck(texts map[string]string) PolicyCheck {
	p, mistakes := policy.Load(texts)
	v := PolicyCheck{Version: p.Version, Files: len(texts), Mistakes: []PolicyMistake{}}
	for _, m := range mistakes {
		v.Mistakes = append(v.Mistakes, PolicyMistake{File: m.File, Line: m.Line, Says: m.Says})
	}
	v.Says = fmt.Sprintf("%s without a mistake: version %s.", counted(len(texts), "file"), p.Version)
	if len(mistakes) > 0 {
		v.Says = counted(len(mistakes), "mistake") + "."
	}
	return v
}

// UsePolicy puts files into use as the workspace's policy, as one action that can be undone. Files with a mistake are
// refused; the sentence names the first.
func (d *Desk) UsePolicy(ctx context.Context, files []PolicyFile) (Saved, error) {
	return d.usePolicy(ctx, textsOf(files))
}

func (d *Desk) usePolicy(ctx context.Context, texts map[string]string) (Saved, error) {
	p, mistakes := policy.Load(texts)
	if len(mistakes) > 0 {
		return Saved{}, casefile.Faultf(casefile.Refused, "The policy has %s and is not used. The first: %s", counted(len(mistakes), "mistake"), mistakes[0])
	}
	kept := map[string]any{}
	for name, text := range texts {
		kept[name] = text
	}
	entry := map[string]any{"files": kept, "at": d.stamp(), "who": d.who()}
	r, err := d.store.Get(casefile.PolicyID)
	if err != nil && casefile.CodeOf(err) != casefile.NotFound {
		return Saved{}, err
	}
	patch := map[string]any{"policy": p.Version, "policies": map[string]any{p.Version: entry}}
	return d.save(ctx, "use policy", []store.Change{{Kind: casefile.KindSettings, ID: casefile.PolicyID, Base: r.Rev, Patch: patch}})
}

// SetPolicyValue changes one common value in the line of the file where it stands, and puts the result into use.
func (d *Desk) SetPolicyValue(ctx context.Context, place PolicyPlace, value string) (Saved, error) {
	p, err := d.policy()
	if err != nil {
		return Saved{}, err
	}
	files, err := p.With(policy.Common{Group: place.Group, Label: place.Label, Value: place.Value, File: place.File, Line: place.Line}, value)
	if err != nil {
		return Saved{}, err
	}
	return d.usePolicy(ctx, files)
}

// EditPolicy changes one entry of one of the lists that PolicyInUse gives as forms, in the file where it stands, and puts
// the result into use. The code is conflict when another version came into use meanwhile, invalid when the result has a
// mistake: the sentence names its file and line.
func (d *Desk) EditPolicy(ctx context.Context, e PolicyEdit) (Saved, error) {
	p, err := d.policy()
	if err != nil {
		return Saved{}, err
	}
	if e.Version != p.Version {
		return Saved{}, casefile.Faultf(casefile.Conflict, "The policy was changed meanwhile. Open it again.")
	}
	files, err := p.Edited(policy.Edit{Do: e.Do, File: e.File, List: e.List, At: e.At, To: e.To, Values: e.Values})
	if err != nil {
		return Saved{}, err
	}
	return d.usePolicy(ctx, files)
}

// DiffPolicy shows the lines in which two versions differ: "" = the one in use, builtin = the program's own.
func (d *Desk) DiffPolicy(_ context.Context, from, to string) (PolicyDiff, error) {
	a, fromVersion, err := d.policyFiles(from)
	if err != nil {
		return PolicyDiff{}, err
	}
	b, toVersion, err := d.policyFiles(to)
	if err != nil {
		return PolicyDiff{}, err
	}
	v := PolicyDiff{From: fromVersion, To: toVersion, Lines: []PolicyDifference{}}
	for _, l := range policy.Diff(a, b) {
		v.Lines = append(v.Lines, PolicyDifference{File: l.File, Line: l.Line, Sign: l.Sign, Text: l.Text})
	}
	return v, nil
}

// ExportPolicy writes the files of a version into a folder, which must be empty or new.
func (d *Desk) ExportPolicy(_ context.Context, version, dir string) (CareReport, error) {
	files, name, err := d.policyFiles(version)
	if err != nil {
		return CareReport{}, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // a folder that the person named, for them to edit in
		return CareReport{}, casefile.Wrap(casefile.Unavailable, err, "The folder cannot be made. Choose another.")
	}
	for _, f := range viewFiles(files) {
		if err := writeNew(filepath.Join(dir, f.Name), f.Text); err != nil {
			return CareReport{}, err
		}
	}
	return CareReport{Says: fmt.Sprintf("Policy %s: %s in %s. Edit them, then run precedent policy check and precedent policy use.", name, counted(len(files), "file"), dir)}, nil
}

// writeNew writes a file that is not there yet: somebody's edits are never written over.
func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // a public text
	if errors.Is(err, fs.ErrExist) {
		return casefile.Faultf(casefile.Refused, "%s is there already and may hold your changes. Choose an empty folder.", path)
	}
	if err != nil {
		return casefile.Wrap(casefile.Unavailable, err, path+" cannot be written.")
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return casefile.Wrap(casefile.Unavailable, err, path+" cannot be written.")
	}
	return nil
}

// CheckPolicyFolder looks for mistakes in the files of a folder.
func (d *Desk) CheckPolicyFolder(_ context.Context, dir string) (PolicyCheck, error) {
	texts, err := readPolicyFolder(dir)
	if err != nil {
		return PolicyCheck{}, err
	}
	return viewCheck(texts), nil
}

// UsePolicyFolder puts the files of a folder into use.
func (d *Desk) UsePolicyFolder(ctx context.Context, dir string) (Saved, error) {
	texts, err := readPolicyFolder(dir)
	if err != nil {
		return Saved{}, err
	}
	return d.usePolicy(ctx, texts)
}

// mostPolicyFile bounds a file of a policy: the longest of the program's own has some thirty thousand bytes.
const mostPolicyFile = 1 << 20

func readPolicyFolder(dir string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(names) == 0 {
		return nil, casefile.Faultf(casefile.NotFound, "%s has no policy: there is no file that ends in .yaml. Begin with precedent policy export.", dir)
	}
	out := map[string]string{}
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil || info.Size() > mostPolicyFile {
			return nil, casefile.Faultf(casefile.Invalid, "%s cannot be read, or is longer than a policy's file can be.", name)
		}
		text, err := os.ReadFile(name) //nolint:gosec // the person named the folder
		if err != nil {
			return nil, casefile.Wrap(casefile.Unavailable, err, name+" cannot be read.")
		}
		out[filepath.Base(name)] = string(text)
	}
	return out, nil
}
