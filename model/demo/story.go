package demo

import (
	"time"

	"podtop/model/clean"
	"podtop/model/probe"
)

// A story is what Podman has on record of a container beside what the cast
// says. Its secrets are none.
type story struct {
	command     []string
	user, dir   string
	env, labels []probe.Pair
	annotations []probe.Pair
	mounts      []probe.Mount
	check       check
}

// A check is a health check, and what it says.
type check struct {
	test            string
	every           time.Duration
	fine, failed    string // output
	takes           time.Duration
	failsOnceIn     int // every so many checks; 0: never
	failsInARow     int // then; 0: once
	failsAfterStart time.Duration
}

// storyOf is that of the container called name.
func storyOf(name string) story {
	s, ok := stories[name]
	if !ok {
		s = story{command: []string{"/usr/local/bin/" + name}}
	}
	return s
}

func bind(source, destination string) probe.Mount {
	return probe.Mount{Type: "bind", Source: clean.Of(source), Destination: clean.Of(destination), Options: "rbind,rprivate", ReadOnly: true}
}

func volume(name, destination string) probe.Mount {
	return probe.Mount{
		Type: "volume", Name: name, Source: clean.Of("/var/lib/containers/storage/volumes/" + name + "/_data"),
		Destination: clean.Of(destination), Options: "nosuid,nodev,rbind",
	}
}

func tmpfs(destination, size string) probe.Mount {
	return probe.Mount{Type: "tmpfs", Destination: clean.Of(destination), Options: "nosuid,nodev,size=" + size}
}

func compose(service string, more ...probe.Pair) []probe.Pair {
	return append([]probe.Pair{
		{Name: "com.docker.compose.container-number", Value: "1"},
		{Name: "com.docker.compose.project", Value: "shop"},
		{Name: "com.docker.compose.project.working_dir", Value: "/srv/shop"},
		{Name: "com.docker.compose.service", Value: service},
		{Name: "io.podman.compose.config-hash", Value: "4d1c6f0e8a7b92355f1e0c9d8b7a6f5e4d3c2b1a09f8e7d6c5b4a392817f6e5d"},
	}, more...)
}

