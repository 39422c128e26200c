//! What stands for a secret, a user or a host and is none: variables, templates, patterns, samples, masks.

use crate::examples::all;
use crate::innocent::untouched;

#[test]
fn variables_that_are_left_to_the_shell() {
    untouched(&[
        "\tmysqladmin -uroot -p$$MYSQL_ROOT_PASSWORD ping",
        "test: redis-cli -a $$CACHE_PASS ping",
        "curl --token $${DEPLOY_TOKEN} https://api.example.com/",
        "\tAPI_TOKEN=$$(cat token) ./deploy",
        "password: \"$$DB_PASSWORD\"",
    ]);
    all(&[
        ("password: $$horse", "password: [secret]"),
        ("password: $$Kx8PQz7mm", "password: [secret]"),
        ("password: \"$${9x!\"", "password: \"[secret]\""),
    ]);
}

#[test]
fn variables_behind_users_that_everybody_has() {
    untouched(&[
        "git clone https://deploy:${MIRROR_TOKEN}@gitlab.com/group/tool.git",
        "git clone https://gitlab-ci-token:${CI_JOB_TOKEN}@gitlab.com/group/tool.git",
        "git push https://ci:$PUSH_TOKEN@github.com/group/tool.git",
        "DATABASE_URL=postgres://postgres:${DB_PASSWORD}@localhost:5432/app",
        "amqp://guest:{password}@localhost/",
    ]);
    all(&[
        ("https://jane:${MIRROR_TOKEN}@gitlab.com/x.git", "https://[secret]@gitlab.com/x.git"),
        ("https://deploy:kV9xQ8zz1@gitlab.com/x.git", "https://[secret]@gitlab.com/x.git"),
        ("https://deploy:$kV9xQ8@gitlab.com/x.git", "https://[secret]@gitlab.com/x.git"),
        ("https://deploy:${TOKEN}@git.acme.com/x.git", "https://deploy:${TOKEN}@[host]/x.git"),
    ]);
}

#[test]
fn templates_behind_a_name_in_a_url() {
    untouched(&["https://bot:<access_token>@<server>/group/tool.git", "https://bot:<token>@{host}/"]);
    all(&[
        ("https://build7:<port>/status", "https://[host]:<port>/status"),
        ("https://jdoe:<token>@git.acme.com/x", "https://[secret]@[host]/x"),
    ]);
}

#[test]
fn what_manuals_write_behind_the_prefix_of_a_provider() {
    untouched(&[
        "GITLAB_TOKEN=glpat-your_token",
        "export SLACK_BOT_TOKEN=xoxb-your-bot-token",
        "openai_api_key: \"sk-proj-your-openai-key\"",
        "ghp_YOUR_PERSONAL_TOKEN",
        "curl 'https://api.example.com/?access_token=gho_your_token'",
        "glpat-your-gitlab-token",
    ]);
    all(&[
        ("GITLAB_TOKEN=glpat-yourself", "GITLAB_TOKEN=[secret]"),
        ("GITLAB_TOKEN=glpat-your-k3y", "GITLAB_TOKEN=[secret]"),
        ("GITLAB_TOKEN=love-your-garden", "GITLAB_TOKEN=[secret]"),
        ("got xoxb-mind-your-1234567890", "got [secret]"),
    ]);
}

#[test]
fn values_that_are_their_own_names() {
    untouched(&[
        "ACCESS_TOKEN = \"access_token\"",
        "export DB_PASSWORD=db_password",
        "{\"client-secret\": \"client_secret\"}",
        "const refreshToken = 'refreshToken';",
        "API_KEY: \"api-key\"",
    ]);
    all(&[
        ("ACCESS_TOKEN = \"access_token1\"", "ACCESS_TOKEN = \"[secret]\""),
        ("export DB_PASSWORD=db_passwort", "export DB_PASSWORD=[secret]"),
        ("client_secret: \"clientXsecret\"", "client_secret: \"[secret]\""),
    ]);
}

#[test]
fn credentials_and_names_of_nothing_but_crosses() {
    untouched(&[
        "SENTRY_DSN=https://xxxxxx@xxxxx.ingest.sentry.io/xxxx",
        "redis://xxx:xxxx@localhost:6379/0",
        "server XXXX.rds.amazonaws.com",
    ]);
    all(&[
        ("https://xxxx@o4711.ingest.sentry.io/12", "https://xxxx@[host]/12"),
        ("https://x@git.acme.com/", "https://[secret]@[host]/"),
        ("xxxx.c9akciq32.eu-west-1.rds.amazonaws.com", "[host].rds.amazonaws.com"),
        ("redis://xxx:kV9xQ8zz1@localhost:6379/0", "redis://[secret]@localhost:6379/0"),
        ("https://xx9x@xxxx.ingest.sentry.io/1", "https://[secret]@xxxx.ingest.sentry.io/1"),
    ]);
}

