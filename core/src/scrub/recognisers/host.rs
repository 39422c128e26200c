//! Names of hosts: by a suffix that only internal names have, or by what stands before them.

use super::address::ipv4_end;
use super::{cloud, manual, message, reached, service};
use crate::scrub::text::class::{
    ALNUM, BEYOND, DIGIT, HOST, LETTER, LOWER, OPERATOR, PATH, QUOTE, SPACE, TOKEN, UPPER, is,
};
use crate::scrub::text::gate::Block;
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Union, Words, words};
use crate::scrub::text::{Text, begins_with, consists_of, ends_in, has_any, holds, is_crossed};

/// Last labels of internal names: ICANN's `internal`, RFC 6762's `local`, and what appendix G there lists. `home.arpa`
/// (RFC 8375) stands beside them.
/// The rule of names that are internal by their last label.
pub(crate) const INTERNAL_SUFFIX: &str = "internal-suffix";

static INTERNAL: Words = words!("internal" "intra" "intranet" "lan" "corp" "localdomain");
/// Words after which a name with dots is a host's.
static CONTEXT: Words = words!(
    "host" "hostname" "hosts" "server" "lookup" "enotfound" "eai_again" "node" "ssh" "ping" "fqdn" "machine"
    "peer" "upstream" "proxy" "broker" "namenode" "realm" "relay" "helo" "ehlo"
);
/// Top-level domains under which most names of hosts stand.
static TOP_LEVEL: Words = words!(
    "at" "au" "be" "biz" "br" "ca" "ch" "cloud" "cn" "co" "com" "cz" "de" "dev" "dk" "edu" "es" "eu" "fi"
    "fr" "gov" "ie" "in" "info" "int" "io" "it" "jp" "kr" "mil" "mx" "net" "nl" "no" "nz" "org" "pl" "pt"
    "ru" "se" "tech" "tw" "uk" "us" "xyz" "za"
);
/// First labels of names that are no machine's: public pages and packages.
static NO_MACHINES: Words = words!("java" "javax" "www");
/// First labels that are rather variables of a program.
static VARIABLES: Words =
    words!("config" "ctx" "module" "node" "options" "opts" "req" "request" "self" "this");
/// The same where there is nothing but one more label: `host.id`.
static OBJECTS: Words = words!("config" "host" "server" "user");
/// Last labels that are rather functions and members: `http.request`.
static MEMBERS: Words = words!(
    "close" "connect" "connection" "connections" "handle" "length" "listen" "method" "open" "read" "reading" "request"
    "requests" "response" "send" "write" "writing"
);
/// Words after which it only is where its ending is a top-level domain: what they speak of may be something else.
static WEAK_CONTEXT: Words =
    words!("connect" "connecting" "dial" "dialing" "domain" "reach" "reaching" "resolve" "resolving");
/// Words before the place where something happens.
static PLACES: Words = words!("on" "at" "to" "from" "by" "via" "with");
/// What happens there.
static VERBS: Words = words!(
    "communication" "connect" "connecting" "connected" "connection" "reconnect" "disconnected" "handshake" "reply"
);
/// Last labels that are endings of files rather than top-level domains.
static ENDINGS: Words = words!(
    "ac" "alias" "am" "bin" "build" "bz2" "c" "cc" "cfg" "cjs" "conf" "config" "cpp" "crt" "cs" "css" "csv"
    "deb" "diff" "dll" "exe" "go" "gz" "h" "hh" "hpp" "html" "img" "install" "jar" "java" "js" "json" "key"
    "lock" "log" "m4" "md" "mjs" "patch" "pc" "pem" "png" "properties" "py" "rb" "rpm" "rs" "service" "sh"
    "so" "sql" "sty" "tar" "texi" "tf" "toml" "ts" "txt" "whl" "xml" "xz" "yaml" "yml" "zip"
);

