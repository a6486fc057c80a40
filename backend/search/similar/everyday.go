package similar

import (
	"strings"
	"unicode"

	cutting "precedent/backend/search/words"
)

// everyday words are weighed like all others, for the statistics know best how common they are, but they are never
// named as a reason: in a workspace of five cases nothing is common yet, and "customer" would look like a discovery.
var everydayWords = set(`
able already always anyone anything back best better case cases change come comes customer customers day days dear
different else error errors even ever every everything fail failed failing fails fine first found get gets getting give
given go goes going good got happen happened happening happens hello help hi however instead issue issues keep kind last
later let like little look looks lot made make makes many may maybe might month morning must need needs never new next
nothing occur occurs often ok old one ones open please possible problem problems put really regards report reported
right run running same say says see seeing seems seen set show shows similar since still something sometimes start
started steps stop stopped support sure take team tell thank thanks thing things think though ticket time times today
tried try trying two unable update use used user users uses using version want wants way week well went work worked
working works would yes yesterday yet don doesn didn isn aren wasn won couldn wouldn shouldn hasn haven ve ll thus etc also else
either bug bugs incident incidents rca escalation escalations postmortem cause caused causes expected actual attached attach
following follow first second result results

aber alle als auch auf aus bei bis bitte da dann das dass dem den der des die doch ein eine einem einen einer es fehler
fur habe haben hat hier ich ihr im in ist kann kein keine kunde kunden mehr mit nach nicht noch nur oder ohne problem
sehr sein seit sich sie sind uber um und uns unser von vor war warum was wenn werden wie wieder wir wird wurde zu zum zur

au aux avec ce cette dans de des du elle en est et il je la le les leur ma mais mon ne nous on ou par pas plus pour
probleme que qui sa se ses son sont sur un une vous con del el en es esta este la las lo los no para pero por que se si
sin su sus una y

без бы был была было были в во вот все вы где да для до его ее если есть еще же за и из или их как когда кто ли мы на не
него нет но о об он она они от ошибка по под при проблема с со так то только у уже что это я
`)

// everyday tells whether a word is too plain to be named, or no word at all: a short number, or two letters of
// Hiragana, which writes the grammar and not the nouns.
func everyday(word string) bool {
	key := strings.ToLower(word)
	if !cutting.ASCII(key) {
		key = fold(word)
	}
	if everydayWords[key] || stopWords[key] {
		return true
	}
	digits, kana, all := 0, 0, 0
	for _, r := range key {
		all++
		if unicode.IsDigit(r) {
			digits++
		}
		if unicode.Is(unicode.Hiragana, r) {
			kana++
		}
	}
	return all < 2 || kana == all || digits == all && all < 3
}
