//! Machines, people and accounts by the places that they stand in: resources of clouds, ids of machines, names that are
//! told once and stand elsewhere too, directories of Windows.

use aboveboard::{PrivateFacts, scrub};

use crate::examples::{all, same};

#[track_caller]
fn untouched(texts: &[&str]) {
    for text in texts {
        assert_eq!(scrub(text, &PrivateFacts::default()).text, *text);
    }
}

#[test]
fn resources_of_amazon() {
    all(&[
        ("terminating i-0f3a9c27be41d8650 now", "terminating [account] now"),
        ("Volume vol-0a1b2c3d4e5f60718 is in use", "Volume [account] is in use"),
        ("no route from subnet-9d4a297b to eni-0123456789abcdef1", "no route from [account] to [account]"),
        ("The security group 'sg-51530134' does not exist", "The security group '[account]' does not exist"),
        ("vpc-id=vpc-1a2b3c4d", "vpc-id=[account]"),
        ("/tgw-attach-0262a0e521EXAMPLE/", "/tgw-attach-0262a0e521EXAMPLE/"),
        ("S3Bucket=acme-releases,S3ObjectVersion=2", "S3Bucket=[account],S3ObjectVersion=2"),
        ("s3_bucket: \"acme-logs\"", "s3_bucket: \"[account]\""),
    ]);
    untouched(&[
        "vol-1234",
        "snap-20240117",
        "multi-deadbeef",
        "v1.2.0-4-g1a2b3c4d",
        "ami-0123456789abcdef",
        "app-7d9f8b6c5d-x2x4z",
        "s3_bucket = var.bucket_name",
        "s3_bucket = aws_s3_bucket.logs.id",
        "s3_bucket: ${BUCKET}",
        "bucket=5",
        "f\"arn:aws:s3:::{bucket}\"",
        "arn:aws:s3:::${BucketName}/*",
        "s3://{{ bucket }}/exports",
        "gs://$BUCKET/exports",
    ]);
}

#[test]
fn resources_of_google() {
    all(&[
        (
            "gcloud run deploy web --project acme-prod --region us-east1",
            "gcloud run deploy web --project [account] --region us-east1",
        ),
        ("gcloud --project=acme-prod builds list", "gcloud --project=[account] builds list"),
        ("pulling eu.gcr.io/acme-prod/web:v3", "pulling eu.gcr.io/[account]/web:v3"),
        (
            "europe-west3-docker.pkg.dev/acme-prod/images/web",
            "europe-west3-docker.pkg.dev/[account]/images/web",
        ),
        (
            "projects/acme-prod/locations/europe-west3/clusters/blue not found",
            "projects/[account]/locations/europe-west3/clusters/[account] not found",
        ),
        (
            "projects/acme-prod/zones/europe-west3-a/instances/web-7",
            "projects/[account]/zones/europe-west3-a/instances/[account]",
        ),
        ("project_id=acme-prod-417712 cluster_name=blue-2", "project_id=[account] cluster_name=[host]"),
    ]);
    untouched(&[
        "gcr.io/google-containers/pause:3.2",
        "gcr.io/distroless/static",
        "gcr.io/kaniko-project/executor:v1.9.0",
        "k8s.gcr.io/ingress-nginx/controller:v1.8.1",
        "us-docker.pkg.dev/google-samples/containers/gke/hello-app:1.0",
        "projects/debian-cloud/global/images/family/debian-12",
        "dotnet build --project web-app",
        "see /docs/clusters/overview",
        "npm run lint --project my-lib",
    ]);
}

#[test]
fn accounts_of_azure_in_a_sentence() {
    let id = "4f1d2c3b-5a69-4788-9b0a-1c2d3e4f5a6b";
    all(&[
        (&format!("the subscriptionId is {id}."), "the subscriptionId is [account]."),
        (&format!("the subscription id is {id}"), "the subscription id is [account]"),
        (&format!("our tenant is {id}"), "our tenant is [account]"),
    ]);
    untouched(&[
        &format!("the request id is {id}"),
        &format!("it is {id}"),
        "the request id is 0b1c2d3e4f5a69788796a5b4c3d2e1f0",
        "checksum 0b1c2d3e4f5a69788796a5b4c3d2e1f0 of the device",
    ]);
}

