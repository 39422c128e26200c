//! Lines of real tools that come near to what is looked for in messages, none of which tells anything of anybody.

use aboveboard::{PrivateFacts, scrub};

/// One tool after the other.
const LINES: &str = r#"
E1130 15:04:05.123456       1 reflector.go:147] failed to list *v1.Node: nodes is forbidden
Error from server (NotFound): namespaces "staging" not found
Error from server (Forbidden): pods is forbidden: cannot list resource in API group "" at the cluster scope
error: unable to forward port because pod is not running. Current status=Pending
Readiness probe failed: HTTP probe failed with statuscode: 503
Liveness probe failed: GET /healthz: context deadline exceeded
Warning  BackOff  12s (x4 over 40s)  kubelet  Back-off restarting failed container
The connection to the server localhost:8080 was refused - did you specify the right host or port?
error: the server doesn't have a resource type "tenants"
service/web exposed: port 80: targetPort 8080
Unable to connect to the server: net/http: TLS handshake timeout
error validating data: ValidationError(Service.spec.ports[0]): missing required field "port"
pod "web" is not in the list of pods
serviceaccount "default" is not authorized to list pods
container create failed: exec: "sh": executable file not found in $PATH
Ingress path /api of host * goes to service web port 8080: ready
path /metrics on port 9090: scraped in 12 ms: ok
mountPath /data is already used by another volume
volume data is not writable by the group
deployment "web" exceeded its progress deadline, run 01234567-89ab-4def-8123-456789abcdef
Error: Error acquiring the state lock: ConditionalCheckFailedException
Lock Info: ID: 01234567-89ab-4def-8123-456789abcdef
Error: Unsupported Terraform Core version
Error: Provider configuration not present for subscription "default"
aws_sns_topic_subscription.alerts: Creating...
azurerm_subscription.current: Reading...
data.aws_caller_identity.current: Reading...
data.aws_caller_identity.current: Read complete after 0s
Plan: 3 to add, 0 to change, 1 to destroy.
Error: creating role assignment: the principal is not authorized to perform this action
Error: error configuring provider: no valid credential sources found
operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 01234567-89ab-4def-8123-456789abcdef
module.tenant.null_resource.wait: Still creating... [10s elapsed]
Initializing modules... - tenant in modules/tenant
PLAY [all] *********************************************************************
TASK [Gathering Facts] *********************************************************
fatal: [localhost]: FAILED! => {"changed": false, "msg": "Could not connect to the host"}
UNREACHABLE! => failed to connect to the host via ssh: Host key verification failed.
ERROR! the role 'common' was not found in the collections
[WARNING]: provided hosts list is empty, only localhost is available
Connection to localhost closed by remote host.
Connection closed by remote host
ssh_exchange_identification: Connection closed by remote host
kex_exchange_identification: Connection closed by remote host
client_loop: send disconnect: Broken pipe
debug1: Connecting to localhost port 22.
debug1: connect to address unknown port 22: Connection refused
debug1: Remote protocol version 2.0, remote software version OpenSSH_9.6
Unable to negotiate with remote port 22: no matching host key type found
ssh: connect to host localhost port 2222: Connection refused
docker: Error response from daemon: driver failed programming external connectivity: port 8080: in use
Error response from daemon: Get "https://registry-1.docker.io/v2/": context deadline exceeded
pull access denied for web, repository does not exist or may require 'docker login': denied
exec /docker-entrypoint.sh: no such file or directory
exec /entrypoint.sh: exec format error
Step 4/12 : WORKDIR /app
Step 5/12 : COPY . /app
#8 [3/6] RUN cd /app && npm ci
Bind for port 5432 failed: port is already allocated
mount /data read-only? use :ro
invalid mount config for type "bind": bind source path does not exist
npm ERR! code E404
npm ERR! 404 Not Found - GET https://registry.npmjs.org/left-pad - Not found
npm WARN deprecated request@2.88.2: request has been deprecated
npm notice New minor version of npm available! 10.2.4 -> 10.5.0
npm install react@latest typescript@next eslint@canary
added 214 packages from react@next, audited 215 packages in 3 s: found 0 vulnerabilities
npx create-app@latest web
yarn global add serve@main
npm login as a member of the organisation
connect to registry: npm@10.2.4 node@20
uses: actions/checkout@v4
uses: docker/login-action@v3 with target deploy@v2
environment deploy@staging waits for approval
fatal: unable to access 'https://github.com/acme/web/': Could not resolve host: github.com
fatal: Could not read from remote repository.
fatal: not a git repository (or any of the parent directories): .git
error: pathspec 'main' did not match any file(s) known to git
hint: Updates were rejected because the remote contains work that you do not have locally.
remote: Permission to acme/web.git denied to the deploy key.
error: cannot open .git/FETCH_HEAD: Permission denied
warning: could not open directory 'node_modules/': Permission denied
systemd[1]: web.service: Failed with result 'exit-code'.
systemd[1]: Failed to mount /data.
systemd[1]: tmp.mount: Directory /tmp to mount over is not empty, mounting anyway.
systemd[1]: Reached target network-online.target - Network is Online.
systemd[1]: getty@tty1.service: Deactivated successfully.
systemd[1]: Condition check resulted in /run being skipped: not a directory
nginx: [emerg] bind() to port 80 failed: Permission denied
nginx: [warn] conflicting server name "_" on port 80, ignored
upstream prematurely closed connection while reading response header, request: "GET /api HTTP/1.1"
rewrite or internal redirection cycle while internally redirecting to /index
location /static { root html; }
directory index of "html/" is forbidden, request: "GET / HTTP/1.1"
--- FAIL: TestConnect (0.02s)
    connect_test.go:41: connect to port 8080: unexpected EOF
ok      acme/web/internal/tenant        0.412s
panic: runtime error: index out of range [3] with length 3
    server_test.go:88: GET /tenant: got 403, want 200
    auth_test.go:12: Authorization: Bearer: missing token
    sudo_test.go:7: the name is not in the sudoers file of the test.
took 202601021504 ns, 123456789012 bytes, 1234-5678 of 9012
order 1234-5678-9012 shipped, request 123456789012 is not authenticated
session identity 123456789012-like numbers are ids
"#;

#[test]
fn lines_near_to_what_is_looked_for_stay() {
    let changed: Vec<_> = LINES
        .lines()
        .map(|line| scrub(line, &PrivateFacts::default()).text)
        .zip(LINES.lines())
        .filter(|(scrubbed, line)| scrubbed != line)
        .collect();
    assert_eq!(changed, []);
    assert!(LINES.lines().count() > 100);
}