/// Domains of cloud providers in which the labels before name a customer's own machine, store or service.
static CUSTOMERS: Words = words!(
    "aivencloud.com" "amazoncognito.com" "appspot.com" "atlassian.net" "auth0.com" "awsapps.com" "azmk8s.io"
    "azure-api.net" "azure-devices.net" "azurecr.io" "azuredatabricks.net" "azurefd.net" "azurewebsites.net"
    "cache.amazonaws.com" "cloud.databricks.com" "cloudamqp.com" "cloudapp.azure.com" "cloudfront.net"
    "cloudfunctions.net" "cognitiveservices.azure.com" "compute-1.amazonaws.com" "compute.amazonaws.com" "confluent.cloud"
    "core.windows.net" "database.azure.com" "database.windows.net" "digitaloceanspaces.com"
    "documents.azure.com" "eks.amazonaws.com" "elasticbeanstalk.com" "elb.amazonaws.com" "es.amazonaws.com"
    "firebaseio.com" "fly.dev" "herokuapp.com" "ingest.de.sentry.io" "ingest.sentry.io"
    "ingest.us.sentry.io" "jfrog.io" "kusto.windows.net" "mongodb.net" "neon.tech" "ngrok-free.app"
    "ngrok.io" "nip.io" "okta.com" "ondigitalocean.app" "onmicrosoft.com" "openai.azure.com"
    "r2.cloudflarestorage.com" "rds.amazonaws.com" "redis.cache.windows.net" "run.app" "search.windows.net"
    "service-now.com" "servicebus.windows.net" "sharepoint.com" "snowflakecomputing.com" "sslip.io"
    "storage.googleapis.com" "supabase.co" "trafficmanager.net" "trycloudflare.com" "ts.net" "upstash.io" "vault.azure.net" "xip.io"
);
/// First labels that are the provider's own there, and what manuals call a bucket.
static NO_CUSTOMERS: Words = words!(
    "amzn-s3-demo-bucket" "api" "app" "bucket" "bucket-name" "bucketname" "dashboard" "developer" "doc-example-bucket" "docs"
    "help" "login" "mybucket" "status" "support" "www" "yourbucket"
);

/// What stands behind a customer's own label in Amazon's domain where the region or the service follows: registries,
/// buckets as virtual hosts and as sites, programming interfaces.
const OF_REGIONS: &[&[u8]] =
    &[b".dkr.ecr.", b".d.codeartifact.", b".execute-api.", b".s3.", b".s3-website", b".s3-accelerate."];

/// Values that name no host, or only the machine itself.
static NO_HOSTS: Words = words!("localhost" "true" "false" "none" "null" "unix" "host" "hostname");

/// Hosts where everybody keeps sources, packages and images.
static PUBLIC: Words = words!(
    "api.anthropic.com" "api.cloudflare.com" "api.github.com" "api.heroku.com" "api.openai.com" "api.stripe.com" "api.telegram.org"
    "apt.kubernetes.io" "archive.ubuntu.com" "auth.docker.io" "bitbucket.org" "charts.bitnami.com" "charts.jetstack.io"
    "codeberg.org" "codeload.github.com" "crates.io" "deb.debian.org" "dev.azure.com" "discord.com" "dl-cdn.alpinelinux.org"
    "dl.k8s.io" "docker.io" "download.docker.com" "files.pythonhosted.org" "gcr.io" "get.helm.sh" "get.k3s.io" "ghcr.io" "git.heroku.com"
    "github.com" "gitlab.com" "google.com" "graph.microsoft.com" "hooks.slack.com" "hub.docker.com" "huggingface.co"
    "index.crates.io" "k8s.gcr.io" "login.microsoftonline.com" "management.azure.com" "mcr.microsoft.com" "nodejs.org"
    "objects.githubusercontent.com" "packages.cloud.google.com" "pkgs.k8s.io" "plugins.gradle.org" "proxy.golang.org"
    "public.ecr.aws" "pypi.org" "quay.io" "raw.githubusercontent.com" "registry-1.docker.io" "registry.hub.docker.com"
    "registry.k8s.io" "registry.npmjs.org" "registry.terraform.io" "registry.yarnpkg.com" "releases.hashicorp.com"
    "repo.maven.apache.org" "repo1.maven.org" "rubygems.org" "security.debian.org" "security.ubuntu.com" "services.gradle.org"
    "slack.com" "ssh.dev.azure.com" "ssh.github.com" "static.crates.io" "storage.googleapis.com" "sum.golang.org" "test.pypi.org"
    "update.k3s.io" "upload.pypi.org" "www.google.com"
);
/// Internal names that are the same everywhere: Kubernetes' own server, and what containers call the machine they run on.
static EVERYWHERE: Words = words!(
    "gateway.docker.internal" "host.containers.internal" "host.docker.internal" "kubernetes" "kubernetes.default"
    "kubernetes.default.svc" "docker-for-desktop" "docker-desktop"
    "metadata.google.internal"
);
/// Domains of groups of Kubernetes' API, which look like hosts and are kinds of things: `networking.k8s.io`.
const GROUPS: &[&[u8]] = &[b".cert-manager.io", b".fluxcd.io", b".k8s.io"];

