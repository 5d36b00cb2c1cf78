package probe

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestCover(t *testing.T) {
	const hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	for _, tt := range []struct{ name, value, want string }{
		// What names tell.
		{"DB_PASSWORD", "hunter2", stars},
		{"PGPASSWORD", "correct horse battery staple", stars},
		{"MYSQL_ROOT_PASSWD", "x", stars},
		{"REDIS_PASS", "abc", stars},
		{"DB_PWD", "abc", stars},
		{"SECRET_KEY_BASE", "abc", stars},
		{"GITHUB_TOKEN", "abc", stars},
		{"authToken", "abc", stars},
		{"com.example.api-token", "abc", stars},
		{"API_KEY", "abcdef", stars},
		{"API_KEY_2", "abcdef", stars},
		{"apiKey", "abcdef", stars},
		{"AWS_SECRET_ACCESS_KEY", "abc/def+x", stars},
		{"HTTP_AUTH", "me:you", stars},
		{"GOOGLE_CREDENTIALS", `{"type": "service_account"}`, stars},
		{"VAULT_SECRET_ID", "9ba9d9f2-9b5a-4c8e-8a43-6d9a1d6bd8a0", stars},
		{"PASSWORD_HASH", "abc", stars},
		{"DB_PASSWORD", "/slashes/are/allowed", stars},
		{"COOKIE", "abc", stars},
		{"JWT", "abc", stars},
		{"DB_PASSWORD", "${DB_PASSWORD:-hunter2}", stars},

		// What forms tell.
		{"DATABASE_URL", "postgres://app:s3cr3t@db:5432/app", "postgres://app:" + stars + "@db:5432/app"},
		{"CACHE", "redis://:s3cr3t@cache", "redis://:" + stars + "@cache"},
		{"BROKERS", "amqp://a:one@h1,amqp://b:two@h2", "amqp://a:" + stars + "@h1,amqp://b:" + stars + "@h2"},
		{"SEEDS", "mongodb://u:p@h1:27017,h2:27017/db?replicaSet=x", "mongodb://u:" + stars + "@h1:27017,h2:27017/db?replicaSet=x"},
		{"URL", "http://u:pa/ss@w@host/x", "http://u:" + stars + "@host/x"},
		{"URL", "http://u:p%40ss@host/x?mail=a@b", "http://u:" + stars + "@host/x?mail=a@b"},
		{"DSN", "root:s3cr3t@tcp(db:3306)/shop?parseTime=true", "root:" + stars + "@tcp(db:3306)/shop?parseTime=true"},
		{"CONN", "host=db password=hunter2 user=app", "host=db password=" + stars + " user=app"},
		{"CONN", "Server=db;User=sa;Password='a b';Encrypt=no", "Server=db;User=sa;Password='" + stars + "';Encrypt=no"},
		{"URL", "https://h/x?user=me&token=abc&n=1", "https://h/x?user=me&token=" + stars + "&n=1"},
		{"CONN", "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abc+d==;EndpointSuffix=y", "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=" + stars + ";EndpointSuffix=y"},
		{"CONFIG", `{"user": "me", "password": "a\"b", "port": 5}`, `{"user": "me", "password": "` + stars + `", "port": 5}`},
		{"AUTHS", `{"auths":{"r.example":{"auth":"bWU6eW91"}}}`, `{"auths":{"r.example":{"auth":"` + stars + `"}}}`},
		{"CONFIG", `{\"password\": \"abc\"}`, `{\"password\": \"` + stars},
		{"CONFIG", "user: me\npassword: abc\nport: 5", "user: me\npassword: " + stars + "\nport: 5"},
		{"HEADERS", "Accept: x\nAuthorization: Bearer abc\nHost: y", "Accept: x\nAuthorization: Bearer " + stars + "\nHost: y"},
		{"JAVA_OPTS", "-Xmx1g -Djavax.net.ssl.keyStorePassword=changeit -Da=b", "-Xmx1g -Djavax.net.ssl.keyStorePassword=" + stars + " -Da=b"},
		{"CERT", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nx", stars + "\nx"},
		{"CERT", "a -----BEGIN OPENSSH PRIVATE KEY----- b3Bl", "a " + stars},
		{"X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", stars},
		{"X", "id AKIAIOSFODNN7EXAMPLE here", "id " + stars + " here"},
		{"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", stars},
		{"X", "AKIAABCDEFGHIJKLMNOP", stars},
		{"X", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", stars},
		{"HOOK", "https://hooks.slack.com/services/T0/B0/abc", "https://hooks.slack.com/services/" + stars},
		{"traefik.http.middlewares.x.basicauth.users", "admin:$apr1$ruca84Hq$mbjdMZBAG.KWn7vfN", "admin:" + stars},
		{"X", "$2y$10$abcdefghijklmnopqrstuv", stars},
		{"X", hex, stars},
		{"X", "id=" + hex[:32], "id=" + stars},
		{"X", "q7Zr/1vGd0Xk3mNpT9aLbW5yHs8JcQ2eUf4oRi6", stars},
		{"X", "c3VwZXIgc2VjcmV0IHZhbHVlIDQyIQ8Zk1==", stars + "=="},

		// Lines of a unit's file, and commands.
		{"", "Environment=DB_PASSWORD=hunter2 A=b", "Environment=DB_PASSWORD=" + stars + " A=b"},
		{"", `Environment="DB_PASSWORD=a b" A=b`, `Environment="DB_PASSWORD=` + stars + `" A=b`},
		{"", "Exec=redis-server --requirepass x --masterauth-token abc", "Exec=redis-server --requirepass x --masterauth-token " + stars},
		{"", "psql --password 'a b' -h db", "psql --password " + stars + " -h db"},
		{"", "curl -f -u admin:pw1 http://localhost/", "curl -f -u admin:" + stars + " http://localhost/"},
	} {
		got, n := Cover(tt.name, tt.value)
		if got != tt.want {
			t.Errorf("%s=%s is shown as\n%s, want\n%s", tt.name, tt.value, got, tt.want)
		}
		if n != strings.Count(tt.want, stars) {
			t.Errorf("%s=%s: %d parts are covered, want %d", tt.name, tt.value, n, strings.Count(tt.want, stars))
		}
	}
}

// What is ordinary stays as it is, however long it is.
func TestCoverLeavesTheOrdinary(t *testing.T) {
	const hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	for _, tt := range [][2]string{
		{"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
		{"HOSTNAME", "0ebc52e354bd"},
		{"HOME", "/root"},
		{"container", "podman"},
		{"TERM", "xterm-256color"},
		{"LANG", "C.UTF-8"},
		{"PWD", "/srv/app"},
		{"OLDPWD", "/srv"},
		{"LS_COLORS", "rs=0:di=01;34:ln=01;36:*.key=00;32:*.tar=01;31"},
		{"NGINX_VERSION", "1.29.3"},
		{"PKG_RELEASE", "1~bookworm"},
		{"GPG_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D"},
		{"RABBITMQ_PGP_KEY_ID", "0x0A9AF2115F4687BD29803A206B73A36E6026DFCA"},
		{"PYTHON_SHA256", hex},
		{"PHP_SHA256", hex},
		{"REDIS_DOWNLOAD_SHA", hex},
		{"org.opencontainers.image.revision", hex[:40]},
		{"org.label-schema.vcs-ref", hex[:40]},
		{"com.docker.compose.config-hash", hex},
		{"com.docker.compose.project.config_files", "/srv/shop/compose.yaml"},
		{"PODMAN_SYSTEMD_UNIT", "podman-compose@shop.service"},
		{"Image", hex},
		{"ImageDigest", "sha256:" + hex},
		{"X", "docker.io/library/nginx@sha256:" + hex},
		{"X", "registry.example/app:" + hex[:40]},
		{"X", "registry.example/secret-token:1.2"},
		{"X", "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="},
		{"NetworkMode", "container:" + hex},
		{"Binds", hex + ":/data:rw,rprivate"},
		{"CgroupPath", "/machine.slice/libpod-" + hex + ".scope"},
		{"LowerDir", "/var/lib/containers/storage/overlay/" + hex + "/diff"},
		{"SandboxKey", "/run/netns/netns-c69c5a63-a093-4f9f-2644-8626ee5f2d1f"},
		{"X", "c69c5a63-a093-4f9f-2644-8626ee5f2d1f"},
		{"SSH_AUTH_SOCK", "/run/ssh/agent.sock"},
		{"DB_PASSWORD_FILE", "/run/secrets/db"},
		{"TLS_KEY", "/etc/tls/server.pem"},
		{"POSTGRES_HOST_AUTH_METHOD", "trust"},
		{"AUTH_ENABLED", "maybe"},
		{"ALLOW_EMPTY_PASSWORD", "yes"},
		{"TOKENIZERS_PARALLELISM", "false"},
		{"ACCESS_TOKEN_EXPIRE_MINUTES", "30"},
		{"MAX_TOKENS", "4096"},
		{"DB_PASSWORD", ""},
		{"DB_PASSWORD", "${DB_PASSWORD}"},
		{"DB_PASSWORD", stars},
		{"TURKEY", "bird"},
		{"AUTHOR", "me"},
		{"org.opencontainers.image.authors", "A. Nother <a.nother@example.com>"},
		{"PASSENGERS", "12"},
		{"BYPASS", "localhost"},
		{"SECRETARY", "me"},
		{"STRIPE_PUBLIC_KEY", "pk_live_abc"},
		{"CERT", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----"},
		{"URL", "http://db:5432/x@y"},
		{"URL", "https://user@host/x:y"},
		{"URL", "http://[::1]:80/a@b"},
		{"CLASSPATH", "/opt/Java8/JdkHome21/lib64:/opt/MyLib2/Jar9/XmlParser3Impl4"},
		{"CLASS", "org.example.MyVeryLongClassName8WithNumbers9Inside"},
		{"X", "AVeryLongClassName8WithNumbers9Inside"},
		{"X", "00000000000000000000000000000000"},
		{"X", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
		{"NVIDIA_REQUIRE_CUDA", "cuda>=12.0 brand=tesla,driver>=470,driver<471"},
		{"", "Image=docker.io/library/nginx@sha256:" + hex},
		{"", "ExecStart=/usr/bin/podman run --name web --pids-limit 100 localhost/busybox"},
		{"", "podman run --user 1000:1000 localhost/busybox"},
		{"X", "sk-ridge-of-the-great-mountain"},
		{"X", "10$abc and $6 more"},
	} {
		if got, n := Cover(tt[0], tt[1]); got != tt[1] || n != 0 {
			t.Errorf("%s=%s is shown as %s", tt[0], tt[1], got)
		}
	}
}

func TestCoverItem(t *testing.T) {
	for _, tt := range []struct{ before, item, want string }{
		{"-e", "DB_PASSWORD=a b c", "DB_PASSWORD=" + stars},
		{"run", "--env=DB_PASSWORD=a", "--env=DB_PASSWORD=" + stars},
		{"run", "--db-password=a b", "--db-password=" + stars},
		{"--db-password", "a b", stars},
		{"--password", "--verbose", "--verbose"},
		{"--password=x", "me", "me"},
		{"--memory", "64m", "64m"},
		{"-l", "com.example.token=x", "com.example.token=" + stars},
		{"-v", "/etc/key:/key:ro", "/etc/key:/key:ro"},
	} {
		if got, _ := CoverItem("Cmd", tt.before, tt.item); got != tt.want {
			t.Errorf("%s %s is shown as %s, want %s", tt.before, tt.item, got, tt.want)
		}
	}
}

// Of what Podman itself says, only what the user put in is a secret.
func TestCoverOfInspect(t *testing.T) {
	doc, err := os.ReadFile("testdata/inspect.json")
	if err != nil {
		t.Fatal(err)
	}
	tree := ParseTree(doc)
	var got []string
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; n.Secret() {
			got = append(got, tree.Path(i)+" "+n.Shown)
		}
	}
	want := []string{
		"Config.Env[1] DB_PASSWORD=" + stars,
		"Config.Env[2] DATABASE_URL=postgres://app:" + stars + "@db:5432/app",
		"Config.Env[3] API_KEY=" + stars,
		"Config.Labels.com.example.token " + stars,
		"Config.Healthcheck.Test[1] curl -u admin:" + stars + " http://localhost/ || echo bad; exit 1",
		"Config.CreateCommand[10] DB_PASSWORD=" + stars,
		"Config.CreateCommand[12] DATABASE_URL=postgres://app:" + stars + "@db:5432/app",
		"Config.CreateCommand[14] API_KEY=" + stars,
		"Config.CreateCommand[18] com.example.token=" + stars,
		"Config.CreateCommand[26] curl -u admin:" + stars + " http://localhost/ || echo bad; exit 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("covered are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if tree.Covered != len(want) {
		t.Errorf("%d values are counted", tree.Covered)
	}
}

// Whatever comes, what is covered stays covered, and what is not is as it was;
// and no password is seen whatever stands before it.
func FuzzCover(f *testing.F) {
	f.Add("DB_PASSWORD", "hunter2")
	f.Add("URL", "postgres://app:s3cr3t@db/app?password='x'&token=\"y")
	f.Add("", "--password \"a b\" -----BEGIN X----- $2y$10$abcdefghijkl {\"auth\": \"x\"}")
	f.Add("X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln AKIAIOSFODNN7EXAMPLE")
	f.Fuzz(func(t *testing.T, name, value string) {
		shown, n := Cover(name, value)
		if n == 0 != (shown == value) || n != 0 && !strings.Contains(shown, stars) {
			t.Errorf("%q=%q: %d parts, shown as %q", name, value, n, shown)
		}
		for _, before := range []string{value + " DB_PASSWORD=", value + " x://u:"} {
			after := ""
			if strings.HasSuffix(before, ":") {
				after = "@host"
			}
			if shown, _ := Cover(name, before+"hUnTeR2"+after); strings.Contains(shown, "hUnTeR2") {
				t.Errorf("%q=%q shows %q", name, before, shown)
			}
		}
	})
}
