package document

import (
	"strconv"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// whyGraph prints the why-graph: each node that explains nothing else first, below it the nodes that explain it, each with
// its confidence and its evidence. A node that explains several stands below the first of them and is named by its number
// below the others; a node in a circle is printed once.
func (b *builder) whyGraph() []tree.Block {
	g := graph{b: b, number: map[string]int{}, below: map[string][]why{}, known: map[string]bool{}}
	for _, w := range b.internal.whys {
		g.known[w.id] = true
	}
	for _, w := range b.internal.whys {
		for _, of := range w.because {
			g.below[of] = append(g.below[of], w)
		}
	}
	list := g.list(func(w why) bool { return !g.explains(w) })
	left := g.list(func(w why) bool { return g.number[w.id] == 0 })
	list.Items = append(list.Items, left.Items...)
	if len(list.Items) == 0 {
		return nil
	}
	return []tree.Block{list}
}

type graph struct {
	b      *builder
	number map[string]int // node → the number under which it was printed
	below  map[string][]why
	known  map[string]bool
}

// explains says that a node explains another that there is.
func (g *graph) explains(w why) bool {
	for _, of := range w.because {
		if g.known[of] && of != w.id {
			return true
		}
	}
	return false
}

// list prints the nodes that are asked for and were not printed yet.
func (g *graph) list(asked func(why) bool) tree.List {
	l := tree.List{}
	for _, w := range g.b.internal.whys {
		if asked(w) && g.number[w.id] == 0 {
			l.Items = append(l.Items, g.node(w))
		}
	}
	return l
}

// deepest bounds the nesting; what explains a node that lies deeper follows beside it.
const deepest = 12

func (g *graph) node(w why) tree.Item { return g.nodeAt(w, 1) }

func (g *graph) nodeAt(w why, depth int) tree.Item {
	g.b.from(g.b.facts.id, "whys")
	g.number[w.id] = len(g.number) + 1
	item := bullet("**W" + strconv.Itoa(g.number[w.id]) + "** " + w.text)
	if w.confidence == "" {
		item.Blocks = append(item.Blocks, tree.Paragraph{Text: g.b.gapIn("how sure a why is", "whys", "its confidence in the why-graph")})
	} else {
		item.Blocks = append(item.Blocks, tree.Para(tree.Run{Text: casefile.EnumLabel(w.confidence) + ".", Emph: true}))
	}
	if w.evidence == "" {
		item.Blocks = append(item.Blocks, tree.Paragraph{Text: g.b.gapIn("what shows it", "whys", "its evidence in the why-graph")})
	}
	item.Blocks = append(item.Blocks, quoted(w.evidence)...)
	var below tree.List
	for _, next := range g.below[w.id] {
		switch n := g.number[next.id]; {
		case n > 0:
			below.Items = append(below.Items, bullet("See W"+strconv.Itoa(n)+"."))
		case depth < deepest:
			below.Items = append(below.Items, g.nodeAt(next, depth+1))
		}
	}
	if len(below.Items) > 0 {
		item.Blocks = append(item.Blocks, below)
	}
	return item
}

// gapIn is a gap within a line.
func (b *builder) gapIn(fact, field, fills string) []tree.Run {
	b.addGap(fact, b.facts.id, field, fills)
	return []tree.Run{{Text: "[missing: " + fact + "]", Missing: true}}
}