#[test]
fn ids_of_machines() {
    let id = "4f1d2c3b-5a69-4788-9b0a-1c2d3e4f5a6b";
    all(&[
        (&format!("machine-id {id}"), "machine-id [account]"),
        (&format!("\"deviceId\": \"{id}\""), "\"deviceId\": \"[account]\""),
        (&format!("device_id={id} os=linux"), "device_id=[account] os=linux"),
        ("Machine ID: 0b1c2d3e4f5a69788796a5b4c3d2e1f0", "Machine ID: [account]"),
        // machine-id(5)
        ("machine-id 0b1c2d3e4f5a69788796a5b4c3d2e1f0", "machine-id [account]"),
        ("our tenant is 0b1c2d3e4f5a69788796a5b4c3d2e1f0", "our tenant is [account]"),
        (&format!("GPU 0: NVIDIA A100 (UUID: GPU-{id})"), "GPU 0: NVIDIA A100 (UUID: GPU-[account])"),
        (&format!("MIG-{id}"), "MIG-[account]"),
        ("Serial Number: C39XK4QYHG7J", "Serial Number: [account]"),
        ("serial number C39XK4QYHG7J", "serial number [account]"),
        ("\"serialNumber\":\"5CG8123XYZ\"", "\"serialNumber\":\"[account]\""),
    ]);
    untouched(&[
        "Serial Number: 2024011701",
        "serial number 1234567890",
        "Serial Number: 4E5F3A1B9C8D7E6F",
        "Serial Number:\n            04:e4:5f",
        "device_id=0x10de",
        "device_id: cuda",
        &format!("trace-id {id}"),
    ]);
}

#[test]
fn hosts_that_could_not_be_reached() {
    all(&[
        ("could not resolve db02.prod.acme.co.uk", "could not resolve [host]"),
        ("Failed to connect db02.pay.acme.com", "Failed to connect [host]"),
        ("tls handshake with db02.acme.com failed", "tls handshake with [host] failed"),
        ("TLS handshake to vault.acme.com failed", "TLS handshake to [host] failed"),
        (
            "Cleartext HTTP communication to api.acme.nl not permitted",
            "Cleartext HTTP communication to [host] not permitted",
        ),
        ("domain=acme.com path=/", "domain=[host] path=/"),
        ("domain: \"shop.acme.de\"", "domain: \"[host]\""),
        ("eu.acme.com:8443", "[host]:8443"),
        ("can't reach mail.acme.com", "can't reach [host]"),
        ("could not reach raspberrypi.local", "could not reach [host]"),
        ("no route to printer.local.", "no route to [host]."),
        ("base_domain: acme.local", "base_domain: [host]"),
    ]);
    untouched(&[
        "Could not resolve com.acme.lib:core:1.0",
        "could not resolve module.vpc.id",
        "cannot resolve github.com",
        "resolve example.com first",
        "domain=example.com",
        "domain: cluster.local",
        "could not resolve settings.local",
        "no route to users.show",
        "connect signal.emit",
        "com.example.io:80",
        "unable to resolve lodash.js",
        "s3.amazonaws.com",
        "ec2.eu-central-1.amazonaws.com",
        "storage.googleapis.com",
        "management.azure.com",
    ]);
    all(&[
        ("acme-logs.s3.amazonaws.com", "[host].s3.amazonaws.com"),
        ("acme.storage.googleapis.com", "[host].storage.googleapis.com"),
    ]);
}

#[test]
fn customers_within_the_names_of_clouds() {
    all(&[
        ("GET https://acme-logs.s3.amazonaws.com/a.sql", "GET https://[host].s3.amazonaws.com/a.sql"),
        (
            "GET https://acme-logs.s3.eu-west-1.amazonaws.com/a",
            "GET https://[host].s3.eu-west-1.amazonaws.com/a",
        ),
        (
            "https://a.logs.s3.dualstack.eu-west-1.amazonaws.com",
            "https://[host].s3.dualstack.eu-west-1.amazonaws.com",
        ),
        (
            "http://acme.s3-website-eu-west-1.amazonaws.com/",
            "http://[host].s3-website-eu-west-1.amazonaws.com/",
        ),
        (
            "http://acme.s3-website.eu-west-3.amazonaws.com/",
            "http://[host].s3-website.eu-west-3.amazonaws.com/",
        ),
        (
            "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/v1",
            "https://[host].execute-api.eu-west-1.amazonaws.com/v1",
        ),
        ("https://acme.storage.googleapis.com/x", "https://[host].storage.googleapis.com/x"),
        ("https://acme.azure-api.net/x", "https://[host].azure-api.net/x"),
        ("GET https://web-k2x9-ew.a.run.app/x", "GET https://[host].run.app/x"),
        ("https://acme-prod.ondigitalocean.app/x", "https://[host].ondigitalocean.app/x"),
        ("https://0123-192-0-2-1.ngrok-free.app", "https://[host].ngrok-free.app"),
    ]);
    same(&[
        "https://s3.eu-west-1.amazonaws.com/aws-cli/x",
        "https://bucket.s3.us-west-2.amazonaws.com/key",
        "https://amzn-s3-demo-bucket.s3.us-west-2.amazonaws.com/photos",
        "https://my-bucket.s3.amazonaws.com",
        "https://storage.googleapis.com/kubernetes-release/x",
        "https://acme.app/download",
        "Visual Studio.app is damaged",
    ]);
}

