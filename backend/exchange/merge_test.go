package exchange

import (
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// importing applies an import to what is here.
func importing(here *casefile.Record, fields map[string]any) (*casefile.Record, map[string]any, []Clash) {
	in := Incoming{Kind: casefile.KindEscalation, Source: "old", SourceID: "1", Fields: fields}
	patch, clashes := Merge(here, in)
	next := &casefile.Record{Kind: in.Kind, Rev: 1}
	if here != nil {
		next.Rev, next.Fields = here.Rev+1, here.Fields
	}
	next.Fields = casefile.Apply(next.Fields, patch)
	return next, patch, clashes
}

func TestMergingAnImport(t *testing.T) {
	first := map[string]any{"title": "Loops", "severity": "high", "cause": nil, "extra": map[string]any{"colour": "red"}}
	for name, c := range map[string]struct {
		person, second, want map[string]any
		kept                 map[string]any
	}{
		"the same again":             {nil, first, nil, nil},
		"the source changed":         {nil, map[string]any{"title": "Loops again"}, map[string]any{"title": "Loops again"}, nil},
		"a person changed":           {map[string]any{"title": "Mine"}, first, map[string]any{"title": "Mine"}, nil},
		"different fields":           {map[string]any{"title": "Mine"}, map[string]any{"title": "Loops", "severity": "low"}, map[string]any{"title": "Mine", "severity": "low"}, nil},
		"both changed":               {map[string]any{"title": "Mine"}, map[string]any{"title": "Theirs"}, map[string]any{"title": "Theirs"}, map[string]any{"title": "Mine"}},
		"both changed to the same":   {map[string]any{"title": "New"}, map[string]any{"title": "New"}, map[string]any{"title": "New"}, nil},
		"not mentioned":              {nil, map[string]any{"severity": "high"}, map[string]any{"title": "Loops"}, nil},
		"the source cleared":         {nil, map[string]any{"severity": nil}, map[string]any{"severity": nil}, nil},
		"cleared, and changed here":  {map[string]any{"severity": "low"}, map[string]any{"severity": nil}, map[string]any{"severity": nil}, map[string]any{"severity": "low"}},
		"empty there, filled here":   {map[string]any{"cause": "A cache"}, first, map[string]any{"cause": "A cache"}, nil},
		"filled here and then there": {map[string]any{"cause": "A cache"}, map[string]any{"cause": "DNS"}, map[string]any{"cause": "DNS"}, map[string]any{"cause": "A cache"}},
		"cleared here":               {map[string]any{"severity": nil}, first, map[string]any{"severity": nil}, nil},
		"another one of extra":       {nil, map[string]any{"extra": map[string]any{"size": "big"}}, map[string]any{"extra": map[string]any{"size": "big", "colour": "red"}}, nil},
		"extra on both sides": {
			map[string]any{"extra": map[string]any{"colour": "blue"}}, map[string]any{"extra": map[string]any{"colour": "green"}},
			map[string]any{"extra": map[string]any{"colour": "green"}}, map[string]any{"extra.colour": "blue"},
		},
	} {
		here, _, _ := importing(nil, first)
		here.Fields = casefile.Apply(here.Fields, c.person)
		here, _, clashes := importing(here, c.second)
		for field, want := range c.want {
			if got := here.Fields[field]; !casefile.Equal(got, want) {
				t.Errorf("%s: %s is %v, want %v", name, field, got, want)
			}
		}
		conflicts, _ := here.Fields["conflicts"].(map[string]any)
		if len(clashes) != len(c.kept) || len(conflicts) != len(c.kept) {
			t.Errorf("%s: clashes %v, conflicts %v", name, clashes, conflicts)
		}
		for field, want := range c.kept {
			if clash, _ := conflicts[field].(map[string]any); !casefile.Equal(clash["value"], want) {
				t.Errorf("%s: kept %v, want %v", name, clash, want)
			}
		}
		if _, patch, _ := importing(here, c.second); len(patch) > 0 {
			t.Errorf("%s: the same again changes %v", name, patch)
		}
	}
}

func TestAnOldExportTurnsNothingBack(t *testing.T) {
	here := &casefile.Record{Kind: "escalation", ID: uuid(1), Rev: 9, Fields: map[string]any{"key": "ESC-000001", "title": "New", "imported": map[string]any{"title": "x"}}}
	in := Incoming{Kind: "escalation", ID: uuid(1), Fields: map[string]any{"key": "ESC-999999", "title": "Old", "cause": "DNS", "deleted": "2026-03-13"}}
	patch, clashes := Merge(here, in)
	got := casefile.Apply(here.Fields, patch)
	if got["title"] != "New" || got["key"] != "ESC-000001" || got["deleted"] != nil || got["cause"] != "DNS" || len(clashes) != 1 || clashes[0].Kept != "Old" {
		t.Errorf("%v %v", got, clashes)
	}
	again, _ := Merge(&casefile.Record{Kind: "escalation", Rev: 10, Fields: got}, in)
	if len(again) > 0 {
		t.Errorf("the same again changes %v", again)
	}
}

func TestAnExportBringsNewRecordsAsTheyWere(t *testing.T) {
	m := small()
	for _, r := range m.records {
		in := Incoming{Kind: r.Kind, ID: r.ID, Fields: r.Clone().Fields}
		patch, clashes := Merge(nil, in)
		got := casefile.Apply(nil, patch)
		delete(got, "imported")
		if len(clashes) > 0 || !casefile.Equal(got, r.Fields) {
			t.Errorf("%s\n got %v\nwant %v", r.Kind, got, r.Fields)
		}
	}
}

// Whatever a person and a source do, in any order: what only one side changed is there, and no value is lost.
func TestMergeLosesNothing(t *testing.T) {
	value := rapid.SampledFrom([]any{nil, "a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		var here *casefile.Record
		var source, person any
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			if here != nil && rapid.Bool().Draw(t, "person") {
				person = value.Draw(t, "typed")
				here = &casefile.Record{Kind: here.Kind, Rev: here.Rev + 1, Fields: casefile.Apply(here.Fields, map[string]any{"cause": person})}
				continue
			}
			before, said := any(nil), source
			if here != nil {
				before = here.Fields["cause"]
			}
			source = value.Draw(t, "source")
			next, _, clashes := importing(here, map[string]any{"cause": source})
			got := next.Fields["cause"]
			switch {
			case casefile.Equal(source, said) && !casefile.Equal(got, before):
				t.Fatalf("the source changed nothing, and %v became %v", before, got)
			case !casefile.Equal(source, said) && !casefile.Equal(got, source):
				t.Fatalf("the source said %v, and it is %v", source, got)
			case !casefile.Equal(got, before) && !casefile.Equal(before, said) && len(clashes) == 0:
				t.Fatalf("%v was typed here and is gone", before)
			}
			here = next
		}
	})
}
