package demo

import "math"

// A role is what one of a container's processes is, or several alike.
type role struct {
	name, command string
	uid           int // inside
	alike         int // how many more of them there are
	cpu, rss      float64
	threads       bool // it has those that no other process has
}

// crewOf is the processes of the container called name, its first one before
// the others.
func crewOf(name string) []role {
	if crew, ok := crews[name]; ok {
		return crew
	}
	return []role{{name: last(name, 15), command: "/usr/local/bin/" + name, cpu: 1, rss: 1, threads: true}}
}

// last is s, or its first n bytes: the kernel keeps no more of a name.
func last(s string, n int) string { return s[:min(len(s), n)] }

var crews = map[string][]role{
	"web-infra": {{name: "catatonit", command: "/catatonit -P", cpu: 1, rss: 1}},
	"nginx": {
		{name: "nginx", command: "nginx: master process nginx -g daemon off;", cpu: 0.01, rss: 0.2},
		{name: "nginx", command: "nginx: worker process", uid: 101, alike: 6, cpu: 0.14, rss: 0.11, threads: true},
		{name: "nginx", command: "nginx: cache manager process", uid: 101, cpu: 0.01, rss: 0.03},
	},
	"app": {
		{name: "server", command: "/app/server --listen :8080", uid: 1000, cpu: 0.92, rss: 0.93, threads: true},
		{name: "thumb", command: "/app/thumb --watch /app/uploads", uid: 1000, cpu: 0.08, rss: 0.07},
	},
	"shop-frontend-1": {{name: "node", command: "node server.js", uid: 1000, cpu: 1, rss: 1, threads: true}},
	"shop-api-1":      {{name: "api", command: "/usr/local/bin/api serve", uid: 1000, cpu: 1, rss: 1, threads: true}},
	"shop-redis-1":    {{name: "redis-server", command: "redis-server *:6379", uid: 999, cpu: 1, rss: 1, threads: true}},
	"shop-worker-1": {
		{name: "worker", command: "/usr/local/bin/worker --queue orders,mail", cpu: 0.04, rss: 0.2, threads: true},
		{name: "worker", command: "worker: orders", alike: 2, cpu: 0.26, rss: 0.22},
		{name: "worker", command: "worker: mail", cpu: 0.18, rss: 0.14},
	},
	"shop-db-1": {
		{name: "postgres", command: "postgres", uid: 999, cpu: 0.01, rss: 0.1},
		{name: "postgres", command: "postgres: checkpointer", uid: 999, cpu: 0.06, rss: 0.1},
		{name: "postgres", command: "postgres: background writer", uid: 999, cpu: 0.03, rss: 0.05},
		{name: "postgres", command: "postgres: walwriter", uid: 999, cpu: 0.09, rss: 0.03},
		{name: "postgres", command: "postgres: autovacuum launcher", uid: 999, cpu: 0.01, rss: 0.02},
		{name: "postgres", command: "postgres: shop shop 10.89.3.12(40418) idle", uid: 999, alike: 13, cpu: 0.05, rss: 0.045, threads: true},
		{name: "postgres", command: "postgres: shop shop 10.89.3.12(40420) SELECT", uid: 999, cpu: 0.1, rss: 0.07},
	},
	"backup": {{name: "restic", command: "restic backup /volumes", cpu: 1, rss: 1, threads: true}},
	"search": {
		{name: "opensearch-dock", command: "bash ./opensearch-docker-entrypoint.sh opensearch", uid: 1000, rss: 0.003},
		{name: "java", command: "/usr/share/opensearch/jdk/bin/java -Xms1g -Xmx1g -XX:+UseG1GC -Dopensearch.path.home=/usr/share/opensearch org.opensearch.bootstrap.OpenSearch", uid: 1000, cpu: 1, rss: 0.997, threads: true},
	},
	"customer-portal-integration-tests-postgres-primary-eu-central-1": {
		{name: "postgres", command: "postgres", uid: 999, cpu: 0.1, rss: 0.3},
		{name: "postgres", command: "postgres: portal portal 10.88.0.1(51992) idle in transaction", uid: 999, alike: 3, cpu: 0.2, rss: 0.15, threads: true},
		{name: "postgres", command: "postgres: autovacuum launcher", uid: 999, cpu: 0.1, rss: 0.1},
	},
	"jupyter": {
		{name: "tini", command: "tini -g -- start-notebook.py", uid: 1000, rss: 0.002},
		{name: "jupyter-lab", command: "/opt/conda/bin/python3.13 /opt/conda/bin/jupyter-lab", uid: 1000, cpu: 0.06, rss: 0.2, threads: true},
		{name: "python", command: "/opt/conda/bin/python -m ipykernel_launcher -f /home/jovyan/.local/share/jupyter/runtime/kernel-7f1c.json", uid: 1000, cpu: 0.94, rss: 0.798},
	},
	"ci-runner": {
		{name: "runner", command: "/usr/bin/runner run --working-directory /builds", cpu: 0.02, rss: 0.05, threads: true},
		{name: "make", command: "make -j2 test", rss: 0.01},
		{name: "compile", command: "/usr/local/go/pkg/tool/linux_amd64/compile -o /tmp/go-build/b001/_pkg_.a -p main", alike: 1, cpu: 0.49, rss: 0.47},
	},
	"box$(reboot)": {
		{name: "sh", command: "sh -c while :; do echo '\\e]0;owned\\a'; sleep 1; done", rss: 0.7, cpu: 1, threads: true},
		{name: "sleep", command: "sleep 1", rss: 0.3},
	},
}

// shares are the parts of the whole that the processes of a crew have of its
// CPU time and memory, one for each process.
func shares(crew []role) (cpu, rss []float64) {
	var allCPU, allRSS float64
	for _, r := range crew {
		for range r.alike + 1 {
			cpu, rss = append(cpu, r.cpu), append(rss, r.rss)
			allCPU, allRSS = allCPU+r.cpu, allRSS+r.rss
		}
	}
	for i := range cpu {
		cpu[i], rss[i] = cpu[i]/math.Max(allCPU, 1e-9), rss[i]/math.Max(allRSS, 1e-9)
	}
	return cpu, rss
}
