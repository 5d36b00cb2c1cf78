package bench

// ApartIsWeaker is what is to be said beside a comparison of reports that were
// made apart.
const ApartIsWeaker = "These were measured one after the other, so whatever else the host did counts as a difference, too: " +
	"on a host that drifts by 5 %, a third to a half of such comparisons find a difference where there is none. " +
	"podtop bench ab measures both in turn."

// DifferenceTable is what a comparison comes to, as text for people, in lines of so
// many cells at most, 0 for as many as it takes; a and b are what was compared.
func DifferenceTable(all []Difference, a, b string, width int) string {
	return differenceGrid(all, a, b).table(width)
}

// DifferenceMarkdown is the same for a comment on a merge request.
func DifferenceMarkdown(all []Difference, a, b string) string {
	return differenceGrid(all, a, b).markdown()
}

func differenceGrid(all []Difference, a, b string) grid {
	g := grid{{"median of", a, b, "it is"}}
	for i := range all {
		d := &all[i]
		g = append(g, []string{d.Path, FormatValue(d.A.Median, d.Unit), FormatValue(d.B.Median, d.Unit), d.Text()})
	}
	return g
}