/// Domains in which a cloud provider has an address for each of its services, or one for each region.
const PROVIDERS: &[&str] = &[".amazonaws.com", ".googleapis.com"];

/// Whether a name is that of a service of a cloud provider, and no customer's in it: `s3.amazonaws.com`,
/// `ec2.eu-central-1.amazonaws.com`.
pub(crate) fn is_endpoint(name: &[u8]) -> bool {
    let Some(domain) = PROVIDERS.iter().find(|domain| ends_in(name, domain)) else { return false };
    let labels = name.get(..name.len().wrapping_sub(domain.len())).unwrap_or_default();
    // `api.ecr.eu-central-1.amazonaws.com`
    let beginning =
        [&b"api."[..], b"portal.", b"runtime."].iter().find_map(|part| labels.strip_prefix(*part));
    let mut labels = beginning.unwrap_or(labels).split(|byte| *byte == b'.');
    let is_region = |label: &[u8]| {
        // `s3-eu-west-1` is none.
        matches!(label, [one, two, b'-', .., last] if is(*one, LOWER) && is(*two, LOWER) && is(*last, DIGIT))
    };
    labels.next().is_some() && labels.next().is_none_or(is_region) && labels.next().is_none()
}

/// Whether a name is internal and the same everywhere.
pub(crate) fn is_everywhere(name: &[u8]) -> bool {
    // Of the domain that most clusters have.
    EVERYWHERE.contains(name.strip_suffix(b".cluster.local").unwrap_or(name))
}

/// Whether a name with such a last label is that of a group.
fn is_group(name: &[u8], last: &[u8]) -> bool {
    last == b"io" && GROUPS.iter().any(|group| name.ends_with(group))
}
/// Domains that nobody can have (RFC 2606).
static RESERVED: Words = words!("example" "invalid" "localhost" "test");

/// Whether what stands before the `@` before a host has been replaced. With anything else before it the two are one, and
/// `account` looks at them.
fn follows_credentials(text: Text<'_>, start: usize, spans: &Spans) -> bool {
    let at_sign = start.wrapping_sub(1);
    spans.floor() == at_sign || text.before(at_sign) == b']'
}

/// Looks at the first dot of what may be the name of a host.
#[inline]
pub(crate) fn recognise(text: Text<'_>, dot: usize, block: &Block, spans: &mut Spans) {
    let start = block.token_start(dot).max(spans.floor()).max(dot.saturating_sub(64));
    let before = text.before(start);
    if start == dot
        || is(before, BEYOND | TOKEN)
        || (before == b'.' && text.before(start.wrapping_sub(1)) != b'*')
        || matches!(before, b'$' | b'~' | b'\\' | b'&')
        || (before == b'@' && !follows_credentials(text, start, spans))
    {
        return;
    }
    let goes_on = end_of_labels(text, dot, block);
    let mut end = goes_on.unwrap_or_else(|| text.skip_within(dot, dot.saturating_add(255), HOST));
    if is(text.at(end), TOKEN) || text.at(end) == b'(' {
        // A function. Nothing of a name is taken off before these.
        return;
    }
    while end > dot && matches!(text.before(end), b'.' | b'-') {
        end = end.wrapping_sub(1);
    }
    let last = text.slice(text.skip_back(end, dot.wrapping_add(1), TOKEN), end);
    if last.len() < 2 || text.at(end) == b'-' {
        return;
    }
    let telling = TELLING.may_hold(last);
    if (telling || may_be_context(text, start)) && !text.slice(dot, end).contains(&b'_') {
        name(text, start, end, last, telling, spans);
    }
}

