// Package casefile gives the words of Precedent: what kinds of records there are, which fields they have, how times, keys
// and changes look, and what makes a record valid.
//
// It never touches a disk, a window or a clock, and imports the standard library only.
//
// A record passes through it as Record, its fields by their JSON names: Validate names what is wrong with it, Missing what
// it lacks, Diff and Apply make and take its changes (RFC 7396), Merge joins two changes of one field. The struct types
// (Escalation, Line, …) are the schema: FieldsOf reads them, and everything else reads FieldsOf.
//
// Which kinds answer which rows of the process:
//
//	customer        7, 24, 49, 92, 118            line        20, 95, 100, 117-121
//	person          4, 22-25                      update      19, 37, 54, 69, 81-83, 106
//	escalation      1-36, 41-95                   action      29, 34, 95, 173-175
//	emergency       117-150, 163-169              ask         75-76
//	incident        96-116                        exit_criterion 55, 66, 74, 94
//	review          97-116, §2.3                  role        22-25, 41-46
//	call            117-121, 141-143              attempt     159
//	brief           151-162                       option      140
//	document, template 86-95, §2                  approval    111, 176
//	attachment      121                           handoff     177
//	problem         152, 179                      link        2, 47, 100
//	customer_event  165, 170                      shift       150
package casefile
