package demo

// voices are what the containers write, each in the form that its program has.
var voices = map[string]*voice{
	"nginx": {
		idle: 0.1, busy: 1.1,
		lines: []phrase{
			out(60, `<ip> - - [<clf>] "GET <path> HTTP/2.0" <status> <bytes> "-" "<agent>"`),
			out(8, `<ip> - - [<clf>] "POST /api/v1/orders HTTP/2.0" 201 412 "https://shop.demo.example/cart" "<agent>"`),
			out(2, `<ip> - - [<clf>] "GET <path> HTTP/2.0" 502 157 "-" "<agent>"`),
			errs(1, `<slash> [error] 29#29: *<order> upstream timed out (110: Connection timed out) while reading response header from upstream, client: <ip>, server: shop.demo.example, request: "GET <path> HTTP/2.0", upstream: "http://127.0.0.1:8080<path>"`),
			errs(1, `<slash> [warn] 29#29: *<order> an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/<n>`),
		},
		first: []phrase{
			out(0, "/docker-entrypoint.sh: Configuration complete; ready for start up"),
			errs(0, "<slash> [notice] 1#1: nginx/1.29.3"),
			errs(0, "<slash> [notice] 1#1: start worker processes"),
		},
		last: map[int][]phrase{0: {errs(0, "<slash> [notice] 1#1: signal 15 (SIGTERM) received, exiting")}},
	},
	"app": {
		busy: 0.6,
		lines: []phrase{
			out(40, `{"time":"<rfc>","level":"info","msg":"request","method":"GET","path":"<path>","status":<status>,"ms":<ms>,"request":"<id>"}`),
			out(8, `{"time":"<rfc>","level":"debug","msg":"session renewed","request":"<id>","ttl":3600}`),
			out(3, `{"time":"<rfc>","level":"warn","msg":"slow request","path":"/api/v1/orders","ms":<slow>,"request":"<id>"}`),
			errs(1, `{"time":"<rfc>","level":"error","msg":"query failed","error":"pq: canceling statement due to statement timeout","request":"<id>"}`),
		},
		full: []phrase{
			out(60, `{"time":"<rfc>","level":"info","msg":"request","method":"GET","path":"<path>","status":<status>,"ms":<ms>,"request":"<id>"}`),
			out(1, `{"time":"<rfc>","level":"warn","msg":"cache gives way: memory is short","held_mib":<heap>,"limit_mib":<limit>}`),
		},
		first: []phrase{
			out(0, `{"time":"<rfc>","level":"info","msg":"listening","address":":8080","workers":8}`),
			out(0, `{"time":"<rfc>","level":"info","msg":"connected to the database","host":"db.demo.example"}`),
		},
		last: map[int][]phrase{0: {out(0, `{"time":"<rfc>","level":"info","msg":"shutting down","open_requests":<n>}`)}},
	},
	"shop-frontend-1": {
		idle: 0.05, busy: 0.3,
		lines: []phrase{
			out(30, `{"level":30,"time":"<rfc>","msg":"render","url":"<path>","ms":<ms>}`),
			out(1, `{"level":40,"time":"<rfc>","msg":"the api is slow","ms":<slow>}`),
		},
		failing: []phrase{errs(0, `{"level":50,"time":"<rfc>","msg":"render failed: socket hang up","url":"<path>"}`)},
		first:   []phrase{out(0, "> shop-frontend@7.2.0 start"), out(0, `{"level":30,"time":"<rfc>","msg":"listening on 3000"}`)},
	},
	"shop-api-1": {
		idle: 0.1, busy: 0.7,
		lines: []phrase{
			out(40, `time=<rfc> level=INFO msg=request method=GET path=<path> status=<status> duration=<ms>ms trace=<id>`),
			out(6, `time=<rfc> level=INFO msg="order placed" order=<order> items=<n> trace=<id>`),
			out(3, `time=<rfc> level=DEBUG msg="cache miss" key=product:<order>`),
			out(2, `time=<rfc> level=WARN msg="retrying payment" order=<order> attempt=2 trace=<id>`),
			errs(1, `time=<rfc> level=ERROR msg="payment refused" order=<order> code=card_declined trace=<id>`),
		},
		failing: []phrase{
			errs(3, `time=<rfc> level=ERROR msg="redis: connection pool exhausted" waited=<slow>ms trace=<id>`),
			errs(1, `time=<rfc> level=ERROR msg="health check failed" redis="connection pool exhausted" db=ok`),
		},
		first: []phrase{out(0, `time=<rfc> level=INFO msg="serving" address=:8080 version=7.2`)},
	},
	"shop-redis-1": {
		idle: 0.03, busy: 0.05,
		lines: []phrase{
			out(3, "1:M <redis> * <order> changes in 60 seconds. Saving..."),
			out(3, "<pid>:C <redis> * DB saved on disk"),
			out(3, "1:M <redis> * Background saving terminated with success"),
			out(1, "1:M <redis> # Connection with replica client id #<n> lost."),
		},
		first: []phrase{out(0, "1:C <redis> * Redis version=7.2.11, bits=64, commit=00000000, modified=0, pid=1, just started"), out(0, "1:M <redis> * Ready to accept connections tcp")},
	},
	"shop-worker-1": {
		idle: 0.1, busy: 0.4,
		lines: []phrase{
			out(30, `ts=<rfc> level=info job=<job> id=<id> state=done took=<ms>ms`),
			out(3, `ts=<rfc> level=warn job=<job> id=<id> msg="deadline is near: the worker is throttled" took=<slow>ms`),
			errs(1, `ts=<rfc> level=error job=mail.receipt id=<id> msg="smtp: 451 try again later" attempt=<n>`),
		},
		first: []phrase{out(0, `ts=<rfc> level=info msg="worker ready" queues=orders,mail concurrency=4`)},
	},
	"shop-db-1": {
		idle: 0.05, busy: 0.1,
		lines: []phrase{
			errs(10, "<sql> [<pid>] LOG:  checkpoint complete: wrote <order> buffers (<pct>%); write=<ms>.104 s, sync=0.021 s"),
			errs(6, `<sql> [<pid>] LOG:  duration: <slow>.118 ms  statement: SELECT * FROM <table> WHERE created_at > now() - interval '1 day'`),
			errs(2, `<sql> [<pid>] ERROR:  duplicate key value violates unique constraint "<table>_pkey"`),
			errs(2, "<sql> [<pid>] DETAIL:  Key (id)=(<order>) already exists."),
			errs(1, "<sql> [<pid>] FATAL:  sorry, too many clients already"),
		},
		first: []phrase{errs(0, "<sql> [1] LOG:  database system is ready to accept connections")},
	},
	"registry": {
		idle: 0.02, busy: 0.2,
		lines: []phrase{
			errs(20, `time="<rfc>" level=info msg="response completed" http.request.method=GET http.request.uri="/v2/<blob>/manifests/latest" http.response.status=200 http.response.duration=<ms>ms`),
			errs(2, `time="<rfc>" level=warning msg="error authorizing context: basic authentication challenge for realm \"demo\"" http.request.remoteaddr="<ip>:<port>"`),
			errs(1, `time="<rfc>" level=error msg="response completed with error" err.code="manifest unknown" http.response.status=404`),
		},
		first: []phrase{errs(0, `time="<rfc>" level=info msg="listening on [::]:5000"`)},
	},
	"node-exporter": {
		idle:  0.004,
		lines: []phrase{errs(0, `time=<rfc> level=ERROR source=collector.go:168 msg="collector failed" name=thermal_zone duration_seconds=0.0<ms> err="no such device"`)},
	},
	"backup": {
		idle: 0.01, busy: 0.3,
		lines: []phrase{
			out(10, "[0:<n>] <pct>.20%  <order> files <n>.421 GiB, total 118204 files 41.877 GiB"),
			out(2, "snapshot <id> saved"),
			errs(1, "Save(<data/0c1f>) returned error, retrying after 1.4s: 503 Slow Down"),
		},
	},
	"thumbnailer": {
		idle: 0.08, busy: 0.6,
		lines: []phrase{
			out(20, `level=info msg="thumbnail made" file=<image> width=320 took=<ms>ms`),
			out(4, `level=debug msg=gc heap=<heap>MiB limit=<limit>MiB pause=<n>ms`),
			errs(1, `level=warn msg="no EXIF in the picture" file=<image>`),
		},
		full: []phrase{
			out(6, `level=info msg="thumbnail made" file=<image> width=320 took=<slow>ms`),
			errs(3, `level=warn msg="the heap grows: gc frees less than it should" heap=<heap>MiB limit=<limit>MiB percent=<percent>`),
			errs(1, `level=warn msg="gc runs all the time" heap=<heap>MiB cpu=<pct>%`),
			errs(1, `level=error msg="decoding needs more memory than there is" file=<image> heap=<heap>MiB`),
		},
		first: []phrase{
			out(0, `level=info msg="thumbnailer 0.9 begins" limit=<limit>MiB`),
			out(0, `level=info msg="watching for pictures" queue=s3://pictures`),
		},
	},
	"mailer": {
		first: []phrase{out(0, "mailer 3.1"), out(0, "reading /etc/mailer.toml")},
		last: map[int][]phrase{78: {
			errs(0, "error: /etc/mailer.toml:14: there is no key smtp_pasword; did you mean smtp_password?"),
			errs(0, "fatal: the configuration cannot be used"),
		}},
	},
	"search": {
		idle: 0.3,
		lines: []phrase{
			out(8, "[<comma>][INFO ][o.o.c.m.MetadataIndexTemplateService] [search] adding index template [products-<n>]"),
			out(4, "[<comma>][WARN ][o.o.m.j.JvmGcMonitorService] [search] [gc][<order>] overhead, spent [<slow>ms] collecting in the last [7s]"),
			out(1, "[<comma>][ERROR][o.o.i.b.HierarchyCircuitBreaker] [search] [parent] Data too large, data for [<http_request>] would be [1020054732/972.8mb]"),
		},
		failing: []phrase{out(3, "[<comma>][WARN ][o.o.c.s.ClusterApplierService] [search] cluster state applier took [<slow>ms] which is above the warn threshold"), out(1, "[<comma>][WARN ][o.o.h.AbstractHttpServerTransport] [search] handling request [GET /_cluster/health] took [<slow>ms]")},
	},
	"customer-portal-integration-tests-postgres-primary-eu-central-1": {
		idle: 0.02, busy: 0.03,
		lines: []phrase{
			errs(4, "<sql> [<pid>] LOG:  checkpoint complete: wrote <n> buffers (0.<n>%)"),
			errs(1, `<sql> [<pid>] WARNING:  there is no transaction in progress`),
		},
		first: []phrase{errs(0, "<sql> [1] LOG:  database system is ready to accept connections")},
	},
	"jupyter": {
		idle: 0.02, busy: 0.15,
		lines: []phrase{
			errs(6, "[I <sql> ServerApp] Saving file at /work/forecast-<n>.ipynb"),
			errs(3, "[I <sql> ServerApp] Kernel started: <id>"),
			errs(1, "[W <sql> ServerApp] WebSocket ping timeout after <slow> ms."),
		},
		first: []phrase{errs(0, "[I <sql> ServerApp] Jupyter Server 2.17.0 is running at: http://127.0.0.1:8888/lab")},
	},
	"ci-runner": {
		idle: 0.02, busy: 1.1,
		lines: []phrase{
			out(12, "\x1b[32mok\x1b[0m  \t<pkg>\t<n>.2<pct>s"),
			out(5, "go: downloading github.com/demo/<job> v1.<n>.0"),
			out(3, "\x1b[36;1m$ go test ./...\x1b[0;m"),
			errs(1, "\x1b[31;1mFAIL\x1b[0;m\t<pkg>\t<n>.0<pct>s"),
			errs(1, "warning: unused variable: `x` --> src/main.rs:<n>:9"),
		},
	},
	"web": {
		idle: 0.06,
		lines: []phrase{
			errs(8, `{"level":"info","ts":"<rfc>","logger":"http.log.access","msg":"handled request","request":{"remote_ip":"<ip>","uri":"<path>"},"status":<status>}`),
			errs(1, `{"level":"warn","ts":"<rfc>","logger":"tls","msg":"stapling OCSP","error":"no OCSP server specified in certificate"}`),
		},
	},
	"box$(reboot)": {
		idle:  0.3,
		lines: []phrase{out(0, "\x1b]0;owned\a")},
	},
	"migrate": {
		first: []phrase{
			out(0, "migrate: 214 migrations, 3 of them are new"),
			out(0, "migrate: 0212_add_gift_cards … done"),
			out(0, "migrate: 0213_index_orders_by_customer …"),
		},
		last: map[int][]phrase{1: {
			errs(0, `ERROR:  canceling statement due to lock timeout`),
			errs(0, `CONTEXT:  while locking table "orders"`),
			errs(0, "migrate: 0213_index_orders_by_customer failed; rolled back"),
		}},
	},
	"seed": {
		first: []phrase{out(0, "seeding 1200 products")},
		last:  map[int][]phrase{0: {out(0, "done")}},
	},
	"scratch": {
		last: map[int][]phrase{127: {errs(0, "sh: 1: pyhton3: not found")}},
	},
}
