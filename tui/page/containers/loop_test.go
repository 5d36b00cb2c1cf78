package containers

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/modeltest"
)

// A container that loops looks the same whether it runs at the moment or not,
// and whatever fires for it; and it does not leave the list between two starts.
func TestALoopDoesNotFlap(t *testing.T) {
	var looks []string
	for _, state := range []model.State{model.Running, model.Exited} {
		snap := snapshots(modeltest.Empty().Samples(1))[0]
		c := model.Container{Key: model.Key{Name: "web"}, Meta: model.Meta{Name: "web", State: state}, Figures: model.Unknown(), Looping: true}
		c.RestartsLately = 14
		snap.Containers = []model.Container{c}
		snap.Alerts = []model.Alert{{Key: c.Key, Severity: model.Bad, Rule: "oom", Short: "oom"}}
		looks = append(looks, ansi.Strip(string(listOf(Choices{}).Draw(nil, envOf(snap, 60, 10)))))
	}
	if !strings.Contains(looks[0], "↻ loop 14x") || looks[0] != looks[1] {
		t.Errorf("running:\n%s\nexited:\n%s", looks[0], looks[1])
	}
}