#[test]
fn nodes_that_a_managed_kubernetes_has_named() {
    all(&[
        ("evicted from gke-main-pool-1-0f9e8d7c-k2x9", "evicted from [host]"),
        ("node \"gke-acme-default-pool-12345678-abcd\" is lost", "node \"[host]\" is lost"),
        ("10.2.0.4  aks-nodepool1-38112233-vmss000002  <none>", "[address]  [host]  <none>"),
    ]);
    same(&[
        "gke-cluster-0f9e8d7c",
        "gke-metadata-server-0f9e8d7-k2x9",
        "gke-acme-pool-0f9e8d7c-k2x90",
        "aks-nodepool1-vmss",
        "aks-engine-38112233-vmssfoo",
    ]);
}

#[test]
fn hosts_go_wherever_they_stand() {
    all(&[
        (
            "fatal: unable to access 'https://pages.acme.com/o/r/': Could not resolve host: pages.acme.com",
            "fatal: unable to access 'https://[host]/o/r/': Could not resolve host: [host]",
        ),
        (
            "Could not resolve host: pages.acme.com, retrying https://pages.acme.com/o/r and pages.acme.com.au",
            "Could not resolve host: [host], retrying https://[host]/o/r and pages.acme.com.au",
        ),
        ("GET https://pages.acme.com/ ok", "GET https://pages.acme.com/ ok"),
        ("user=jdoe2: the key of jdoe2 is gone", "user=[user]: the key of [user] is gone"),
        ("login: user=janedoe\nno directory of janedoe", "login: user=[user]\nno directory of [user]"),
        ("user=admin: the admin page", "user=[user]: the admin page"),
        ("password=hunter22, and hunter22 again", "password=[secret], and [secret] again"),
        ("arn:aws:iam::123456789012:root of 123456789012", "arn:aws:iam::[account]:[account] of [account]"),
        ("ssh: connect to host web-1 port 22: no web-1", "ssh: connect to host [host] port 22: no [host]"),
        ("redis://cache:6379 is the cache", "redis://[host]:6379 is the cache"),
    ]);
}

#[test]
fn lines_of_hosts() {
    all(&[
        ("10.2.0.9 web-3.acme.example web-3", "[address] [host] [host]"),
        ("10.2.0.9 web.example.com web", "[address] [host] [host]"),
    ]);
    untouched(&["1.2.0.9.1 web.example.com web"]);
}

#[test]
fn users_of_audits_and_domains() {
    all(&[
        ("uid=1000 AUID=\"jane\" UID=\"root\"", "uid=1000 AUID=\"[user]\" UID=\"root\""),
        ("EUID=\"jane\" GID=\"jane\"", "EUID=\"[user]\" GID=\"[user]\""),
        ("acme.local\\svc_backup logged on", "[user] logged on"),
        ("[+] corp.acme.com\\jane:Autumn2031 (Pwn3d!)", "[+] [user]:[secret] (Pwn3d!)"),
    ]);
    untouched(&[
        "AUID=\"unset\"",
        "UID=\"4f1d2c3b-5a69-4788-9b0a-1c2d3e4f5a6b\"",
        "GUID=\"jane\"",
        "uid=\"abcdef\"",
        "foo.com\\index.html",
        "acme\\.com\\b",
        "run app cache:user:clear now",
    ]);
}

