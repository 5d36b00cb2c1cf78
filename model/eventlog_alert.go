package model

import (
	"slices"
	"strings"
)

// fromAlerts takes in which alerts fire. Those that fired when podtop came are no
// news, nor are those that say what the event itself says.
func (log *eventLog) fromAlerts(snap *Snapshot, rules []Rule) {
	log.firing = slices.DeleteFunc(log.firing, func(told Alert) bool {
		if slices.ContainsFunc(snap.Alerts, told.sameEpisode) {
			return false
		}
		log.alertEnded(snap, &told)
		return true
	})
	for i := range snap.Alerts {
		a := &snap.Alerts[i]
		if a.Since.Before(log.firstTime) || slices.ContainsFunc(log.firing, a.sameEpisode) || repeatsEvent(rules, a.Rule) {
			continue
		}
		log.firing = append(log.firing, *a)
		e := eventOf(a)
		e.Kind, e.Severity = AlertEvent, a.Severity
		log.add(e, 0)
	}
}

// alertEnded takes in that an alert does not fire any more.
func (log *eventLog) alertEnded(snap *Snapshot, told *Alert) {
	e := eventOf(told)
	if i := slices.IndexFunc(snap.PastAlerts, told.endsAs); i >= 0 {
		e = eventOf(&snap.PastAlerts[i])
	}
	e.Kind, e.Text = AlertEndEvent, "over: "+e.Text
	log.add(e, 0)
}

// sameEpisode reports whether b is the same episode.
func (a *Alert) sameEpisode(b Alert) bool {
	return a.Rule == b.Rule && a.Key == b.Key && a.Since.Equal(b.Since)
}

// endsAs reports whether b, which has ended, is the same episode, or one with it.
func (a *Alert) endsAs(b Alert) bool {
	return a.Rule == b.Rule && a.Key == b.Key && !a.Since.Before(b.Since) && !a.Since.After(b.Until)
}

func eventOf(a *Alert) Event {
	return Event{
		Type: "container", Key: a.Key, ID: a.ID, Name: a.Name, User: a.User, Source: "podtop", Action: a.Rule,
		Text: strings.TrimPrefix(a.Text, a.Name+": "),
	}
}

// repeatsEvent reports whether the rule called name speaks of what is an event by
// itself: how long ago something was, the health, the cause of an end, or why it
// could not be started.
func repeatsEvent(rules []Rule, name string) bool {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return false
	}
	when := &rules[i].When
	return when.metric != nil && when.metric.Unit == Seconds || when.text != nil && slices.Contains([]string{"health", "cause", "error"}, when.text.Name)
}