/// Where the labels end that begin at a dot, if they do in this block. They are tokens here, which may have underscores.
#[inline]
fn end_of_labels(text: Text<'_>, dot: usize, block: &Block) -> Option<usize> {
    let mut end = dot;
    while text.at(end) == b'.' {
        let label = end.wrapping_add(1);
        end = label.wrapping_add(block.token_length(label)?);
    }
    Some(end)
}

/// Looks at a name with a last label that says something, perhaps, or that stands where a host's may stand.
#[inline(never)]
fn name(text: Text<'_>, start: usize, end: usize, last: &[u8], telling: bool, spans: &mut Spans) {
    let name = text.slice(start, end);
    if text.at(end) == b'/' && cloud::first_part(text, name, end, spans) {
        return;
    }
    if text.at(end) == b'@' && text.before(start) == b'/' {
        // `service/host@REALM` is one, and the `@` has to do with it.
        return;
    }
    let (length, rule) = if let Some(length) = customer(name, last) {
        (length, "cloud-host")
    } else if telling
        && is_internal(name, last)
        && !VARIABLES.contains(first_label(name))
        && !is_everywhere(name)
    {
        (name.len(), INTERNAL_SUFFIX)
    } else if (in_context(text, start, spans.floor())
        || (telling && is_machine(text, start, end, last))
        || (LOCAL.contains(last) && reached::is_told(text, start, end)))
        && is_name(name, last)
        && !is_member(name, last)
        && !is_public(name)
        && !is_everywhere(name)
        && !is_group(name, last)
        && !is_endpoint(name)
        && !is_nobodys(name)
    {
        (name.len(), "host-context")
    } else {
        return;
    };
    spans.push(text, start, start.saturating_add(length), Kind::Host, rule);
    if text.word_before(start.wrapping_sub(1)) == b"machine" {
        manual::netrc(text, end, spans);
    }
}

fn first_label(name: &[u8]) -> &[u8] {
    name.split(|byte| *byte == b'.').next().unwrap_or_default()
}

/// Whether a name is rather a variable or a module of a program and its member.
fn is_member(name: &[u8], last: &[u8]) -> bool {
    let first = first_label(name);
    VARIABLES.contains(first) || (dots(name) == 1 && OBJECTS.contains(first)) || MEMBERS.contains(last)
}

/// Whether a name with one dot is as well that of a member of an object: of letters, and under no well-known domain.
fn is_object_and_member(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    dots(name) == 1 && name.iter().all(|byte| is(*byte, LETTER) || *byte == b'.') && !TOP_LEVEL.contains(last)
}

/// Last labels that say something by themselves.
static LOCAL: Words = words!("local");
static ARPA: Words = words!("arpa");
/// Those of services of Kubernetes and Consul.
static SERVICE: Words = words!("svc" "consul");
/// Those that name a host in the domain of a cloud provider, and mostly something else: `Safari.app`.
static OF_PROVIDERS: Words = words!("app");
static TELLING: Union = Union::of(&[&TOP_LEVEL, &INTERNAL, &LOCAL, &ARPA, &SERVICE, &OF_PROVIDERS]);

/// How much of a name is the customer's in the domain of a cloud provider.
fn customer(name: &[u8], last: &[u8]) -> Option<usize> {
    if !matches!(last, b"app" | b"cloud" | b"cn" | b"co" | b"com" | b"dev" | b"io" | b"net" | b"tech") {
        return None;
    }
    let service = if matches!(last, b"cn" | b"com") && holds(name, b".amazonaws.com") {
        OF_REGIONS.iter().find_map(|service| name.windows(service.len()).position(|part| part == *service))
    } else {
        None
    };
    let mut customers = name.iter().zip(0_usize..).filter(|(byte, _)| **byte == b'.').map(|(_, dot)| dot);
    let end = service.or_else(|| {
        customers.find(|dot| CUSTOMERS.contains(name.get(dot.wrapping_add(1)..).unwrap_or_default()))
    })?;
    let customer = name.get(..end)?;
    let called = !has_any(customer, DIGIT)
        && ["example", "my-", "your-"].iter().any(|word| begins_with(customer, word));
    (!called && !NO_CUSTOMERS.contains(customer) && !is_nobodys(name)).then_some(end)
}