#[test]
fn users_that_everybody_has_in_the_directory_of_an_example() {
    untouched(&[
        "ldapadd -D \"cn=admin,dc=example,dc=org\" -W -f x.ldif",
        "binddn cn=root,dc=example,dc=com",
        "base: uid=test,ou=people,dc=Example,dc=net",
    ]);
    all(&[
        ("binddn cn=jdoe,dc=example,dc=com", "binddn cn=[user],dc=[host]"),
        ("binddn cn=admin,dc=acme,dc=com", "binddn cn=[user],dc=[host]"),
        ("binddn cn=admin,dc=examples,dc=com", "binddn cn=[user],dc=[host]"),
        ("binddn cn=admin,dc=eu,dc=example,dc=com", "binddn cn=[user],dc=[host]"),
    ]);
}

#[test]
fn regular_expressions() {
    untouched(&[
        "s/^masterauth .*$/masterauth ${cache_password}/",
        "sub(r'(?i)api-key:\\s*[a-z0-9+/]{32}', 'gone', line)",
        "password=\\S+",
        "{\"pattern\": \"token=\\\\w+\"}",
        "token = '\\d{6}'",
        "secret: \"[^\\s\\\"]+\"",
        "client_secret = \"[A-Za-z0-9]{32,64}\"",
        "password: \"^.{12,}$\"",
        "api_token = '(?P<token>x)'",
        "api_token = '(?i)bearer'",
        "password = '.+?'",
        "token: [a-z0-9]{24}",
    ]);
    all(&[
        ("passwords: [k-q9V8x, wR7pLk3n]", "passwords: [[secret], [secret]]"),
        ("passwords: [k-q9V8x]", "passwords: [[secret]]"),
        ("password: \".*kV9xQ8\"", "password: \"[secret]\""),
        ("password: \".9*kV9x\"", "password: \"[secret]\""),
        ("password: \"\\\\dkV9x\"", "password: \"[secret]\""),
        ("password: \"[A-kV9x]Q8\"", "password: \"[secret]\""),
        ("password: \"[^kV9xQ8\"", "password: \"[secret]\""),
        ("password: \"(?9kV9xQ8)\"", "password: \"[secret]\""),
        ("password: \"^kV9xQ8.{2}\"", "password: \"[secret]\""),
    ]);
}

#[test]
fn secrets_that_are_masked_or_made_of_filler() {
    untouched(&[
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "AKIAXXXXXXXXXXXXXXXX",
        "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxx",
        "api_key = '00000000-0000-0000-0000-000000000000'",
        "https://user:***@***/repo.git",
        "https://x-access-token:***@***/acme/widgets",
        "Set-Cookie: theme=; Max-Age=0",
        "echo \"::add-mask::$VALUE\"",
        "Authorization: AWS4-HMAC-SHA256 Credential=ASIA*******/20240102/eu-west-1/s3/aws4_request, SignedHeaders=host",
        "token: placeholder",
        "self.client_secret = Placeholder if self.client_secret else None",
    ]);
    all(&[
        ("AKIAXXXXXXXXXXXXXXXZ", "[secret]"),
        ("token: placeholder9", "token: [secret]"),
        (
            "Authorization: AWS4-HMAC-SHA256 Credential=ASIA****K7QX/20240102/eu-west-1/s3/aws4_request",
            "Authorization: AWS4-HMAC-SHA256 Credential=[secret]",
        ),
        ("password: abcd****/kV9xQ8", "password: [secret]"),
        ("https://jdoe:***@db.acme.internal/x.git", "https://[secret]@[host]/x.git"),
        ("Cookie: theme=; session=kV9xQ8zz1", "Cookie: [secret]"),
        ("Set-Cookie: theme=dark; Max-Age=0", "Set-Cookie: [secret]"),
        ("echo \"::add-mask::kV9xQ8zz1\"", "echo \"::add-mask::[secret]\""),
        ("echo '::add-mask::it is \"x\" 9'", "echo '::add-mask::[secret]'"),
        ("::add-mask::kV9x \"Q8zz1\"", "::add-mask::[secret]"),
    ]);
}

#[test]
fn addresses_whose_numbers_are_crossed_out() {
    untouched(&["mysql -h xx.xx.xx.xx -P 3306", "host: X.X.X.X", "--server=xxx.xxx.xxx.xxx"]);
    all(&[
        ("mysql -h x.xdb.xx -P 3306", "mysql -h [host] -P 3306"),
        ("--server=xenon.x.net", "--server=[host]"),
    ]);
}

