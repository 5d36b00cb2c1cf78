package openmetrics

import "podtop/model"

// A pod is one of the snapshot's pods, with the network its members share.
type pod struct {
	*model.Group
	network *model.Network
}

// A podKey tells pods apart: the same id can be two users'.
type podKey struct {
	uid int
	id  string
}

// podRows are the pods of the snapshot. No two have the same labels.
func podRows(snap *model.Snapshot, s *model.Sample) []*pod {
	rows := make([]*pod, 0, len(snap.Pods))
	at := make(map[podKey]*pod, len(snap.Pods))
	seen := make(map[string]bool, len(snap.Pods))
	for i := range snap.Pods {
		row := &pod{&snap.Pods[i], &model.Network{}}
		if key := string(row.appendLabels(labels{}).b); !seen[key] {
			seen[key] = true
			rows = append(rows, row)
			at[podKey{row.UID, row.ID}] = row
		}
	}
	shared := map[model.ID]*pod{}
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.Net == model.NetShared && c.Pod != "" {
			shared[c.ID] = at[podKey{c.UID, c.Pod}]
		}
	}
	for i := range s.Readings {
		// Of several networks always the same: a counter must not jump.
		id := s.Readings[i].Net
		if p := shared[s.Readings[i].ID]; p != nil && (p.network.ID == 0 || id < p.network.ID) {
			p.network = networkOf(s, id)
		}
	}
	return rows
}

func (p *pod) appendLabels(l labels) labels {
	return l.with("id", p.ID).with("name", p.Name).with("user", p.Owner())
}

var podFamilies = []family[*pod]{
	{
		name: "state", help: "The state it is in. Always 1.",
		of:     func(p *pod) float64 { return one(p.State) },
		labels: func(l labels, p *pod) labels { return l.with("state", p.State) },
	},
	{name: "network_receive_bytes_total", help: "Bytes received by the network its members share.", of: func(p *pod) float64 { return p.network.RxBytes.Float() }},
	{name: "network_transmit_bytes_total", help: "Bytes sent by the network its members share.", of: func(p *pod) float64 { return p.network.TxBytes.Float() }},
	{name: "network_dropped_packets_total", help: "Packets dropped, both ways.", of: func(p *pod) float64 { return drops(p.network) }},
	{name: "network_errors_total", help: "Packet errors, both ways.", of: func(p *pod) float64 { return errs(p.network) }},
}
