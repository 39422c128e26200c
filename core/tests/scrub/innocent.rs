//! What must be left alone: what annoyed the users of other scrubbers, and what engineers need.

use aboveboard::{PrivateFacts, scrub};

use crate::examples::all;

#[track_caller]
pub(crate) fn untouched(texts: &[&str]) {
    for text in texts {
        let scrubbed = scrub(text, &PrivateFacts::default());
        assert_eq!(scrubbed.text, *text);
        assert!(matches!(scrubbed.text, std::borrow::Cow::Borrowed(_)));
    }
}

#[test]
fn versions_times_and_numbers() {
    untouched(&[
        "1.128.1.0",
        "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "cf-ray: 83e4f5a6b7c8d9e0-AMS",
        "ETag: W/\"4b4-hYbx9DQMaTm01qS2b1OBpSp4K/x\"",
        "Could not resolve host: github.com",
        "All checks pass: 14/14. The rate is 100%.",
        "LoadCredential=db-password:db.cred",
        "a DSN of the form user:password@tcp(host:port)/dbname",
        "connection_string = \"postgres://${var.user}:${var.password}@${var.host}:5432/app\"",
        "pulumi config set --secret app:dbPassword <value>",
        "usage: ssh [-l login_name] destination [command]",
        "{\"value\":\"kof\",\"name\":\"COLOUR\"}",
        "Stream<Token = u8> + Clone",
        "semi_token: Some,",
        "=> \"Signal::USR1\".fmt(f)",
        "--host=nanomips-linux-gnu",
        "<a accesskey=\"n\" href=\"x.html\">",
        "v4.4.2",
        "version 1.2.3.4",
        "Chrome/120.0.6099.109",
        "name-server/1.2.3.4",
        "log4j-1.2.3.4.jar",
        "0.5.0.2",
        "name>=1.2.3.4",
        "name==1.2.3.4",
        "Bump name from 1.2.3.4 to 1.2.3.5",
        "OID 2.5.4.3",
        "1.2.3.4.5",
        "256.256.256.256",
        "11:04:10",
        "took 12:30:45.123",
        "2026-11-21T10:00:00Z",
        "ratio 3/4",
        "-p 8080:80",
        "docker run --name mongo -p 27017:27017 -d mongo",
        "100.00%",
    ]);
}

#[test]
fn code() {
    untouched(&[
        "std::cout << 1",
        "abc::def",
        "this.x.Name = \"y\";",
        "token::new(x)",
        "self.token = other.token()",
        "is_authenticated: true",
        "monkey=1",
        "password = os.environ[\"X\"]",
        "password = $PASSWORD",
        "token: ${{ secrets.TOKEN }}",
        "foo\\d+\\.bar",
        "s/a/b/g",
        "at com.example.Main.run(Main.java:12)",
        "Object@1b2c3d4",
        "let token = get_token();",
        "const secret = base64Secret",
        "let accessToken = oauth2Token",
        "let token = token2",
        "let password=name",
        "TimingDistributionMetricTypeTest2",
        "self.password = handler.password",
        "token = Token::new(1)",
        "let token: Token![use] = input.parse()?;",
        "pub access_token: &'a str,",
        "host = request.URL.Host",
        "user: User;",
        "fetch(page_token=page_token)",
        "if token == '}':",
        "if key != END {",
        "def login(self, password=None):",
        "$password = $_POST['password'];",
        "const user = await find(1);",
        "password: (str, optional)",
        "s.sendQueuedHeartbeatsToTheNode(x)",
        "EntityType::ApiKey => \"API_KEY\"",
        "?token=&page=2",
        "print('%s:\\n' % token)",
        "implementation 'io.jsonwebtoken:jjwt-api:0.11.5'",
        "visit(node: cst.List)",
        "|---------|---------|--------------|------------------------------|",
    ]);
}

#[test]
fn packages_images_and_hashes() {
    untouched(&[
        "@scope/pkg",
        "pkg@1.2.3",
        "react@next",
        "actions/checkout@v4",
        "image@sha256:0123",
        "logo@2x.png",
        "commit 7a5c45f3b8a9e7d2a1c6b4e3d9f8a7c5b2d4e6f1",
        "id=11111111-1111-4111-8111-111111111111",
        "pod app-7d9f8b6c5d-x2x4z",
        "github.com/acme/tool",
        "docs at https://docs.example.com/a/b?c=d#e",
        "settings.local",
        "npm i -g @scope/pkg",
        "integrity sha512-z5fXbd5Vnc2bJ0Q9mD1q1wQaGh3m==",
        "\"publicKey\": \"9Cnzj4p4WGeKLs1Pt8Qu\"",
        "checksum = 5d41402abc4b2a76b9719d911017c592",
        "kex: curve25519-sha256@libssh.org",
        "docs at https://docs.example.com/projects/my-tool-1/en",
        "Moved to salsa.debian.org.",
        "Cache restored from key: Linux-node-18-8d5c1a",
    ]);
}

