package model

// fromPodman takes in what Podman told since the sample before.
func (log *eventLog) fromPodman(s *Sample, n *names, lives map[ID]*containerState) {
	if s.EventsLost > 0 {
		log.add(Event{
			Severity: Warn, Source: "podman", Action: "lost",
			Text: Plural(s.EventsLost, "event", "events") + " lost: more came than could be taken",
		}, byEvent)
	}
	for i := range s.Events {
		p := &s.Events[i]
		switch p.Type {
		case "container":
			log.fromContainerEvent(p, n, lives[ID(p.ID)])
		case "pod":
			log.add(log.podmanEvent(p, groupID{ByPod, p.UID, p.Name}.key()), byEvent)
		default:
			log.add(log.podmanEvent(p, Key{UID: p.UID}), byEvent)
		}
	}
}

// podmanEvent is the event of what is no container.
func (log *eventLog) podmanEvent(p *PodmanEvent, k Key) Event {
	e := Event{Type: p.Type, Key: k, Name: p.Name, User: p.User, Source: "podman", Action: p.Action, Text: actionText(p.Action)}
	if p.Reason != "" {
		e.Text += ": " + p.Reason
		e.Severity = Warn
	}
	log.setTime(&e, p.Time)
	return e
}

// fromContainerEvent takes in an event of a container. What happens on the way from
// one state to the other, such as init, says nothing of its own.
func (log *eventLog) fromContainerEvent(p *PodmanEvent, n *names, cs *containerState) {
	if m := n.meta[ID(p.ID)]; p.infra() || m != nil && m.Infra && m.UID == p.UID {
		return
	}
	k, id := p.container()
	e := log.podmanEvent(p, k)
	e.ID, e.Name = id, k.Name
	switch p.Action {
	case "init", "cleanup", "sync", "exec_died":
		return
	case "stop":
		log.deaths.addStop(id, e.Mono)
		return
	case "restart":
		log.restarting[id] = true // what follows tells
		return
	case "start":
		log.started(&e)
	case "died":
		e.Kind, e.class = StopEvent, stops
		e.Text, e.Severity = exitText(p.Exit)
	case "pause", "unpause":
		e.Kind = PauseEvent
		e.Action, e.Text, e.class = pauseText(p.Action == "pause")
	case "health_status":
		log.healthOf(&e, p.Health)
	case "update":
		e.class = limits
	case "remove":
		if cs != nil && log.neverStarted(cs) {
			e.Text += ", and never started"
		}
	case "rename":
		if m := n.meta[id]; m != nil && m.Name != p.Name {
			e.Text += ", it was called " + m.Name
		}
	}
	number := log.add(e, byEvent)
	if p.Action == "died" {
		log.ended(stop{id: id, key: k, at: e.Mono, exit: p.Exit, eventOOM: p.OOM, event: number})
	}
}

// started makes e the start of a container, again if it ended before.
func (log *eventLog) started(e *Event) {
	e.Kind, e.class, e.Text = StartEvent, starts, "started"
	log.deaths.addStart(e.ID, e.Mono)
	if log.restarting[e.ID] {
		delete(log.restarting, e.ID)
		e.Kind, e.Text = RestartEvent, "started again"
	}
	for i := log.indexAfter(e.Mono); i > 0; i-- {
		if x := &log.events[i-1]; x.class == stops && x.Key == e.Key {
			e.Kind, e.Text = RestartEvent, restartText(e.Mono-x.Mono)
			return
		}
	}
}

// healthOf makes e a check of a container's health, or the change of it. Before
// Podman 5 nobody tells with the event what the check found: it is "" then.
func (log *eventLog) healthOf(e *Event, health string) {
	e.Kind, e.Text = CheckEvent, "its health was checked"
	if health == "" {
		return
	}
	e.class, e.Text, e.Severity = healths, health, healthSeverity(health)
	before, known := log.health[e.ID]
	if e.Time.Before(before.at) {
		return // Podman's answers have told what came after it
	}
	if before.health != "" && before.health != health && health != "starting" {
		e.Kind = HealthEvent
	}
	if len(log.health) < maxHealths || known {
		log.health[e.ID] = healthState{health, e.Time}
	}
}

// maxHealths is of how many containers the health is remembered.
const maxHealths = 10000
