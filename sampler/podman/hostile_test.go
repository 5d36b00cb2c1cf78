package podman

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
)

// poisoned is JSON of which each text is hostile, but for those in keep.
func poisoned[T any](t *testing.T, keep func(*T)) (v T) {
	t.Helper()
	modeltest.Fill(&v)
	modeltest.Poison(&v)
	keep(&v)
	b, err := json.Marshal(&v)
	if err != nil {
		t.Fatal(err)
	}
	var back T
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// with is v as JSON, and one field more.
func with(t *testing.T, v any, name string, value any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	all[name] = value
	if b, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	return b
}

// Whatever Podman, systemd, conmon and the kernel say, what is made of it is
// clean.
func TestAllThatIsToldIsClean(t *testing.T) {
	hostile := map[string]string{}
	for _, name := range []string{"name", "image", "network", "error", "health_status", "PODMAN_SYSTEMD_UNIT", "podId", "containerExitCode", "com.docker.compose.project"} {
		hostile[name] = "x" + modeltest.Payload
	}
	l, err := decodeListed(with(t, poisoned(t, func(l *listed) { l.ID = id1 }), "Labels", hostile))
	if err != nil {
		t.Fatal(err)
	}
	in := poisoned(t, func(i *inspected) {
		i.ID = id1
		i.HostConfig.PortBindings = portMap{"80/tcp" + modeltest.Payload: {{"127.0.0.1" + modeltest.Payload, "8080"}}}
	})
	if err := json.Unmarshal(with(t, struct{}{}, "Labels", hostile), &in.Config); err != nil {
		t.Fatal(err)
	}
	ev, err := parseEvent(with(t, poisoned(t, func(e *event) { e.Type = "container" }), "Actor", map[string]any{"ID": id1, "Attributes": hostile}))
	if err != nil {
		t.Fatal(err)
	}
	pod, one := poisoned(t, func(*listedPod) {}), poisoned(t, func(*inspectedPod) {})
	var c container
	c.setListed(&l)
	checkAllClean(t, c.meta)
	c.setInspected(&in, time.Time{})
	checkAllClean(t, c.meta)
	if len(c.meta.Ports) != 1 {
		t.Errorf("no ports: %v", c.meta.Ports)
	}
	for _, action := range append(changeActions, otherActions...) {
		ev.Action = action
		c.apply(&ev)
		p, _ := ev.podmanEvent(&Endpoint{User: "op"})
		checkAllClean(t, c.meta, p)
	}
	odd, err := parseEvent(with(t, struct{}{}, "Action", "odd"+modeltest.Payload))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := odd.podmanEvent(&Endpoint{User: "op"})
	podOf, oneOf := pod.pod(), one.pod()
	podOf.ID, oneOf.ID = "", "" // only what is an id is taken
	checkAllClean(t, p, c.unit, podOf, oneOf)

	line := strings.NewReplacer("\n", "", "\r", "").Replace(modeltest.Payload)
	show := "Id=web.service\n"
	for name := range strings.SplitSeq(properties+","+shownProperties+","+moreProperties, ",") {
		if name != "Id" {
			show += name + "=x" + line + "\n"
		}
	}
	for _, s := range parseShow([]byte(show)) {
		checkAllClean(t, s)
	}
	checkAllClean(t, parseUnit([]byte(show+"Id=x"+line+"\n")))
	q, _ := parseQuadlet("web.service", strings.NewReader("[X-Container]\nContainerName=x"+line+"\n[Unit]\nSourcePath=/x"+line+".container\n"))
	checkAllClean(t, q)
	conmon, ok := parseConmon([]byte("conmon\x00-c\x00" + id1 + "\x00-n\x00x" + strings.ReplaceAll(modeltest.Payload, "\x00", "") + "\x00-l\x00" + line + "\x00"))
	checkAllClean(t, conmon.meta(username))
	if !ok {
		t.Error("no conmon")
	}
	doc, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	i, err := probe.ParseInspection(doc)
	if err != nil {
		t.Fatal(err)
	}
	i.JSON = nil
	checkAllClean(t, i)
	checkAllClean(t, note(model.Bad, "podman", "%v", errors.New(modeltest.Payload)))
	a, s := &Asker{}, subject(1000)
	for _, err := range []error{errors.New("no" + modeltest.Payload), coded{}} {
		checkAllClean(t, a.unanswered(&Endpoint{User: "op"}, &s, err).Error(), a.systemdError(&Endpoint{User: "op"}, &s, err).Error())
	}
}

type coded struct{}

func (coded) Error() string { return "refused" + modeltest.Payload }
func (coded) Code() int     { return http.StatusConflict }

func checkAllClean(t *testing.T, all ...any) {
	t.Helper()
	for _, v := range all {
		for _, text := range modeltest.Unclean(v) {
			t.Error(text)
		}
	}
}