#[test]
fn prose() {
    untouched(&[
        "password: required field",
        "invalid token: expected a comma",
        "the secret is out",
        "host went away",
        "session: started",
        "user: not found",
        "key=user_123",
        "secrets \"db-credentials\" not found",
        "GET /api/v2/users/1 200",
        "POST /data/x 401",
        "/usr/bin/env bash",
        "/dev/null",
        "edit ~/.aws/config",
        "pass: 12, fail: 0",
        "PASS: pkg",
        "usage: x [--token TOKEN] [--host=HOST] [--user USER]",
        "New option --check-passphrase-pattern.  [#5513]",
        "curl -u user:password x",
        "curl -u \"$USER:$PASS\" x",
        "Authorization: Bearer",
        "password: !vault",
        "api_key: your-key-here",
        "unexpected token `,`",
        "pip install --user name",
        "uid=0 gid=0",
        "{\"key\": \"a title of words\", \"api_notes\": \"see 2 pages\", \"Sid\": \"Allow all\"}",
        "25:FE:39:32:D9:63:8C:8A:FC:A1:9A:29:87:D8:3E:4C:1D:98:DB:71:E4:1A:48:03",
        "subject: CN=R3, O=Let's Encrypt",
        "https://h.example/list?key=name&sort=asc",
        "Broadcast: FF:FF:FF:FF:FF:FF",
        "see e.g. section 4.2",
        "AT&T",
        "a ~ b",
        "a / b",
        "C:",
    ]);
}

#[test]
fn frames_do_not_take_the_message_along() {
    let text = "TypeError: x is undefined\n    at f (/home/jane/app/x.js:1:2)\n    at node:internal/main:1:2";
    let want = "TypeError: x is undefined\n    at f ([path]:1:2)\n    at node:internal/main:1:2";
    assert_eq!(scrub(text, &PrivateFacts::default()).text, want);
}

#[test]
fn one_character_mangles_nothing() {
    let facts = PrivateFacts::new(&[
        aboveboard::Fact::Secret("a"),
        aboveboard::Fact::UserName("e"),
        aboveboard::Fact::HostName("gke"),
    ]);
    assert!(scrub("an average sentence about gke", &facts).is_clean());
}

#[test]
fn what_only_looks_like_a_log_or_a_setting() {
    untouched(&[
        "Mar  3 04:05:06 info systemd[1]: started",
        "Mar  3 04:05:06 localhost systemd[1]: started",
        "Mar  3 04:05:06 app systemd[1]: started",
        "Mar  3 04:05:06 INFO loader: 12 files",
        "2026-03-03T04:05:06Z INFO-1 loader: 12 files",
        "Linux kernel 6.1.0-18-amd64 #1",
        "Linux is 5.10 or newer",
        "CN=Some Root CA,O=Some Trust,C=US",
        "request for page from cache",
        "result[i:j] = x[::2]",
        "getty@tty1.service started",
        "isSecret = key => /token|secret/.test(key)",
        "SecretKeyFactory.getInstance(\"PBKDF2WithHmacSHA256\")",
        "secret: !Ref DatabaseSecret",
        "secrets: inherit",
        "permissions: id-token: write",
        "postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        "postgres://${DB_USER}:${DB_PASS}@${DB_HOST}/x",
        "  -p, --pass [value]  the pass phrase",
        "PublicKeyToken=30ad4fe6b2a6aeed",
        "SELECT x FROM a JOIN host ON host.id = a.host_id",
        "webpack://acme/./src/index.js",
        "reading /proc/cpuinfo",
        "/path/to/file C:\\path\\to\\file.txt /home/$USER/x",
        "\"password.mismatch\": \"Passwords do not match\"",
        "implementation(\"com.auth0:java-jwt:4.4.0\")",
        "headers.set(\"Authorization\", \"Bearer \"+token)",
        "mysql -u root -p shop",
        "HEROKU_API_KEY=xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        "ANTHROPIC_API_KEY=sk-ant-...",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIUCSonQSni14bwTJrb55lRBBe8jxHYauRoy7htN2fVTE",
        "expected a -----BEGIN PRIVATE KEY----- header, found end of input",
        "--password-stdin requires --username",
        "redis://:$REDIS_PASSWORD@$REDIS_HOST",
        "Authorization: Bearer [token]",
        "DONE\\nfailed ERROR\\rnext",
        "at /rustc/07dca489ac2d933c78d3c5158e3f43beefeb02ce/library/std/src/panicking.rs:645:5",
        "File \"/usr/lib/python3.11/asyncio/runners.py\", line 190",
        "/usr/share/zoneinfo/Europe/Berlin /etc/ssl/certs/ca-certificates.crt: OK",
        "C:\\Windows\\System32\\kernel32.dll",
        "11-Mar-2024::08:15:02.331000",
        "postgres://user:password@host:port/database",
        "  --no-password     never prompt for one",
        "C:\\Users\\%USERNAME%\\AppData",
        "imagePullSecrets: [{name: registry}]",
        "drop --password flag in favour of --password-stdin",
        "scheme://[user[:password]@]host[:port]/path",
        "Cookie: name=value pairs",
        "primary/instance@REALM, user@DOMAIN",
        "this.props.internal = true",
        "arn:aws:iam::aws:policy/ReadOnlyAccess arn:aws:s3:::*",
        "<name>db.port</name><value>5432</value>",
        "golang.org/x/y v0.20.0 h1:aB3dE5fG7hI9jK1lM2nO/aB3dE5fG7hI9jK1lM2nOp=",
        "password hashing uses PBKDF2WithHmacSHA256",
        "the price is $20 or $30 a month",
        "awk '{print $1$2}' x",
    ]);
}