#[test]
fn directories_of_users_on_windows() {
    all(&[
        ("at Users\\jane\\Documents\\plan.txt", "at [path]"),
        ("\\Device\\HarddiskVolume3\\Users\\jane\\app.exe failed", "[path] failed"),
        ("{\"p\": \"\\\\Device\\\\HarddiskVolume3\\\\Users\\\\jane\\\\app.exe\"}", "{\"p\": \"[path]\"}"),
        ("open \\Users\\jane\\x", "open [path]"),
        ("C:\\Windows\\Users\\jane\\x", "[path]"),
    ]);
    untouched(&[
        "App\\Users\\Controller",
        "\\Users\\%USERNAME%\\x",
        "Users\\<name>\\x",
        "Users\\{name}\\x",
        "namespace App\\Http\\Users\\Requests;",
        "\\Users\\Public\\Desktop",
    ]);
}

#[test]
fn credentials_of_urls() {
    all(&[
        ("http://jane:p@ss)@host:port", "http://[secret]@host:port"),
        ("http://jane:\u{1f511}\u{1f511}@host:port", "http://[secret]@host:port"),
        ("http://ACME\\nora:word@proxy.acme.com:8080", "http://[secret]@[host]:8080"),
        ("{\"u\":\"http://ACME\\\\nora:word@10.1.2.3/\"}", "{\"u\":\"http://[secret]@[address]/\"}"),
    ]);
    untouched(&[
        "https://x-access-token:${TOKEN}@github.com/acme/x.git",
        "https://oauth2:{token}@gitlab.com/acme/x.git",
        "https://<user>:<password>@github.com/x",
        "postgres://user:password@host:port/database",
    ]);
}

#[test]
fn what_every_system_has() {
    untouched(&[
        "tail -f /var/log/syslog",
        "find /var/log -name '*.gz'",
        "ls /var/lib/ /var/cache /var/lib/docker /var/www/html",
        "cat /etc/resolv.conf /etc/nginx/nginx.conf /etc/ssh/sshd_config",
        "daemon at unix:///var/run/docker.sock",
        "open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file",
        "PASSWORD=$(cat /run/secrets/db_password)",
        "ENV PATH=\"/usr/local/bin:${PATH}\"",
        "edit ~/.config/gh/hosts.yml and ~/.pypirc",
        "/System/Library/Frameworks/Foundation.framework/Foundation",
        "/usr/local/lib/node_modules/npm/bin/npm-cli.js",
        "File \"/usr/local/lib/python3.12/site-packages/requests/api.py\", line 59",
    ]);
    all(&[
        ("tail /var/log/acme/web.log", "tail [path]"),
        ("cat /etc/acme.conf /etc/nginx/conf.d/acme.conf", "cat [path] [path]"),
        ("ls /run/acme.sock /run/secrets/acme/db", "ls [path] [path]"),
        ("PATH=\"/usr/local/bin:/home/jane/bin\"", "PATH=\"/usr/local/bin:[path]\""),
        ("cat ~/.config/acme/hosts.yml", "cat [path]"),
        ("/usr/local/acme/bin/run", "[path]"),
        ("/usr/local/bin/deploy-acme", "[path]"),
        ("/Library/Acme/x.plist", "[path]"),
    ]);
}

#[test]
fn hosts_of_services_whatever_they_end_in() {
    all(&[
        ("dial tcp [de:ad:be:ef::ca:fe]:80", "dial tcp [[address]]:80"),
        ("jdbc:mysql://my.dbhost:3306/x?a=1", "jdbc:mysql://[host]:3306/x?a=1"),
        ("redis://main.cache:6379/0", "redis://[host]:6379/0"),
        ("amqp://queue.backend", "amqp://[host]"),
        (
            "pull 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app",
            "pull [host].dkr.ecr.cn-north-1.amazonaws.com.cn/app",
        ),
        (
            "https://acme-123456789012.d.codeartifact.eu-west-1.amazonaws.com/npm/x/",
            "https://[host].d.codeartifact.eu-west-1.amazonaws.com/npm/x/",
        ),
        ("https://conda.anaconda.org/t/jd-0a1b2c3d-45/acme/noarch", "https://conda.anaconda.org/t/[secret]"),
        (
            "Jun 17 17:22:21 mail-gw postfix/smtpd[4711]: connect",
            "Jun 17 17:22:21 [host] postfix/smtpd[4711]: connect",
        ),
    ]);
    untouched(&[
        "redis://localhost:6379",
        "postgres://db.example.com/x",
        "rv:1.9.1.7",
        "use fee::bad::cafe; abc::def(x)",
        "certificate is valid for kubernetes, kubernetes.default, kubernetes.default.svc, not x",
    ]);
}

