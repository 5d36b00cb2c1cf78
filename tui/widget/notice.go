package widget

import "podtop/tui/theme"

// AppendNotice appends height lines, with a newline between them, which say why
// there is nothing to be seen: the texts stand a third of the way down.
func AppendNotice(b []byte, texts []string, width, height int, t theme.Theme) []byte {
	first := max(0, (height-len(texts))/3)
	for y := range height {
		if y > 0 {
			b = append(b, '\n')
		}
		if i := y - first; i >= 0 && i < len(texts) {
			b = AppendText(append(b, ' '), t.Glyphs.Own(texts[i]), width-1, t.Glyphs)
			continue
		}
		b = Pad(b, width)
	}
	return b
}