#[test]
fn templates_in_addresses_that_are_secrets() {
    untouched(&[
        "f'https://api.telegram.org/bot{self.token}/getUpdates'",
        "https://api.telegram.org/bot${TELEGRAM}/sendPhoto?chat_id=1",
        "f\"https://api.telegram.org/bot{os.environ['TELEGRAM']}/getMe\"",
        "https://api.telegram.org/bot$TELEGRAM/getMe",
        "https://hooks.slack.com/services/T.../B.../...",
        "https://hooks.slack.com/services/xxx/xxx/xxxxxxxx",
        "https://discord.com/api/webhooks/{webhook_id}/{webhook_token}",
    ]);
    all(&[
        (
            "https://discord.com/api/webhooks/{webhook_id}/kV9xQ8zz1wR7pLk3",
            "https://discord.com/api/webhooks/[secret]",
        ),
        (
            "https://hooks.slack.com/services/T.../B0KV9XQ8Z/...",
            "https://hooks.slack.com/services/[secret]...",
        ),
        (
            "https://hooks.slack.com/services/T.../B.../kVxQzwRpLkBnMtYcHdGfJsQa",
            "https://hooks.slack.com/services/[secret]",
        ),
        ("https://hooks.slack.com/services/one/two/three", "https://hooks.slack.com/services/[secret]"),
        ("https://api.telegram.org/bot7{TOKEN}/getMe", "https://api.telegram.org/bot[secret]"),
    ]);
}

#[test]
fn variables_whose_dollar_is_escaped() {
    untouched(&[
        "helm install --set x=1 --token=\\${RELEASE_TOKEN}",
        "ssh host \"mysql -u root --password=\\$DB_PASS\"",
        "{\"run\": \"login --token=\\\\${release_token}\"}",
        "sshpass -p '\\$(cat_it)' ssh box",
    ]);
    all(&[
        ("--password '\\$ecret'", "--password '[secret]'"),
        ("--password '\\$9KV'", "--password '[secret]'"),
        ("--password '\\kV9xQ8'", "--password '[secret]'"),
    ]);
}

#[test]
fn hosts_before_ports_that_are_called_what_they_are() {
    untouched(&[
        "https_proxy=http://proxyserver:port",
        "http://SERVER_ADDRESS:PORT/",
        "http://remoteHost:port/x",
    ]);
    all(&[
        ("http://proxyaddress:3128", "http://[host]:3128"),
        ("http://kestrel:port", "http://[host]:port"),
        ("http://proxy7:port", "http://[host]:port"),
        ("http://proxyserver:portal", "http://[host]:portal"),
    ]);
}

#[test]
fn kinds_of_secrets_in_a_list() {
    untouched(&[
        "modes = [\"OPEN\", \"WPA2-PSK\", \"WPA3-PSK\", \"WPA2/WPA3-PSK\"]",
        "[\"OPEN\",\"WPA2-PSK\",\"WPA3-PSK\",\"WPA2/WPA3-PSK \"]",
    ]);
    all(&[
        ("(\"WPA2-PSK\", \"KV9XQ8ZZ\")", "(\"WPA2-PSK\", \"[secret]\")"),
        ("(\"WPA2-PSK\", \"kv9x-PSK\")", "(\"WPA2-PSK\", \"[secret]\")"),
        ("[\"WPA2-PSK\",\"KV9XQ8ZZ\"]", "[\"WPA2-PSK\",\"[secret]\"]"),
        ("[\"X-API-KEY\",\"KV9XQ8/ZZ-Q\"]", "[\"X-API-KEY\",\"[secret]\"]"),
    ]);
}

#[test]
fn cookies_that_only_templates_have() {
    untouched(&[
        "\"Set-Cookie: theme=%s; Path=/; Max-Age=%ld\\r\\n\"",
        "Set-Cookie: sid=...; Path=/; SameSite=Lax",
        "Cookie: sid={sid}; csrf=${csrf}",
        "Cookie: sid=<sid>",
        "{\"Cookie\": \"sid=$SID\"}",
        "\"Set-Cookie\": \"sid=%(sid)s; Domain=example.com; HttpOnly\"",
    ]);
    all(&[
        ("Set-Cookie: sid=%s; csrf=kV9xQ8zz1", "Set-Cookie: [secret]"),
        ("Cookie: sessionid=...; kV9xQ8zz1", "Cookie: [secret]"),
        ("Cookie: path=kV9xQ8zz1", "Cookie: [secret]"),
        ("Set-Cookie: theme=1; Secure", "Set-Cookie: [secret]"),
        ("Cookie: sid=%4kV9xQ8zz1", "Cookie: [secret]"),
    ]);
}

#[test]
fn arguments_that_have_another_word_for_a_password() {
    untouched(&[
        "connect(host, user=user, password=passwd)",
        "connect(passwd=password, db=name)",
        "open(auth_password=pwd)",
        "curl -u guest:passwd localhost",
    ]);
    all(&[
        ("connect(host, password=passwd1)", "connect(host, password=[secret])"),
        ("connect(host, password=\"passwd9\")", "connect(host, password=\"[secret]\")"),
        ("connect(host, password=hunters)", "connect(host, password=[secret])"),
        ("DB_PASSWORD=passwd", "DB_PASSWORD=[secret]"),
    ]);
}

