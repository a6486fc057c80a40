package command

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"precedent/backend/casefile"
)

// grammar is every command with its arguments. The help texts are what `precedent --help` prints.
type grammar struct {
	Workspace string `help:"Folder of the workspace. Else PRECEDENT_WORKSPACE, else the one last opened, else the system's folder for data." placeholder:"DIR" type:"string"`
	JSON      bool   `name:"json" help:"Answer in JSON."`

	Import    importCmd    `cmd:"" help:"Take records from files: precedent JSON lines, Markdown folders, CSV, or an export of Precedent."`
	Search    searchCmd    `cmd:"" help:"Find cases."`
	List      listCmd      `cmd:"" help:"List records of a kind."`
	Show      showCmd      `cmd:"" help:"Show a record with everything below it."`
	Similar   similarCmd   `cmd:"" help:"Find past cases like a record or a text, and say why."`
	New       newCmd       `cmd:"" help:"Make a record from a JSON object."`
	Set       setCmd       `cmd:"" help:"Set fields of a record: FIELD=VALUE, or FIELD= to clear."`
	Log       logCmd       `cmd:"" help:"Add a line to a record's timeline."`
	Due       dueCmd       `cmd:"" help:"Say what is due, in which case, for whom, and which rule says so."`
	Do        doCmd        `cmd:"" help:"Record what fulfils an obligation that due names; --pass passes it over, with a reason."`
	Snooze    snoozeCmd    `cmd:"" help:"Put an obligation off, with a reason and an end."`
	Move      moveCmd      `cmd:"" help:"Give a field a value through the policy's gates: status=closed. What is missing is said; --pass goes on with a reason."`
	Guide     guideCmd     `cmd:"" help:"Say who should lead and take part, what stands still, and by which way engineering is asked."`
	Tick      tickCmd      `cmd:"" help:"Say of a step or a criterion of the policy that it is done or holds."`
	Message   messageCmd   `cmd:"" help:"Write a short text of the policy for a case, ready to be copied."`
	Promote   promoteCmd   `cmd:"" help:"Make an escalation of an incident or an emergency; both stay linked."`
	Movers    moversCmd    `cmd:"" help:"Show the open escalations by their DRI, and how each moves."`
	Calendar  calendarCmd  `cmd:"" help:"Write standups, meetings, shifts and customers' events as a calendar file."`
	Policy    policyCmd    `cmd:"" help:"Show, export, check, use or compare the rules of the process."`
	Attach    attachCmd    `cmd:"" help:"Keep files with a record."`
	Link      linkCmd      `cmd:"" help:"Link two records."`
	History   historyCmd   `cmd:"" help:"Show who changed what and when."`
	Undo      undoCmd      `cmd:"" help:"Take back the last action, or the last one on a record, or an import."`
	Conflicts conflictsCmd `cmd:"" help:"List fields that two people changed, or choose: --take."`
	Delete    deleteCmd    `cmd:"" help:"Put records into the bin."`
	Undelete  undeleteCmd  `cmd:"" help:"Take records out of the bin."`
	Purge     purgeCmd     `cmd:"" help:"Remove what is in the bin for good: no byte of it stays in the workspace."`
	Merge     mergeCmd     `cmd:"" help:"Make one of two customers, or of two people; undo parts them."`
	Split     splitCmd     `cmd:"" help:"Make a customer, or a person, of an alias again."`
	Document  documentCmd  `cmd:"" help:"Write a document of a record."`
	Card      cardCmd      `cmd:"" help:"Show what is to be copied into other systems, field by field."`
	Post      postCmd      `cmd:"" help:"Note where a text was posted, or show where each one went."`
	Template  templateCmd  `cmd:"" help:"The templates of documents: list, export, import, check, reset."`
	Verify    verifyCmd    `cmd:"" help:"Compare everything kept with a replay of the journal."`
	Reindex   reindexCmd   `cmd:"" help:"Build the search index and the structure of similar cases anew."`
	Backup    backupCmd    `cmd:"" help:"Write a backup of the workspace to one file."`
	Restore   restoreCmd   `cmd:"" help:"Make the workspace from a backup."`
	Export    exportCmd    `cmd:"" help:"Write everything as open files."`
	Sample    sampleCmd    `cmd:"" help:"Load the sample cases."`
	Notices   noticesCmd   `cmd:"" help:"Print the licences of what the program is built from."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// UsageError is a command line that cannot be understood: exit code 2.
type UsageError struct{ Says string }

func (e *UsageError) Error() string { return e.Says }

// Parsed is a command line that was understood.
type Parsed struct {
	Workspace string // as given; "" when not
	Help      string // the text asked for with --help; nothing is run then
	run       *kong.Context
	grammar   *grammar
}

// Parse reads arguments without running anything.
func Parse(args []string) (*Parsed, error) {
	if i := slices.IndexFunc(args, func(a string) bool { return !utf8.ValidString(a) }); i >= 0 { // kong would put other characters in their place
		return nil, casefile.Faultf(casefile.Invalid, "The argument %q holds bytes that are not UTF-8 text. Write it in UTF-8.", casefile.FirstLine(args[i]))
	}
	g := &grammar{}
	var help bytes.Buffer
	helped := false
	k, err := kong.New(g, kong.Name("precedent"),
		kong.Description("Keeps customer escalations on this machine, finds the past cases like a new one, and writes their documents. Without a command it opens the window."),
		kong.Writers(&help, io.Discard), kong.Exit(func(int) { helped = true }), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return nil, err
	}
	run, err := k.Parse(args)
	if helped {
		return &Parsed{Help: help.String()}, nil
	}
	var wrong *kong.ParseError
	if errors.As(err, &wrong) {
		return nil, &UsageError{Says: wrong.Error() + ". Run precedent --help to see the commands."}
	}
	if err != nil {
		return nil, &UsageError{Says: err.Error()}
	}
	return &Parsed{Workspace: g.Workspace, run: run, grammar: g}, nil
}

// NeedsWorkspace says whether the command works on a workspace at all.
func (p *Parsed) NeedsWorkspace() bool {
	return p.Help == "" && p.name() != "notices" && p.name() != "version"
}

// ReplacesWorkspace says whether the command puts another workspace into the folder, which must not be open then.
func (p *Parsed) ReplacesWorkspace() bool { return p.name() == "restore" }

func (p *Parsed) name() string {
	if p.run == nil || p.run.Selected() == nil {
		return ""
	}
	name, _, _ := strings.Cut(p.run.Command(), " ")
	return name
}
