package desk

// Filter narrows a list to rows whose field has one of the values. A value "" stands for an empty field.
type Filter struct {
	Field  string   `json:"field"`
	Values []string `json:"values"`
}

// ListQuery asks for one page of a list. With After it begins behind that place, and Offset counts from there.
type ListQuery struct {
	Kind       string   `json:"kind"`
	Filters    []Filter `json:"filters"`
	Text       string   `json:"text"`
	Sort       string   `json:"sort"`
	Descending bool     `json:"descending"`
	After      string   `json:"after,omitempty"` // ListPage.Next of a page of the same list; good however the rows change meanwhile
	Offset     int      `json:"offset"`
	Limit      int      `json:"limit"`
	Counts     bool     `json:"counts,omitempty"` // with ListPage.Counts
}

// ListRow is one record in a list, its cells by the names of the kind's columns.
type ListRow struct {
	ID    string         `json:"id"`
	Key   string         `json:"key"`
	Kind  string         `json:"kind"`
	Rev   uint64         `json:"rev"`
	Title string         `json:"title"`
	Cells map[string]any `json:"cells"`
}

// Count is how often a value occurs.
type Count struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// ListPage is a page of a list with what its filters could be.
type ListPage struct {
	Rows   []ListRow          `json:"rows"`
	Offset int                `json:"offset"`
	Total  int                `json:"total"`
	All    int                `json:"all"`
	Counts map[string][]Count `json:"counts"`
	Next   string             `json:"next"` // where the page after begins; empty after the last one
}

// KindCount is how many records of a kind there are, the bin left out.
type KindCount struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// BinRow is a record in the bin.
type BinRow struct {
	Named
	DeletedAt string `json:"deletedAt"`
	By        string `json:"by"`
	DaysLeft  int    `json:"daysLeft"` // days on which the program runs, of 30
}

// BinPage is a part of the bin, newest first.
type BinPage struct {
	Rows  []BinRow `json:"rows"`
	Total int      `json:"total"`
	Next  string   `json:"next"`
}

// Part is a piece of a text: the parts put together are the text, those with Hit matched.
type Part struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

// SearchQuery asks the search. Unfinished means that the last word may go on; Typing that it is being typed: unfinished, and
// faster, with no facets and no exact total.
type SearchQuery struct {
	Text       string `json:"text"`
	Unfinished bool   `json:"unfinished"`
	Typing     bool   `json:"typing"`
	Facets     bool   `json:"facets"`
	// Only names the facets to count; without names all are.
	Only   []string `json:"only"`
	Sort   string   `json:"sort"` // relevance, newest, oldest
	Cursor string   `json:"cursor"`
	Limit  int      `json:"limit"`
}

// Place is one place inside a case that matched: a field of its own, a line, an action, an attachment's text.
type Place struct {
	RecordID string `json:"recordId"`
	Kind     string `json:"kind"`
	Field    string `json:"field"`
	Label    string `json:"label"`
	At       string `json:"at"`
	Parts    []Part `json:"parts"`
}

// SearchHit is a case that matched.
type SearchHit struct {
	ID       string  `json:"id"`
	Key      string  `json:"key"`
	SourceID string  `json:"sourceId"`
	Kind     string  `json:"kind"`
	Title    []Part  `json:"title"`
	Severity string  `json:"severity"`
	Status   string  `json:"status"`
	Customer string  `json:"customer"`
	At       string  `json:"at"`
	Score    float64 `json:"score"`
	Places   []Place `json:"places"`
	More     int     `json:"more"` // places beyond those in Places
}

// Facet is a field with how the hits spread over its values.
type Facet struct {
	Field  string  `json:"field"`
	Label  string  `json:"label"`
	Values []Count `json:"values"`
}

// SearchPage is what a search answers.
type SearchPage struct {
	Hits    []SearchHit `json:"hits"`
	Next    string      `json:"next"`
	Total   int         `json:"total"` // -1 when it was not counted
	Facets  []Facet     `json:"facets"`
	Problem string      `json:"problem"` // how a query that cannot be read as written was read
	Notice  string      `json:"notice"`
	Took    float64     `json:"took"` // milliseconds
}

// SimilarQuery asks for cases like a record (ID), or like a text. Before is exclusive and compares with created.
type SimilarQuery struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Limit  int    `json:"limit"`
	Before string `json:"before"`
	Typing bool   `json:"typing"`
}

// Reason is one part of why a case is similar; the parts of all reasons add up to the score. Kind is signature (shared
// code tokens), words (shared rare words), field (same customer, component), recency, or more (what has no name).
type Reason struct {
	Kind  string  `json:"kind"`
	Label string  `json:"label"`
	Text  string  `json:"text"`
	Part  float64 `json:"part"`
	Here  string  `json:"here"`
	There string  `json:"there"`
}

// Tried is something that was tried in a past case; Outcome is worked, failed or unknown.
type Tried struct {
	Text    string `json:"text"`
	Outcome string `json:"outcome"`
}

// SimilarHit is a past case like the one in question. Cause and Fix are "" where nobody recorded them.
type SimilarHit struct {
	ID       string   `json:"id"`
	Key      string   `json:"key"`
	SourceID string   `json:"sourceId"`
	Kind     string   `json:"kind"`
	Title    string   `json:"title"`
	Severity string   `json:"severity"`
	Status   string   `json:"status"`
	Customer string   `json:"customer"`
	At       string   `json:"at"`
	Score    float64  `json:"score"`
	Bars     int      `json:"bars"` // 1 to 5
	Reasons  []Reason `json:"reasons"`
	Cause    string   `json:"cause"`
	Fix      string   `json:"fix"`
	Tried    []Tried  `json:"tried"`
	Judged   string   `json:"judged"` // same_problem, not_related or ""
}

// SimilarAnswer is the ranked past cases, and a second block of those older than a year.
type SimilarAnswer struct {
	Hits     []SimilarHit `json:"hits"`
	Older    []SimilarHit `json:"older"`
	Searched int          `json:"searched"`
	Took     float64      `json:"took"` // milliseconds
}