#[test]
fn prefixes_with_a_few_crosses_behind_them() {
    untouched(&["export SLACK_TOKEN=xoxb-xxx", "api_key: \"sk-proj-xxxx\"", "GITLAB_TOKEN=glpat-XXX"]);
    all(&[
        ("export SLACK_TOKEN=xoxb-xx", "export SLACK_TOKEN=[secret]"),
        ("export SLACK_TOKEN=xo9b-xxx", "export SLACK_TOKEN=[secret]"),
        ("export SLACK_TOKEN=xoxbxxx", "export SLACK_TOKEN=[secret]"),
        ("export SLACK_TOKEN=somebodys-secret-xxx", "export SLACK_TOKEN=[secret]"),
    ]);
}

#[test]
fn customers_that_are_called_what_they_are() {
    untouched(&[
        "https://mystorageaccount.queue.core.windows.net/jobs",
        "https://youraccount.snowflakecomputing.com",
        "https://xxxx.table.core.windows.net/",
        "server account.documents.azure.com",
    ]);
    all(&[
        ("https://mystorageaccount7.queue.core.windows.net/jobs", "https://[host].core.windows.net/jobs"),
        ("https://accounting.blob.core.windows.net/x", "https://[host].core.windows.net/x"),
        ("https://acme.blob.core.windows.net/x", "https://[host].core.windows.net/x"),
    ]);
}

#[test]
fn names_between_the_brackets_of_a_template() {
    untouched(&[
        "Authorization: Basic <base64(userName:userPassword)>",
        "-H 'Authorization: Basic <b64encode(apikey:anything)>'",
        "<client_id:client_secret> <user_key:token>",
    ]);
    all(&[
        ("Authorization: Basic <base64(token:kV9xQ8zz1)>", "Authorization: Basic <base64(token:[secret]"),
        ("<token:hunters>", "<token:[secret]"),
        ("base64(token:hunter2)>", "base64(token:[secret]"),
    ]);
}

#[test]
fn values_that_are_their_own_names_run_together() {
    untouched(&["api_token: APITOKEN", "export DB_PASSWORD=DBPASSWORD", "client-secret = \"CLIENTSECRET\""]);
    all(&[
        ("api_token: APITOKENS", "api_token: [secret]"),
        ("api_token: apitoken", "api_token: [secret]"),
        ("password: PASSWORT", "password: [secret]"),
        ("client_secret: CLIENTSECRE", "client_secret: [secret]"),
    ]);
}

#[test]
fn templates_in_the_directory_of_an_example() {
    untouched(&[
        "filter: uid=%s,ou=people,dc=example,dc=org",
        "bind_dn = \"cn={login},dc=eu,dc=Example,dc=net\"",
        "cn=$NAME,dc=example,dc=com",
    ]);
    all(&[
        ("filter: uid=%s,ou=people,dc=acme,dc=org", "filter: uid=%s,ou=people,dc=[host]"),
        ("bind_dn = \"cn=jdoe,dc=eu,dc=example,dc=net\"", "bind_dn = \"cn=[user],dc=[host]\""),
    ]);
}

#[test]
fn what_only_stands_for_a_secret() {
    untouched(&["GOOGLE_APPLICATION_CREDENTIALS=/path/to/key.json"]);
    untouched(&["s/password=[^&]*/password=***/g", "sed 's/token=[^&]*/token=REDACTED/g' x"]);
    all(&[("password=kV9xQ8/g", "password=[secret]")]);
}

#[test]
fn expressions_and_commands() {
    untouched(&[
        "const token = session?.accessToken;",
        "let password = user?.credentials?.password ?? other;",
        "const apiKey = config?.keys?.[0];",
        "$Password = Read-Host -AsSecureString",
        "$token = Get-AzAccessToken",
        "credential_source = Ec2InstanceMetadata",
        "print_meta: LF token = 13 '<0x0A>'",
    ]);
    all(&[
        ("token = kV9x?.Q8z", "token = [secret]"),
        ("token=abc?.9x7", "token=[secret]"),
        ("Password = Grey-Heron", "Password = [secret]"),
        ("$token = \"Grey-Heron\"", "$token = \"[secret]\""),
    ]);
}

#[test]
fn names_that_git_changed() {
    untouched(&[
        " rename src/{secret.rs => secrets/mod.rs} (92%)",
        " rename {secrets => tokens}/mod.rs (100%)",
        " rename a/password.go => b/password.go (100%)",
    ]);
    all(&[("{secret => kV9xQ8z}", "{secret => [secret]}")]);
}