var stories = map[string]story{
	"nginx": {
		command: []string{"/docker-entrypoint.sh", "nginx", "-g", "daemon off;"}, dir: "/",
		env:    []probe.Pair{{Name: "NGINX_VERSION", Value: "1.29.3"}, {Name: "PKG_RELEASE", Value: "1~trixie"}},
		labels: []probe.Pair{{Name: "maintainer", Value: "web@demo.example"}},
		mounts: []probe.Mount{bind("/srv/web/conf.d", "/etc/nginx/conf.d"), volume("web-static", "/usr/share/nginx/html"), tmpfs("/var/cache/nginx", "64m")},
		check:  check{test: "curl -fsS -u probe:open-sesame http://localhost:8080/healthz || exit 1", every: 10 * time.Second, fine: "ok", takes: 41 * time.Millisecond},
	},
	"app": {
		command: []string{"/app/server", "--listen", ":8080"}, user: "1000", dir: "/app",
		env: []probe.Pair{
			{Name: "DATABASE_URL", Value: "postgres://app:correct-horse@db.demo.example:5432/app?sslmode=require"},
			{Name: "SESSION_SECRET", Value: "not-a-secret-in-a-demonstration"},
			{Name: "LOG_LEVEL", Value: "info"},
			{Name: "WORKERS", Value: "8"},
		},
		mounts: []probe.Mount{volume("app-uploads", "/app/uploads")},
	},
	"shop-frontend-1": {
		command: []string{"node", "server.js"}, user: "node", dir: "/srv",
		env:    []probe.Pair{{Name: "NODE_ENV", Value: "production"}, {Name: "API_URL", Value: "http://shop-api-1:8080"}, {Name: "STRIPE_PUBLIC_KEY", Value: "pk_demo_0000"}},
		labels: compose("frontend"),
		check:  check{test: "wget -qO- http://localhost:3000/ >/dev/null", every: 30 * time.Second, takes: 120 * time.Millisecond, failsOnceIn: 97, failed: "wget: download timed out"},
	},
	"shop-api-1": {
		command: []string{"/usr/local/bin/api", "serve"}, user: "1000:1000", dir: "/",
		env: []probe.Pair{
			{Name: "DB_HOST", Value: "shop-db-1"},
			{Name: "DB_USER", Value: "shop"},
			{Name: "DB_PASSWORD", Value: "battery-staple"},
			{Name: "REDIS_URL", Value: "redis://:battery-staple@shop-redis-1:6379/0"},
			{Name: "JWT_SIGNING_KEY", Value: "demo-key-demo-key-demo-key"},
			{Name: "FEATURES", Value: "wishlist,recommendations,reviews,gift-cards,store-locator,price-alerts,bundle-discounts"},
		},
		labels: compose("api"),
		check:  check{test: "/usr/local/bin/api healthcheck", every: 15 * time.Second, fine: "db ok, redis ok", takes: 18 * time.Millisecond, failsOnceIn: 104, failsInARow: 7, failed: "redis: connection pool exhausted"},
	},
	"shop-redis-1": {
		command: []string{"docker-entrypoint.sh", "redis-server", "--requirepass", "battery-staple", "--appendonly", "yes"}, dir: "/data",
		labels: compose("redis"),
		mounts: []probe.Mount{volume("shop-redis", "/data")},
	},
	"shop-worker-1": {
		command: []string{"/usr/local/bin/worker", "--queue", "orders,mail"}, dir: "/",
		env:    []probe.Pair{{Name: "DB_PASSWORD", Value: "battery-staple"}, {Name: "CONCURRENCY", Value: "4"}},
		labels: compose("worker"),
	},
	"shop-db-1": {
		command: []string{"docker-entrypoint.sh", "postgres"}, dir: "/",
		env: []probe.Pair{
			{Name: "POSTGRES_USER", Value: "shop"},
			{Name: "POSTGRES_PASSWORD", Value: "battery-staple"},
			{Name: "POSTGRES_HOST_AUTH_METHOD", Value: "scram-sha-256"},
			{Name: "PGDATA", Value: "/var/lib/postgresql/18/docker"},
		},
		labels: compose("db"),
		mounts: []probe.Mount{volume("shop-db", "/var/lib/postgresql"), tmpfs("/dev/shm", "256m")},
		check:  check{test: "pg_isready -U shop", every: 10 * time.Second, fine: "/var/run/postgresql:5432 - accepting connections", takes: 27 * time.Millisecond},
	},
	"registry": {
		command: []string{"/entrypoint.sh", "/etc/distribution/config.yml"}, dir: "/",
		env:    []probe.Pair{{Name: "REGISTRY_AUTH", Value: "htpasswd"}, {Name: "REGISTRY_HTTP_SECRET", Value: "not-a-secret-in-a-demonstration"}},
		labels: []probe.Pair{{Name: "PODMAN_SYSTEMD_UNIT", Value: "registry.service"}},
		mounts: []probe.Mount{bind("/etc/registry", "/etc/distribution"), volume("registry", "/var/lib/registry")},
	},
	"mailer": {
		command: []string{"/usr/bin/mailer", "--config", "/etc/mailer.toml"}, dir: "/",
		env:    []probe.Pair{{Name: "SMTP_PASSWORD", Value: "open-sesame"}},
		labels: []probe.Pair{{Name: "PODMAN_SYSTEMD_UNIT", Value: "mailer.service"}},
		mounts: []probe.Mount{bind("/etc/mailer.toml", "/etc/mailer.toml")},
	},
	"backup": {
		command: []string{"restic", "backup", "/volumes"}, dir: "/",
		env: []probe.Pair{
			{Name: "RESTIC_REPOSITORY", Value: "s3:https://s3.demo.example/backup"},
			{Name: "RESTIC_PASSWORD", Value: "open-sesame"},
			{Name: "AWS_ACCESS_KEY_ID", Value: "AKIADEMODEMODEMODEMO"},
			{Name: "AWS_SECRET_ACCESS_KEY", Value: "demo/demo+demo/demo+demo/demo+demo/demo0"},
		},
		mounts: []probe.Mount{bind("/var/lib/containers/storage/volumes", "/volumes")},
	},
	"search": {
		command: []string{"./opensearch-docker-entrypoint.sh", "opensearch"}, user: "1000", dir: "/usr/share/opensearch",
		env:    []probe.Pair{{Name: "OPENSEARCH_JAVA_OPTS", Value: "-Xms1g -Xmx1g"}, {Name: "OPENSEARCH_INITIAL_ADMIN_PASSWORD", Value: "open-sesame"}},
		mounts: []probe.Mount{volume("search", "/usr/share/opensearch/data")},
		check: check{
			test: "curl -fsS http://localhost:9200/_cluster/health", every: 30 * time.Second, takes: 5003 * time.Millisecond,
			failsAfterStart: time.Hour, fine: `{"cluster_name":"search","status":"green"}`,
			failed: "curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received",
		},
	},
	"thumbnailer": {
		command: []string{"/thumbnailer"}, dir: "/",
		env: []probe.Pair{{Name: "GITHUB_TOKEN", Value: "ghp_demodemodemodemodemodemodemodemo0000"}},
	},
	"jupyter": {
		command: []string{"tini", "-g", "--", "start-notebook.py"}, user: "1000", dir: "/home/jovyan",
		env:    []probe.Pair{{Name: "JUPYTER_TOKEN", Value: "open-sesame"}, {Name: "NB_USER", Value: "jovyan"}},
		mounts: []probe.Mount{{Type: "bind", Source: clean.Of("/home/op/notebooks"), Destination: clean.Of("/home/jovyan/work"), Options: "rbind,rprivate"}},
	},
}
