package network

import (
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/widget"
)

// infraOf is the infra container of the pod s is in, nil if there is none.
func infraOf(snap *model.Snapshot, s *poll.Subject) *model.Container {
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if s.Pod != "" && c.Infra && c.Pod == s.Pod && c.Meta.UID == s.Meta.UID {
			return c
		}
	}
	return nil
}

// ownership says whose network the container uses.
func ownership(s *poll.Subject, infra *model.Container) []string {
	mode := "mode " + widget.OrDash(s.NetworkMode)
	switch {
	case s.Net == model.NetHost || s.NetworkMode == "host":
		return []string{mode + ": it uses the host's own network. Interfaces, sockets and DNS below are the host's; it has no figures of its own."}
	case s.Pod != "" && infra != nil && !s.Infra:
		return []string{mode + ": it shares the network of the pod " + s.PodTitle() + ", which " + infra.Name + " holds. What is below is of all the pod's containers."}
	case s.Pod != "" && !s.Infra:
		return []string{mode + ": it shares the network of the pod " + s.PodTitle() + ". What is below is of all the pod's containers."}
	case s.Infra:
		return []string{mode + ": it holds the network of the pod " + s.PodTitle() + "."}
	case s.Net == model.NetShared:
		return []string{mode + ": it shares the network of " + s.NetFrom + ". What is below is of all that do."}
	case s.NetworkMode == "none":
		return []string{mode + ": no network but itself."}
	}
	return []string{mode}
}

// writePorts adds the ports that are published, of a pod's container those of
// the pod, and what is wrong with them.
func (n *network) writePorts(sheet *widget.Sheet, env pane.Env, s *poll.Subject, infra *model.Container) {
	ports, of := s.Ports, ""
	if len(ports) == 0 && infra != nil {
		ports, of = infra.Ports, " of the pod"
	}
	sheet.Head("published ports" + of)
	if len(ports) == 0 {
		sheet.Line(env.Theme.Muted, "none")
	}
	for _, p := range ports {
		sheet.Line("", p.String())
	}
	if !n.answer.Has() || n.answer.Got.Host || len(n.answer.Got.Listening) == 0 {
		return
	}
	for _, p := range ports {
		if text := unheard(p, n.answer.Got.Listening); text != "" {
			sheet.Para(env.Theme.Warn, text)
		}
	}
}

// unheard says why nobody answers at a published port; "" if one does, or if
// it is one of many.
func unheard(p model.Port, listening []string) string {
	if p.Range > 1 {
		return ""
	}
	at, name := "", strconv.Itoa(int(p.ContainerPort))+"/"+p.Protocol
	for _, l := range listening {
		proto, address, _ := strings.Cut(l, " ")
		host, ok := strings.CutSuffix(address, ":"+strconv.Itoa(int(p.ContainerPort)))
		switch {
		case !ok || strings.TrimSuffix(proto, "6") != p.Protocol:
		case loopback(host):
			at = host
		default:
			return ""
		}
	}
	if at != "" {
		return name + " is published, but what listens there does so at " + at + " alone: nobody outside reaches it."
	}
	return name + " is published, but nothing listens there."
}

func loopback(host string) bool {
	return strings.HasPrefix(host, "127.") || host == "[::1]" || host == "[::ffff:127.0.0.1]"
}

// writeSockets adds what is listened on, and how many sockets are in each
// state.
func (n *network) writeSockets(sheet *widget.Sheet, env pane.Env) {
	now := n.answer.Got
	sheet.Head("listening")
	if len(now.Listening) == 0 {
		sheet.Line(env.Theme.Muted, orNone(len(now.Missing) == 0))
	}
	for _, l := range now.Listening {
		sheet.Line("", l)
	}
	sheet.Head("sockets")
	if len(now.Sockets) == 0 {
		sheet.Line(env.Theme.Muted, orNone(len(now.Missing) == 0))
	}
	for i := 0; i < len(now.Sockets); {
		proto, text := now.Sockets[i].Proto, ""
		for ; i < len(now.Sockets) && now.Sockets[i].Proto == proto; i++ {
			if text != "" {
				text += ", "
			}
			text += strings.TrimSpace(strconv.Itoa(now.Sockets[i].N) + " " + now.Sockets[i].State)
		}
		sheet.Field(proto, "", text)
	}
}

// orNone is the word for nothing, if that is known.
func orNone(known bool) string {
	if known {
		return "none"
	}
	return model.Dash
}

func (n *network) writeDNS(sheet *widget.Sheet) {
	sheet.Head("DNS")
	sheet.Field("servers", "", widget.OrDash(strings.Join(n.answer.Got.DNS, ", ")))
	if len(n.answer.Got.Search) > 0 {
		sheet.Field("search", "", strings.Join(n.answer.Got.Search, " "))
	}
	if n.Inspect.Has() && len(n.Inspect.Got.DNS) > 0 {
		sheet.Field("asked for", "", strings.Join(n.Inspect.Got.DNS, ", "))
	}
}

// writeAttachments adds Podman's networks the container is in.
func (n *network) writeAttachments(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	sheet.Head("Podman's networks")
	if !n.Inspect.WriteState(sheet, env, s) {
		return
	}
	all := n.Inspect.Got.Attachments
	if len(all) == 0 {
		sheet.Line(env.Theme.Muted, "none")
	}
	for i := range all {
		sheet.Field(all[i].Network, "", attachment(&all[i]))
	}
}

func attachment(a *probe.Attachment) string {
	text := widget.OrDash(a.Address)
	for _, p := range []probe.Pair{{Name: "gateway", Value: a.Gateway}, {Name: "MAC", Value: a.MAC}, {Name: "also called", Value: strings.Join(a.Aliases, " ")}} {
		if p.Value != "" {
			text += ", " + p.Name + " " + p.Value
		}
	}
	return text
}
