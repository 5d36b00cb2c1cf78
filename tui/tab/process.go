package tab

import (
	"strconv"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// memoryWords say what the lines of /proc/PID/status and smaps_rollup are.
var memoryWords = map[string]string{
	"VmPeak":   "the most addresses it ever had",
	"VmSize":   "addresses it has: no memory as such",
	"VmLck":    "locked, never swapped out",
	"VmPin":    "pinned, never moved",
	"VmHWM":    "the most memory it ever held",
	"VmRSS":    "memory it holds, with what it shares",
	"RssAnon":  "of it heap and stacks",
	"RssFile":  "of it programs, libraries and mapped files",
	"RssShmem": "of it shared memory",
	"VmData":   "addresses for data",
	"VmStk":    "addresses for the stack",
	"VmExe":    "addresses of the program",
	"VmLib":    "addresses of libraries",
	"VmPTE":    "the kernel's tables of where its pages are",
	"VmSwap":   "swapped out",

	"Rss":             "memory it holds, with what it shares",
	"Pss":             "its share: what others hold too divided by how many",
	"Pss_Anon":        "of its share heap and stacks",
	"Pss_File":        "of its share files",
	"Pss_Shmem":       "of its share shared memory",
	"Pss_Dirty":       "of its share changed",
	"Shared_Clean":    "others hold it too; as it is on disk",
	"Shared_Dirty":    "others hold it too; changed",
	"Private_Clean":   "its own; as it is on disk, so it can be dropped",
	"Private_Dirty":   "its own; changed, so it stays: freed when it ends",
	"Referenced":      "used since that was last noted",
	"Anonymous":       "heap and stacks",
	"KSM":             "merged with equal pages of others",
	"LazyFree":        "given back, to be taken when memory is short",
	"AnonHugePages":   "heap in huge pages",
	"ShmemPmdMapped":  "shared memory in huge pages",
	"FilePmdMapped":   "files in huge pages",
	"Shared_Hugetlb":  "of the huge pages set aside, shared",
	"Private_Hugetlb": "of the huge pages set aside, its own",
	"Swap":            "swapped out",
	"SwapPss":         "its share of that",
	"Locked":          "locked, never swapped out",
}

var lineColumns = []table.Column[probe.Line]{
	{Width: 15, Left: true, Draw: func(c table.Cell, l *probe.Line) []byte { return c.Text("", l.Name) }},
	{Width: 6, Draw: func(c table.Cell, l *probe.Line) []byte { return c.Value(l.Value.Float(), model.Bytes) }},
	{Width: 10, Most: table.All, Rank: 1, Left: true, Draw: func(c table.Cell, l *probe.Line) []byte { return c.Text(c.Theme.Muted, memoryWords[l.Name]) }},
}

// WriteMemory adds what a process says of its memory.
func WriteMemory(sheet *widget.Sheet, env pane.Env, s *poll.Subject, q *poll.Poll[*probe.Memory]) {
	sheet.Gap()
	if !q.WriteState(sheet, env, s) {
		return
	}
	m := q.Got
	writeLines(sheet, "/proc/"+strconv.Itoa(m.PID)+"/status", m.Status)
	writeLines(sheet, "/proc/"+strconv.Itoa(m.PID)+"/smaps_rollup", m.Rollup)
	q.WriteNotes(sheet)
}

// writeLines adds lines of bytes below their file's name, but for those that
// are nothing.
func writeLines(sheet *widget.Sheet, file string, lines []probe.Line) {
	if len(lines) == 0 {
		return
	}
	sheet.Head(file)
	t := table.Of(lineColumns)
	t.Fit(sheet.Width)
	for i := range lines {
		if lines[i].Value != model.Known(0) {
			t.AddRow(sheet, &lines[i])
		}
	}
}