/// Whether a customer's name has been left out in the domain of a cloud provider, or only says that it is one:
/// `xxx.ingest.sentry.io`, `myaccount.blob.core.windows.net`
#[inline]
fn is_nobodys(name: &[u8]) -> bool {
    matches!(name.first(), Some(b'x' | b'X' | b'a' | b'm' | b's' | b'y')) && lacks_customer(name)
}

#[cold]
fn lacks_customer(name: &[u8]) -> bool {
    let customer = first_label(name);
    let domain = name.get(customer.len().wrapping_add(1)..).unwrap_or_default();
    (is_crossed(customer) || SAMPLE_CUSTOMERS.contains(customer))
        && (CUSTOMERS.contains(domain) || ends_in(domain, ".core.windows.net"))
}

/// What manuals call a customer.
static SAMPLE_CUSTOMERS: Words = words!(
    "account" "accountname" "myaccount" "mystorageaccount" "storageaccount" "storageaccountname" "youraccount"
    "yourstorageaccount"
);

/// Whether something that separates a word from a name stands before it.
fn may_be_context(text: Text<'_>, start: usize) -> bool {
    matches!(text.before(start), b' ' | b':' | b'<' | b'(' | b'"' | b'\'' | b'`')
        && is(text.before(start.wrapping_sub(1)), LETTER | QUOTE | OPERATOR | SPACE)
}

fn is_internal(name: &[u8], last: &[u8]) -> bool {
    let labelled = || {
        name.split(|byte| *byte == b'.').skip(1).any(|label| INTERNAL.contains(label) || label == b"intern")
    };
    if INTERNAL.contains(last)
        || ends_in(name, ".home.arpa")
        || (TOP_LEVEL.contains(last) && dots(name) >= 2 && labelled())
    {
        return true;
    }
    if SERVICE.contains(last) {
        // `name.namespace.svc`, `name.node.consul`, `name.service.place.consul`
        let found = last == b"svc" || holds(name, b".node.") || holds(name, b".service.");
        return dots(name) > 1 && found && !TOP_LEVEL.contains(first_label(name));
    }
    // `settings.local` is a file; a machine's name has a dash, a number, or more than one dot.
    LOCAL.contains(last) && (dots(name) > 1 || name.iter().any(|byte| is(*byte, DIGIT) || *byte == b'-'))
}

/// Whether a name is one of a host, not of a file or a version.
fn is_name(name: &[u8], last: &[u8]) -> bool {
    let mixed = has_any(last, UPPER) && has_any(last, LOWER);
    consists_of(last, LETTER)
        && !mixed
        && !is_file(name)
        && !CONTEXT.contains(last)
        && !is_template(name, last)
        && name.split(|byte| *byte == b'.').all(|label| !label.is_empty() && label.len() < 64)
        && name.first().is_some_and(|byte| is(*byte, ALNUM))
        // `x.x.x.x`, where crosses stand in the place of numbers
        && name.iter().any(|byte| !matches!(byte, b'x' | b'X' | b'.'))
}

/// Whether a name ends as that of a file does.
pub(crate) fn is_file(name: &[u8]) -> bool {
    let ending = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    ending.len() < name.len() && ENDINGS.contains(ending)
}

/// Whether a name is that of a file from which another one is made: `config.h.in`.
fn is_template(name: &[u8], last: &[u8]) -> bool {
    last == b"in" && is_file(name.get(..name.len().saturating_sub(3)).unwrap_or_default())
}

/// What stands after the name of a machine: recaps and inventories of Ansible, greetings of mail servers, answers that host(1)
/// prints.
const FOLLOWERS: &[&[u8]] =
    &[b": ok=", b"ansible_", b"ESMTP", b"has address ", b"has IPv6 address ", b"mail is handled by "];