#[test]
fn credentials_without_a_scheme() {
    all(&[
        ("connecting jane:opensesame@localhost:6379.", "connecting [secret]@localhost:6379."),
        ("REDIS=app:x9@cache:6379", "REDIS=[secret]@cache:6379"),
    ]);
    untouched(&[
        "user:password@host:port",
        "image app:1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ]);
}

#[test]
fn prompts_of_shells() {
    all(&[
        ("Janes-Mac:app jdoe$ docker build .", "[host]:app [user]$ docker build ."),
        ("jdoe@notebook ~/src/app> make", "[email] [path]> make"),
        ("jdoe@notebook /srv/app $ make", "[email] [path] $ make"),
    ]);
    untouched(&["a: b $ c", "total: 3$ each"]);
}

#[test]
fn accounts_that_are_piped() {
    all(&[
        ("echo 'root:opensesame' | chpasswd", "echo 'root:[secret]' | chpasswd"),
        ("RUN echo root:12345 | chpasswd && rm x", "RUN echo root:[secret] | chpasswd && rm x"),
        ("echo \"jane:x9!\" | sudo chpasswd", "echo \"jane:[secret]\" | sudo chpasswd"),
    ]);
    untouched(&["echo 'root:$PASSWORD' | chpasswd", "echo 'note: nothing' | cat"]);
}

#[test]
fn shares_of_windows_with_the_user_first() {
    all(&[(
        "net use \\\\10.0.0.5 /user:acme\\jane Winter2014",
        "net use \\\\[address] /user:[user] [secret]",
    )]);
}

#[test]
fn settings_of_npm() {
    all(&[("//npm.acme.com/api/npm/:username=jdoe", "//[host]/api/npm/:username=[user]")]);
    untouched(&[
        "rsync -a x user@host:/path/",
        "//npm.pkg.github.com/:_authToken=${TOKEN}",
        "//registry.npmjs.org/:always-auth=true",
        "// see acme.com/path",
    ]);
}

#[test]
fn domains_of_customers() {
    all(&[
        ("https://acme.eastus.kusto.windows.net/db", "https://[host].kusto.windows.net/db"),
        ("pull acme.azurecr.io/app:1", "pull [host].azurecr.io/app:1"),
        ("https://acme.okta.com/oauth2", "https://[host].okta.com/oauth2"),
    ]);
    untouched(&[
        "https://example.cloudfront.net/",
        "https://my-app.herokuapp.com/",
        "https://www.okta.com/",
        "https://docs.supabase.co/x",
    ]);
}

#[test]
fn ports_are_for_services_of_ones_own() {
    all(&[(
        "https://node7.acme.khaus:6443/v1-k3s/server-bootstrap: 500",
        "https://[host]:6443/v1-k3s/server-bootstrap: 500",
    )]);
    untouched(&["https://www.acme.net:443/"]);
}

#[test]
fn targets_of_copies() {
    all(&[
        ("jane@nas:/data is full", "[email]:/data is full"),
        ("ubuntu@devbox:/srv$ make", "[email]:/srv$ make"),
    ]);
}

#[test]
fn addresses_and_ports_with_dashes_between() {
    all(&[("channelId=10.0.0.1:9094-10.0.0.2:26985-41", "channelId=[address]:9094-[address]:26985-41")]);
    untouched(&["release app-10.4.0.2-1"]);
}

#[test]
fn more_than_one_at_sign() {
    all(&[
        ("URL='administrator@vsphere.local:Winter1!@10.0.0.9'", "URL='[secret]@[address]'"),
        ("kinit -k 'WEB-1$@ACME.LOCAL'", "kinit -k '[email]'"),
        ("jane@devbox's password:", "[email]'s password:"),
    ]);
}

#[test]
fn templates_before_a_host() {
    all(&[
        (
            "mongodb+srv://<user>:<password>@dev01-kxgnt.mongodb.net/x",
            "mongodb+srv://<user>:<password>@[host]/x",
        ),
        ("https://oauth2:<token>@gitlab.corp/x.git", "https://oauth2:<token>@[host]/x.git"),
    ]);
}

#[test]
fn codes_of_authorization() {
    all(&[
        ("GET /oauth/callback?code=ab12cd34ef56&state=x", "GET /oauth/callback?code=[secret]&state=x"),
        ("GET /login?code=ab12cd34ef56&state=x", "GET /login?code=[secret]&state=x"),
    ]);
    untouched(&["GET /shop?code=ab12cd34ef56", "exited with code=12", "/callback?code=200"]);
}

#[test]
fn bases_of_directories() {
    all(&[("-b \"dc=acme,dc=com\" uid", "-b \"dc=[host]\" uid")]);
    untouched(&["dc=example,dc=com", "dc=2"]);
}

#[test]
fn passwords_of_urls_with_quotes() {
    all(&[("https://jane:pass4';.!&*()=,$-+~@acme.com", "https://[secret]@[host]")]);
    untouched(&[
        "https://x-token-auth:*****@bitbucket.org/x",
        "https://username:\u{2022}\u{2022}\u{2022}@example.com",
    ]);
    all(&[(
        "{'url': 'https://one.acme.com:443', 'mail': 'jane@acme.com'}",
        "{'url': 'https://[host]:443', 'mail': '[email]'}",
    )]);
}

#[test]
fn accounts_in_names_and_settings() {
    all(&[
        ("cdk-hnb659fds-assets-123456789012-eu-west-1", "cdk-hnb659fds-assets-[account]-eu-west-1"),
        ("CDK_DEFAULT_ACCOUNT=123456789012", "CDK_DEFAULT_ACCOUNT=[account]"),
        ("defaultAccount: 123456789012,", "defaultAccount: [account],"),
        ("Enter the project ID [acme-web-123456]:", "Enter the project ID [[account]]:"),
    ]);
    untouched(&[
        "build-of-the-acme-web-20261130120000-eu-west",
        "sha-of-something-123456789012-and-more-1",
        "serviceAccount: web-1",
        "default_account: savings",
        "Enter the project ID [dependencies]:",
    ]);
}

#[test]
fn paths_behind_an_escape_and_hosts_of_the_first_region() {
    all(&[
        (
            "goroutine 1 [running]:\\n\\t/Users/jane/x.go:123 +0x1c",
            "goroutine 1 [running]:\\n\\t[path]:123 +0x1c",
        ),
        (
            "ssh -i key \\\nec2-203-0-113-7.compute-1.amazonaws.com",
            "ssh -i key \\\n[host].compute-1.amazonaws.com",
        ),
        ("fetch http://pypi.acme.net/simple/: 401", "fetch http://[host]/simple/: 401"),
        (
            "\"machine git.acme.net\\nlogin jane\\npassword s3cr3t\\n\"",
            "\"machine [host]\\nlogin jane\\npassword [secret]\\n\"",
        ),
    ]);
    untouched(&[
        "gsub(/-----BEGIN EC PRIVATE KEY-----.*?-----END EC PRIVATE KEY-----/m, x)",
        "egrep -o \"Pass:[^[:space:]]+\" $LOGFILE",
        "-credentials USER:PASSWORD   the header",
        "echo 'machine git.heroku.com login _ password %s'",
        "- source: github://pr#8203",
    ]);
}

#[test]
fn ids_that_machines_have_from_their_maker() {
    all(&[
        (
            "\"IOPlatformUUID\" = \"8E5A1C22-0B1D-5F6E-9C3A-7D4B2E1F0A99\"",
            "\"IOPlatformUUID\" = \"[account]\"",
        ),
        ("Hardware UUID: 8E5A1C22-0B1D-5F6E-9C3A-7D4B2E1F0A99", "Hardware UUID: [account]"),
        ("    systemUUID: 8e5a1c22-0b1d-5f6e-9c3a-7d4b2e1f0a99", "    systemUUID: [account]"),
    ]);
    untouched(&[
        "UUID: 8e5a1c22-0b1d-5f6e-9c3a-7d4b2e1f0a99",
        "hardware uuid: unknown",
        "request_uuid=8e5a1c22",
    ]);
}

#[test]
fn where_everybody_installs() {
    untouched(&["./configure --prefix=/usr/local", "below /usr/local/ and /usr", "cd /usr/local"]);
    all(&[("cd /usr/local/acme", "cd [path]")]);
}
