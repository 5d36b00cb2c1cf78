package graph

import (
	"math/bits"

	"podtop/tui/theme"
)

// shape is what p looks like.
func (c *Canvas) shape(p *cell) shape {
	if p.text != 0 {
		return shape{sign: p.text, look: p.textLook}
	}
	if p.area.dots|p.line.dots|p.shade.dots == 0 {
		return blank
	}
	switch c.charset {
	case theme.Braille:
		return p.braille()
	case theme.Blocks:
		return p.blocks()
	}
	return p.ascii()
}

// look is that of what is uppermost in p; an area under a shade has the shade's.
func (p *cell) look() look {
	if p.line.dots != 0 {
		return p.line.look
	}
	return p.beneath()
}

// beneath is the look of what is beneath the line.
func (p *cell) beneath() look {
	if p.shade.dots != 0 {
		return p.shade.look
	}
	return p.area.look
}

func (p *cell) braille() shape {
	dots := p.area.dots | p.line.dots
	if left := dots ^ p.shade.dots; p.line.dots == 0 && left != 0 {
		dots = left
	}
	l := p.look()
	if p.line.dots != 0 && p.area.dots != 0 && !p.light {
		l = p.beneath() // it ends at the line, which a gap keeps apart
	}
	return shape{sign: 0x2800 + rune(dots), look: l}
}

func (p *cell) blocks() shape {
	s := shape{look: p.look()}
	switch full := p.area.dots == 0xff; {
	case p.line.dots != 0 && (p.area.dots == 0 || p.light):
		s.sign = [...]rune{'▁', '▁', '▁', '─', '─', '─', '▔', '▔'}[bits.TrailingZeros8(p.line.dots)]
	case p.area.dots == 0:
		s.sign = '░'
	case full && p.shade.dots != 0:
		s.sign = '▓'
	case full && p.light:
		s.sign = '▒'
	case full:
		s.sign = '█'
	default:
		s.sign, s.reversed = block(p.area.dots)
	}
	return s
}

// block is dots, which begin at an end of the cell: eighths from below or,
// reversed, from above.
func block(dots uint8) (r rune, reversed bool) {
	low, high := bits.TrailingZeros8(^dots), bits.LeadingZeros8(^dots)
	switch {
	case low > 0:
		return '▁' + rune(low-1), false
	case high == 1:
		return '▔', false
	case high == 4:
		return '▀', false
	}
	return '▁' + rune(7-high), true
}

func (p *cell) ascii() shape {
	s := shape{look: p.look()}
	dots := p.area.dots
	switch full := dots == 0xf; {
	case p.line.dots != 0 && (!full || p.light):
		s.sign = '='
	case dots == 0:
		s.sign = '/'
	case full && p.shade.dots != 0:
		s.sign = '%'
	case full && p.light:
		s.sign = ':'
	case dots&1 != 0:
		s.sign = rune(" _-+#"[bits.TrailingZeros8(^dots)])
	default:
		s.sign = rune(" \"-+#"[bits.LeadingZeros8(^(dots << 4))])
	}
	return s
}