#[test]
fn what_changelogs_say() {
    untouched(&[
        "gnutls_privkey_init: Added",
        "gnutls_privkey_get_seed: ADDED.",
        "x509_privkey_cpy: use _gnutls_copy",
        "the section gained a Token= setting for addresses",
        "a new WakeOnLanPassword= setting in the section",
        "handle --check-sym-passphrase-pattern option.",
        "make --try-all-secrets work for hidden recipients",
        "--hostname were renamed to --verify-hostname",
        "master secret: don't enable it for SSL 3.0",
        "--generate-privkey wouldn't ask",
        "(FLAGS_TO_PASS): Pass \"AR=ar\" to make",
        "case 'U': Pass option_argument2 to set_columns",
        "problem identified by \"jamesh\"",
        "dpkg (1.2.5.1-2) ...",
        "Unpacking alsa-topology-conf (1.2.5.1-2) ...",
        "since libxcb 1.1.90.1, of 2008",
        "Released 3.6.11.1 for Linux 2.6.8.1",
        "allocates ~1/8th of the size",
        "Local target hostname resolution.",
        "add a pc file, config.h.in, from server config.in",
        "templates of xserver-xorg.config.in",
        "Moved projects/visualc6/png32ms.def to scripts",
        "see rdar://problem/7360546",
        "./configure --host=i686-w64-mingw32 --build=x86_64-linux-gnu",
        "configure.ac [host=x86-64]: more of it",
    ]);
}

#[test]
fn what_compilers_and_programs_say() {
    untouched(&[
        "In file included from secrets.c:28:",
        "secrets.h:43:41: note: declared here",
        "    at login (password.js:33:7)",
        "unexpected token: {:?}",
        "password: {:#?}",
        "use '{valid}-- {arg}{valid:#}' to pass '{invalid}{arg}{invalid:#}' as a value",
        "const API_TOKEN = someIdentifierName",
        "let client_secret = MyServiceClient;",
        "with a field width of one (FW=PW=2).",
        "stream::Stream<Token=O>",
        "__ZN5alloc9allocator6Layout9for_value17h02a996811f781011E",
        "exposes xf86I2CGetScreenBuses() to drivers",
        "of HKLM\\Software and BUILTIN\\Users",
        "`user:pass` before the host",
    ]);
}

