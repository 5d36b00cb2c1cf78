package limit

import "strings"

// Table is the README's table of all fields, in Markdown.
func Table() string {
	var b strings.Builder
	b.WriteString("| flag | v1 | v2 | since Podman | unset by | what it bounds |\n|---|---|---|---|---|---|\n")
	for i := range Fields {
		f := &Fields[i]
		cells := []string{"`--" + string(f.Name) + "`", files(f.V1), files(f.V2), f.Since, f.Unset, f.Help}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String()
}

func files(names string) string {
	if names == "" {
		return "–"
	}
	return "`" + strings.ReplaceAll(names, ", ", "`, `") + "`"
}
