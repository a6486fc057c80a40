package tree

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The parser takes time that grows with the square of some texts: 260 KB of "[a](" took half a minute. These bounds keep
// it from that. What lies beyond them is printed as the text it is: nothing is left out.

// mostSteps bounds the characters of blocks that the parsers of links, emphasis and code may look at in one text, counted as
// if each look went over its whole block: about a fifth of a second.
const mostSteps = 1 << 27

// mostNested is how many quotes and lists a line may open inside each other.
const mostNested = 100

// mostNoted bounds the footnotes of a text, which are printed at each place that refers to them, and may refer to others.
const mostNoted = 1 << 20

// markdown reads GitHub's Markdown with footnotes, each text within mostSteps.
var markdown = newParser(func(p parser.InlineParser) parser.InlineParser { return bounded{p} })

func newParser(bound func(parser.InlineParser) parser.InlineParser) parser.Parser {
	inline := []util.PrioritizedValue{ // these look at one line at most
		util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
		util.Prioritized(extension.NewLinkifyParser(), 999),
	}
	for _, v := range append(parser.DefaultInlineParsers(),
		util.Prioritized(extension.NewFootnoteParser(), 101), util.Prioritized(extension.NewStrikethroughParser(), 500)) {
		if p, ok := v.Value.(parser.InlineParser); ok {
			inline = append(inline, util.Prioritized(bound(p), v.Priority))
		}
	}
	return parser.NewParser(
		parser.WithInlineParsers(inline...),
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(extension.NewFootnoteBlockParser(), 999))...),
		parser.WithParagraphTransformers(util.Prioritized(references{}, 100), util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0), util.Prioritized(extension.NewFootnoteASTTransformer(), 999)),
	)
}

// bounded is an inline parser that finds nothing more when the text's steps are used up.
type bounded struct{ parser.InlineParser }

// steps are what a text has left; size is the length of the block that is being read.
type steps struct {
	left, size int
	block      ast.Node
}

var stepsKey = parser.NewContextKey()

func (b bounded) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s, ok := pc.Get(stepsKey).(*steps)
	if !ok {
		s = &steps{left: mostSteps}
		pc.Set(stepsKey, s)
	}
	if s.block != parent {
		s.block, s.size = parent, 0
		for i := range parent.Lines().Len() {
			line := parent.Lines().At(i)
			s.size += line.Len()
		}
	}
	if s.left -= s.size; s.left < 0 {
		return nil
	}
	return b.InlineParser.Parse(parent, block, pc)
}

// CloseBlock hands on what the parser asks of those that keep something for the length of a block.
func (b bounded) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := b.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// mostReferences is how many lines a paragraph may have whose references ([name]: address) are still looked for.
const mostReferences = 1000

type references struct{}

func (references) Transform(p *ast.Paragraph, block text.Reader, pc parser.Context) {
	if p.Lines().Len() <= mostReferences {
		parser.LinkReferenceParagraphTransformer.Transform(p, block, pc)
	}
}

// tooNested finds a line that begins with more marks of quotes and lists than a person writes.
func tooNested(source string) bool {
	for line := range strings.Lines(source) {
		begin := line[:len(line)-len(strings.TrimLeft(line, "> \t-+*0123456789.)"))]
		if len(begin) > mostNested && strings.Count(begin, ">")+strings.Count(begin, "- ")+strings.Count(begin, "+ ")+
			strings.Count(begin, "* ")+strings.Count(begin, ". ")+strings.Count(begin, ") ") > mostNested {
			return true
		}
	}
	return false
}
