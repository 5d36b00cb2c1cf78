package paint

// Paint paints now, as Run does when it is called.
func (p *Painter) Paint() {
	_ = p.repaint()
}
