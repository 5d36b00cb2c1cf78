package podman

import "podtop/model"

// listedPod is an element of GET /pods/json, and inspectedPod what GET
// /pods/ID/json says of one.
type listedPod struct {
	ID      string `json:"Id"`
	Name    string
	InfraID string `json:"InfraId"`
	Status  string
}

type inspectedPod struct {
	ID      string `json:"Id"`
	Name    string
	InfraID string `json:"InfraContainerID"`
	State   string
}

func (p *listedPod) pod() model.Pod {
	pod := model.Pod{ID: podID(p.ID), Name: short(p.Name), State: word(p.Status)}
	if isID(p.InfraID) {
		pod.Infra = model.ID(p.InfraID)
	}
	return pod
}

func (p *inspectedPod) pod() model.Pod {
	l := listedPod{ID: p.ID, Name: p.Name, InfraID: p.InfraID, Status: p.State}
	return l.pod()
}

// podmanState is m's state as Podman names it: of what could not be started, that
// from before.
func podmanState(m *model.Meta) model.State {
	switch {
	case m.StartError == "":
		return m.State
	case m.Started.IsZero():
		return model.Created
	}
	return model.Exited
}

// podState is the state Podman gives a pod whose members are in these states:
// events tell of the members, not of the pod.
func podState(members []model.State) string {
	count := map[model.State]int{}
	for _, s := range members {
		count[s]++
	}
	ended := count[model.Exited] + count[model.Stopped]
	switch n := len(members); {
	case n == 0:
		return ""
	case count[model.Running] == n:
		return "Running"
	case count[model.Running] > 0:
		return "Degraded"
	case count[model.Paused] > 0:
		return "Paused"
	case ended == n:
		return "Exited"
	case ended > 0:
		return "Stopped"
	case count[model.Created] == n:
		return "Created"
	}
	return ""
}