#[test]
fn what_help_texts_say() {
    untouched(&[
        "  --ftp-password=PASS         set ftp password to PASS",
        "  --private-key=FILE          private key file",
        "  -U, --username=NAME         connect as the database user",
        "  -W, --password           force password prompt",
        "  -n, --nodename           print the network node hostname",
        "usage: change_password [-randkey] [-pw password] principal",
        "Usage: tally [--dir directory] [--user username] [--reset]",
        "usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]",
        "must give -key or -secret unless requests are unprotected",
        "C_Derive(hSession=0x%08lX, phKey=%p)=0x%08lX%s%s",
        "Seen unexpected token \"%(token)s\"",
        "token: {%s}, end: {%s}",
        "this.credentials = secureContext;",
        "if (host) this.hostname = host;",
        "my $token = shift;",
        "options.isServer ? 'server' : 'client'",
        "UpdateHostKeys=ask is incompatible with ControlPersist",
    ]);
}

#[test]
fn what_tools_for_infrastructure_say() {
    untouched(&[
        "password_encryption = scram-sha-256",
        "secret_scanning: enabled, secrets_backend=vault, credential_helper: osxkeychain",
        "withCredentials([usernamePassword(credentialsId: 'registry', passwordVariable: 'PASS')])",
        "  - Token: gho_************************************",
        "getaddrinfo ENOTFOUND registry.npmjs.org",
        "dial tcp: lookup registry.npmjs.org: no such host",
        "npm ERR! git ls-remote ssh://git@github.com/expressjs/express.git",
        "pods is forbidden: User \"system:anonymous\" cannot list resource",
        "host.docker.internal and kubernetes.default.svc are the same everywhere",
        "mutation Login($user: String!, $password: String!) { login(password: $password) { id } }",
        "Password (at least eight characters): must be given",
        "organizations/acme-1 and accounts/12",
        "no kind V1alpha3PodGroupSpec is registered",
        "{{ lookup('ansible.builtin.env', 'NAME') }}",
        "\"hostname\": base_url.hostname,",
        "connect to unix://var/run/docker.sock",
        "server=unix:/dev/log,facility=auth",
        "source: salt://haproxy/external_haproxy.cfg",
        "server = \"https://acme.example/dir\"",
        "building-argument-table.deploy.register-application-revision",
        "run under NT AUTHORITY\\SYSTEM",
        "HKLM, key=SOFTWARE\\MyKey",
        "\"service_account_token\": \"bool\"",
        "['Confirm New Vault password: ']",
        "the password_mechanism=sshpass needs a program",
    ]);
}

#[test]
fn states_of_secrets_and_settings_about_them() {
    untouched(&[
        "authorization: denied",
        "token: expired",
        "token=expired",
        "{\"token\": \"revoked\"}",
        "otp: disabled",
        "otp=off",
        "mfa_code: sent",
        "password: wrong",
        // Ansible's module `user`.
        "update_password: on_create",
        "update_password: always",
        "password_hash: SHA256",
        // Types of pydantic, PowerShell and the crate secrecy.
        "secret: SecretStr",
        "password: SecureString",
        "secret_engine=kv-v2",
        "password_validation_regex: ^.{8,}$",
        "secret_refresh_interval: 3600",
        "MYSQL_ALLOW_EMPTY_PASSWORD=1",
        "REQUIRE_PASSWORD=1",
        "HAS_TOKEN=0",
        "\"stop_token\": \"\\n\"",
        "{\"stop_token\": \"\\n\"}",
        "MovedAttribute(\"HTTPPasswordMgr\", \"urllib2\", \"urllib.request\")",
    ]);
    all(&[
        ("token: expiredQ7w8", "token: [secret]"),
        ("password_hash: 5f4dcc3b5aa765d61d8327deb882cf99", "password_hash: [secret]"),
        ("secret_key=kv-v2xQ8zz1", "secret_key=[secret]"),
        ("MYSQL_ROOT_PASSWORD=17", "MYSQL_ROOT_PASSWORD=[secret]"),
    ]);
}

