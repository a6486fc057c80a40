package similar

import "encoding/binary"

// posting says that a case has a term, and how often.
type posting struct {
	ord         uint32 // place of the case in the tables
	title, body uint16
}

// In the file the postings of a term are, for each case by rising place: uvarint distance to the place before, uvarint
// body<<1 | title>0, and uvarint title if there is one.
func appendPosting(b []byte, before uint32, p posting) []byte {
	b = binary.AppendUvarint(b, uint64(p.ord-before))
	if p.title == 0 {
		return binary.AppendUvarint(b, uint64(p.body)<<1)
	}
	b = binary.AppendUvarint(b, uint64(p.body)<<1|1)
	return binary.AppendUvarint(b, uint64(p.title))
}

// eachPosting yields the postings of a term: those in the file, then those since. Removed cases are among them.
func (st *state) eachPosting(id uint32, yield func(posting)) {
	r, ord := reader{b: st.filePostings(id)}, uint64(0)
	for r.at < len(r.b) && !r.bad {
		ord += r.uvarint()
		p := posting{ord: uint32(ord)}
		counts := r.uvarint()
		p.body = uint16(counts >> 1)
		if counts&1 != 0 {
			p.title = uint16(r.uvarint())
		}
		if ord >= uint64(st.base) {
			return // cannot be: the section was checked when it was read
		}
		yield(p)
	}
	for _, p := range st.fresh[id] {
		yield(p)
	}
}

// filePostings are the postings of a term as they stand in the file.
func (st *state) filePostings(id uint32) []byte {
	if int(id)+1 >= len(st.postAt) {
		return nil
	}
	return st.postings[st.postAt[id]:st.postAt[id+1]]
}