/// Whether a name under a well-known top-level domain is one of a machine: it stands alone, a port or an address follows
/// (`db.acme.com:5432`, `db.acme.com/10.0.0.1`), or something happens on, at, to or from it. Names that begin as they
/// should end (`com.example.Main`) are packages.
fn is_machine(text: Text<'_>, start: usize, end: usize, last: &[u8]) -> bool {
    if !TOP_LEVEL.contains(last) {
        return false;
    }
    let name = text.slice(start, end);
    let first = first_label(name);
    let after = end.wrapping_add(1);
    let port = text.at(end) == b':' && text.skip(after, DIGIT).wrapping_sub(after) >= 2;
    // Two letters may as well be those of a place: `eu.acme.com:443`.
    if (TOP_LEVEL.contains(first) && !(port && first.len() == 2)) || NO_MACHINES.contains(first) {
        return false;
    }
    let followed = match text.at(end) {
        b':' => port,
        b',' if text.before(start) == b',' => false,
        // `[name]:2222`, as OpenSSH keeps hosts with a port of their own.
        b']' => {
            text.before(start) == b'[' && text.at(after) == b':' && is(text.at(after.wrapping_add(1)), DIGIT)
        }
        // `name. 300 IN A`, a record of DNS.
        b'.' => {
            let number = text.skip(after, SPACE);
            let class = text.skip(text.skip(number, DIGIT), SPACE);
            class > number && number > after && text.starts_with(class, b"IN")
        }
        // `<name> ESTABLISH SSH CONNECTION FOR USER: jane`, as Ansible says it with `-vvv`.
        b'>' => {
            text.before(start) == b'<'
                && text.begins_line(start.wrapping_sub(1))
                && [&b" SSH: "[..], b" ESTABLISH ", b" EXEC ", b" PUT ", b" ("]
                    .iter()
                    .any(|next| text.starts_with(after, next))
        }
        b' ' => FOLLOWERS.iter().any(|next| text.starts_with(text.skip_blanks(end), next)),
        // `//name/path/:_authToken=...`, a line of npm's settings.
        b'/' if text.slice(start.wrapping_sub(2), start) == b"//"
            && text.begins_line(start.wrapping_sub(2)) =>
        {
            !service::is_open(name) && has_setting_of_npm(text, end)
        }
        b'/' if is(text.at(after), LOWER) => is_registry(text, start, name),
        b'/' | b'[' | b',' => is(text.at(after), DIGIT) && ipv4_end(text, after).is_some(),
        _ => false,
    };
    let alone = start == 0 && end == text.len();
    let named = || {
        // Public pages have names of letters alone.
        let numbered = first.iter().any(|byte| is(*byte, DIGIT) || *byte == b'-');
        numbered && PLACES.end_before(text, text.skip_blanks_back(start, start.saturating_sub(2)))
    };
    followed || (dots(name) >= 2 && (alone || named()))
}

/// Whether a name before a slash is that of a registry which somebody runs, in the reference of an image (the distribution
/// specification's): `docker pull registry.acme.net/x`, `image: harbor.acme.net/x:1`.
#[inline(never)]
fn is_registry(text: Text<'_>, start: usize, name: &[u8]) -> bool {
    let floor = start.saturating_sub(5);
    let mut end = start;
    while end > floor && (matches!(text.before(end), b' ' | b':' | b'=') || is(text.before(end), QUOTE)) {
        end = end.wrapping_sub(1);
    }
    let word = text.word_before(end);
    // `FROM x`, in a Dockerfile.
    let told = IMAGES.contains(word) || (word == b"FROM" && text.begins_line(end.wrapping_sub(4)));
    told && end < start && service::is_registry(name)
}

/// Words before the reference of an image.
static IMAGES: Words = words!("image" "pull" "push");

/// Whether a path goes on to one of the settings that npm has for each registry.
fn has_setting_of_npm(text: Text<'_>, slash: usize) -> bool {
    let end = text.skip_within(slash, slash.saturating_add(255), PATH);
    text.before(end) == b'/'
        && [&b":_"[..], b":username", b":email"].iter().any(|name| text.starts_with(end, name))
}