#[test]
fn names_of_secrets_that_lie_elsewhere() {
    untouched(&[
        // Values of charts of Helm: the name of a Secret, and of its entry.
        "auth:\n  existingSecret: pg-auth\n  secretKeys:\n    adminPasswordKey: postgres-password",
        "passwordSecretKey: mongodb-root-password",
        "existingSecretPasswordKey: redis-password",
        "passwordKey: password",
        // What Kubernetes and kubectl say of a Secret, and how long its entries are.
        "Error: secrets \"sh.helm.release.v1.web.v661\" not found",
        "secret \"db-credentials-prod-2\" not found",
        "secret \"db-credentials-prod-2\" deleted",
        "secrets \"db-credentials-2\" is forbidden: cannot get resource",
        "token:      1210 bytes",
        "password:  16 bytes",
        // 1Password, Vault by bank-vaults, vals and the injector of Vault's agent.
        "{\"password\": \"op://vault/item/field\"}",
        "password: op://vault/item/field",
        "password: vault:secret/data/db#password",
        "password: ref+vault://secret/db#/password",
        "\"vault.hashicorp.com/agent-inject-secret-web.json\" : \"kv/ops/web\"",
        "{\"vault.hashicorp.com/agent-inject-secret-web\": \"kv/ops/web\"}",
        // Ruby, T-SQL, templates of Go.
        "password=#{password}",
        "password=#{ENV['X']}",
        "password = \"#{node['db']['password']}\"",
        "password=@password",
        "{{- $password := randAlphaNum 16 | b64enc | quote }}",
    ]);
    all(&[
        ("adminPasswordKey: aB3dE5fG7hI9jK1l", "adminPasswordKey: [secret]"),
        ("aws_secret_key: correcthorse", "aws_secret_key: [secret]"),
        ("the secret \"kV9x-Q8zz1\" was found", "the secret \"[secret]\" was found"),
        ("password: 1210bytes", "password: [secret]"),
        ("{\"password\": \"op-vault/item\"}", "{\"password\": \"[secret]\"}"),
        ("password=@passw0rt9", "password=[secret]"),
        ("password: vault9:x", "password: [secret]"),
    ]);
}

#[test]
fn tags_and_digests_of_images() {
    let digest = "0a1b2c3d".repeat(8);
    for image in ["ghcr.io/group/login-api:7c41d0fe", "localhost:5000/token:1.4.2-rc1"] {
        untouched(&[&format!("{image}@sha256:{digest}"), &format!("\"image\": \"{image}@sha256:{digest}\"")]);
    }
    all(&[
        (&format!("login-token: kV9xQ8zz1@sha256:{}", digest.replace('d', "")), "login-token: [secret]"),
        ("web-token: kV9xQ8zz1@sha512", "web-token: [secret]"),
    ]);
}

#[test]
fn tables_of_postfix() {
    all(&[
        ("x_password_maps = lmdb:/srv/relay", "x_password_maps = lmdb:[path]"),
        ("x_password_maps=proxy:mysql:/srv/relay", "x_password_maps=proxy:mysql:[path]"),
        ("x_password_maps = hash:/etc/postfix/relay_passwd", "x_password_maps = hash:[path]"),
        ("x_password_maps: \"pcre:/etc/postfix/relay\"", "x_password_maps: \"pcre:[path]\""),
        ("smtp_sasl_password_maps = static:jane:kV9xQ8", "smtp_sasl_password_maps = [secret]"),
        ("x_password_maps = hash:kV9xQ8", "x_password_maps = [secret]"),
        ("x_password_maps = trash:/kV9xQ8", "x_password_maps = [secret]"),
        ("password = hash:/kV9xQ8", "password = [secret]"),
    ]);
}

#[test]
fn statements_of_programs() {
    untouched(&[
        "self.token = nextchar",
        "this.password = given",
        "token += ch",
        "user, password = row",
        "redact: ['req.headers.authorization', '*.password']",
        "headers['Authorization'] = ', '.join(header)",
        "read.password('Password:', creds.password)",
    ]);
    all(&[
        ("spring.password = hunters", "spring.password = [secret]"),
        ("self.token = 'kV9xQ8zz1'", "self.token = '[secret]'"),
        ("token += 'kV9xQ8zz1'", "token += '[secret]'"),
        ("Server=x, Password = hunter2", "Server=x, Password = [secret]"),
        ("login('password', 'kV9x*Q8zz1')", "login('password', '[secret]')"),
    ]);
}

#[test]
fn groups_operations_and_places_that_are_the_same_everywhere() {
    untouched(&[
        concat!(
            "url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ/",
            "DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)"
        ),
        // The dotted name of a kind of thing in Kubernetes is its group, whatever stands before.
        "Error from server (NotFound): deployments.apps \"web\" not found",
        "Error from server (NotFound): ingresses.networking.k8s.io \"web\" not found",
        "Error from server (NotFound): certificates.cert-manager.io \"web\" not found",
        "{\"controllerGroup\":\"source.toolkit.fluxcd.io\",\"group\":\"networking.k8s.io\"}",
        "SELECT user, host FROM mysql.user;",
        "select user, host from mysql.user;",
        "kubernetes.default.svc.cluster.local resolves to the API server",
        "perform action 'Microsoft.Resources/subscriptions/resourcegroups/write'",
        "panic(0x4b3a40)\n\t/usr/local/go/src/runtime/panic.go:884 +0x212",
        "ssh -i ~/.ssh/id_ed25519 -p 2222 $HOST",
        "IdentityFile ~/.ssh/id_rsa",
        "chrome://settings",
        "session opened for user root by (uid=0)",
        "logo-dark@1.5x.webp",
        "\"packageVersion\":\"10.7.31.9\"",
        "firmware 2.4.1.17 installed",
    ]);
    all(&[
        ("Error from server: db.acme.internal", "Error from server: [host]"),
        ("Error from server (x): db.acme.internal gone", "Error from server (x): [host] gone"),
        ("connection from db.acme.com", "connection from [host]"),
        ("app.default.svc.cluster.local", "[host]"),
        (
            "/subscriptions/01234567-89ab-4def-8123-456789abcdef/resourcegroups/write",
            "/subscriptions/[account]/resourcegroups/[account]",
        ),
        ("/usr/local/go-apps/acme/main.go:12", "[path]:12"),
        ("~/.ssh/acme_ed25519 is used", "[path] is used"),
        ("jane@1.5y.example.de", "[email]"),
        ("\"conversion\":\"10.7.31.9\"", "\"conversion\":\"[address]\""),
        ("firmware at 10.20.30.40", "firmware at [address]"),
        ("session opened for user jane by (uid=0)", "session opened for user [user] by (uid=0)"),
    ]);
}

#[test]
fn releases_flags_and_fields() {
    untouched(&[
        "Tool 1.7.12.4 Release Notes",
        "--ciphertext-file=a/ciphertext --plaintext-file='-'",
        "pub user: entry_target_1__bindgen_ty_1,",
        "    pub area_token: __u64,",
    ]);
}

#[test]
fn lists_of_ciphers() {
    untouched(&[
        "priority = \"NORMAL:+DHE-PSK:+PSK\"",
        "-cipher RSA-PSK:DHE-PSK:PSK",
        "'+PSK:!ECDHE-PSK:-RSA'",
        "\"+RSA-PSK:+AES-128-CBC\"",
    ]);
    all(&[
        ("WPA-PSK:KV9XQ8ZZ", "WPA-PSK:[secret]"),
        ("WPA-PSK: +KV9XQ8", "WPA-PSK: [secret]"),
        ("PSK:+KV9XQ8", "PSK:[secret]"),
        ("WPA-PSK:+kv9XQ8", "WPA-PSK:[secret]"),
    ]);
}

#[test]
fn handles_of_credentials() {
    untouched(&[
        "[sspi_AcquireCredentialsHandleW]: negotiate_init failed (no cache)",
        "FreeCredentialsHandle: SEC_E_INVALID_HANDLE1",
        "credentials_handle = 0x7f3a12c4d5e6f",
        "CredentialsHandleA: 0x7f3a12c4d5e6f",
    ]);
    all(&[("CredentialsA: kV9xQ8zz1", "CredentialsA: [secret]")]);
}

#[test]
fn versions_behind_what_they_are_of() {
    untouched(&[
        "deps: patch V8 to 10.2.154.23",
        "Upgrade to V8 5.0.71.52",
        "Downgrade rails to 4.2.11.3",
        "`'ed25519'` (OID 1.3.101.112)",
    ]);
    all(&[("V8 runs on 10.2.154.23", "V8 runs on [address]")]);
}

#[test]
fn modules_and_their_members() {
    untouched(&[
        "do not pass the host to http.request",
        "options of http2.connect to net.connect",
        "tls: proxy `handle.reading` back to its parent",
        "Added a proxy to ``httplib2.Http.connections``.",
        "Optimised `f32::{min, max}`",
        "the creation of a new server `Http2Session`.",
    ]);
}

#[test]
fn what_every_user_has() {
    untouched(&[
        "prepends per-user `bin` directories",
        "get the project for user cred (#12)",
        "the url of external account credentials (#11)",
    ]);
}

#[test]
fn members_versions_and_raw_strings_in_code() {
    untouched(&[
        "const node = edge.to || edge",
        "host = sys.argv[1]",
        "name_node = child.children[0]",
        "    \"minipass\": \"^7.1.3\",",
        "join(self.install, r'ATLMFC\\Include')",
        "class User: ...  # base of all User classes",
    ]);
    all(&[
        ("host = db.acme", "host = [host]"),
        ("host = db7.acme", "host = [host]"),
        ("host = acme.net", "host = [host]"),
    ]);
}