fn dots(name: &[u8]) -> usize {
    name.iter().filter(|byte| **byte == b'.').count()
}

/// Whether the word before, with a blank, a colon or a quote between, says that a host follows.
fn in_context(text: Text<'_>, start: usize, floor: usize) -> bool {
    let mut end = start;
    let floor = floor.max(start.saturating_sub(5));
    while end > floor
        && (matches!(text.before(end), b' ' | b':' | b'=' | b'<' | b'(') || is(text.before(end), QUOTE))
    {
        end = end.wrapping_sub(1);
    }
    // `Node(name.type)` is a call.
    let called = text.before(start) == b'(' && is(text.before(start.wrapping_sub(1)), ALNUM);
    if end == start || called {
        return false;
    }
    let word = text.word_before(end);
    if text.before(end) == b',' {
        // `kubelet, name`, the column of `kubectl describe` that says whose event it is.
        return text.word_before(end.wrapping_sub(1)) == b"kubelet";
    }
    if word == b"known" {
        // `Name or service not known: name`
        return ends_in(text.slice(end.wrapping_sub(17), end), "service not known");
    }
    let name = || text.slice(start, text.skip_within(start, start.saturating_add(255), HOST));
    if CONTEXT.contains(word) {
        // `lookup('name.of.plugin')` is a call, `node = edge.to` an assignment.
        let assigned = text.slice(end, start) == b" = " && is_object_and_member(name());
        return (word != b"lookup" || text.at(end) != b'(') && !assigned;
    }
    if WEAK_CONTEXT.contains(word) {
        // `Could not resolve com.acme:name:1.0` is of a package.
        return may_be_reached(name(), begins_with(word, "resolv"));
    }
    if word == b"is" {
        // `dnsmasq[7]: DHCP 10.0.0.5 is name`
        let address = end.wrapping_sub(3);
        let before = text.skip_back(address, address.saturating_sub(40), HOST | TOKEN);
        return text.slice(before.wrapping_sub(6), before) == b" DHCP ";
    }
    if word == b"login" {
        // `docker login registry.example.com`
        return LOGINS.end_before(text, end.wrapping_sub(b" login".len()));
    }
    if word == b"added" {
        // `Permanently added 'host' (ED25519) to the list of known hosts.`
        return text.word_before(end.wrapping_sub(6)) == b"Permanently";
    }
    if word == b"search" {
        // resolv.conf(5)
        let name_end = text.skip_within(start, start.saturating_add(255), HOST);
        return text.begins_line(end.wrapping_sub(6))
            && message::ends_line(text, name_end)
            && is_qualified(text.slice(start, name_end));
    }
    if word == b"h" {
        // `mysql -h db.example.com`
        return text.before(end.wrapping_sub(1)) == b'-';
    }
    if word == b"name" {
        // `could not translate host name "db.example.com" to address`, `server-name db.example.com`
        let blank = end.wrapping_sub(5);
        return matches!(text.at(blank), b' ' | b'-' | b'_') && CONTEXT.contains(text.word_before(blank));
    }
    // `server on 'db.example.com'`, `host at ...`, `connect to ...`, `connecting to ...`
    if !PLACES.contains(word) {
        return false;
    }
    let earlier = text.skip_blanks_back(end.wrapping_sub(word.len()), end.saturating_sub(12));
    let verb = text.word_before(earlier);
    if verb == b"route" {
        return may_be_reached(name(), false);
    }
    // `SELECT host FROM mysql.user`
    let speaks = || !word.eq_ignore_ascii_case(b"from") && !word.eq_ignore_ascii_case(b"with");
    (CONTEXT.contains(verb) && speaks()) || VERBS.contains(verb)
}

/// Programs that log in to registries, and what others call those.
static LOGINS: Words = words!("docker" "podman" "registry");

/// Whether a name behind a weak word is a host's: not that of a package, nor of a file that could not be resolved.
pub(crate) fn may_be_reached(name: &[u8], resolved: bool) -> bool {
    let name = name.strip_suffix(b".").unwrap_or(name);
    (is_qualified(name) && !TOP_LEVEL.contains(first_label(name))) || (!resolved && is_local(name))
}

/// What Windows calls machines that nobody has named, before a dash, and how many capitals and digits stand behind it.
const MADE: &[(&[u8], usize)] = &[(b"DESKTOP", 7), (b"LAPTOP", 7), (b"WIN", 11)];

/// Where the name of a machine ends, with its domain, that Windows has made up and that a token is: `DESKTOP-AB12CD3`.
#[inline(never)]
pub(crate) fn made_by_windows(text: Text<'_>, start: usize, end: usize) -> Option<usize> {
    let token = text.slice(start, end);
    let made = MADE.iter().find_map(|(kind, length)| {
        token.strip_prefix(*kind)?.strip_prefix(b"-").filter(|rest| rest.len() == *length)
    })?;
    // `DESKTOP-AB12CD3\jane` is looked at as a whole.
    let account = text.at(end) == b'\\' && is(text.at(end.wrapping_add(1)), ALNUM | OPERATOR);
    let sound = consists_of(made, UPPER | DIGIT) && has_any(made, UPPER) && has_any(made, DIGIT) && !account;
    let domain = text.skip_within(end, end.saturating_add(255), HOST);
    let qualified = has_domain(text.slice(start, domain)) || is_local(text.slice(start, domain));
    sound.then_some(if qualified { domain } else { end })
}

/// Whether a name is one that a machine gives itself (RFC 6762 section 3), where nothing else than a name can be.
pub(crate) fn is_local(name: &[u8]) -> bool {
    // `cluster.local` is the domain of every cluster of Kubernetes.
    let first = first_label(name);
    ends_in(name, ".local") && dots(name) == 1 && has_any(first, LETTER) && first != b"cluster"
}

/// Whether everybody keeps sources, packages or images there.
pub(crate) fn is_public(name: &[u8]) -> bool {
    PUBLIC.contains(name)
}

/// Whether a name with a domain is somebody's own, where nobody would write that of a page for everybody.
pub(crate) fn is_somebodys(name: &[u8]) -> bool {
    let mut labels = name.rsplit(|byte| *byte == b'.');
    let (last, domain) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let reserved = RESERVED.contains(last) || domain == b"example";
    name.contains(&b'.') && !reserved && is_host(name) && !PUBLIC.contains(name)
}

/// Whether a name with a domain is a host's that is not everybody's, also below one of those for examples, where somebody
/// signs in to it.
pub(crate) fn is_reached(name: &[u8]) -> bool {
    name.contains(&b'.')
        && !name.starts_with(b"example.")
        && is_host(name)
        && !is_public(name)
        && !is_nobodys(name)
}

/// The same where nothing but a host can be, whatever its name ends in: `redis://my.cache:6379`.
pub(crate) fn is_somebodys_service(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let somebodys = is_somebodys(name)
        || (name.contains(&b'.')
            && consists_of(name, HOST)
            && consists_of(last, LETTER)
            && last.len() >= 2
            && !RESERVED.contains(last)
            && !holds(name, b"example.")
            && !PUBLIC.contains(name));
    somebodys && !is_nobodys(name)
}

/// Whether a name is a host's with a domain, which is internal or under a well-known top-level domain, and nobody's example
/// (RFC 2606).
pub(crate) fn is_qualified(name: &[u8]) -> bool {
    has_domain(name) && !holds(name, b"example.")
}

/// The same, be it an example.
pub(crate) fn has_domain(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    last.len() < name.len() && (TOP_LEVEL.contains(last) || INTERNAL.contains(last)) && is_host(name)
}

/// Whether a value can be the name of a host where its name says that it is one. The machine itself tells nothing.
pub(crate) fn is_host(value: &[u8]) -> bool {
    // Only names of a single label have underscores, as those of containers do.
    let single = !value.contains(&b'.');
    let sound = value.iter().all(|byte| is(*byte, HOST) || (single && *byte == b'_'));
    let first = value.first().is_some_and(|byte| is(*byte, ALNUM));
    let letters = has_any(value, LETTER);
    let last = value.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let named = last.len() == value.len() || is_name(value, last);
    sound && first && letters && named && !NO_HOSTS.contains(value)
}
