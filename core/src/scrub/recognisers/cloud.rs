//! Accounts, projects, subscriptions and resources at cloud providers.

use super::token::Found;
use crate::scrub::text::class::{ALNUM, DIGIT, HEX, LETTER, LOWER, NAME, TOKEN, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, UUID, begins_with, consists_of, ends_in, has_any, holds, is_hexadecimal};

/// The name behind a group of resources: `/providers/Microsoft.Web/sites/name`.
fn azure_resource(text: Text<'_>, from: usize, spans: &mut Spans) {
    const PROVIDERS: &[u8] = b"/providers/Microsoft.";
    if !text.slice(from, from.wrapping_add(PROVIDERS.len())).eq_ignore_ascii_case(PROVIDERS) {
        return;
    }
    let provider = text.skip(from.wrapping_add(PROVIDERS.len()), NAME);
    let kind = text.skip(provider.wrapping_add(1), NAME);
    let start = kind.wrapping_add(1);
    let end = text.skip(start, TOKEN);
    if text.at(provider) == b'/' && text.at(kind) == b'/' && end > start {
        spans.push(text, start, end, Kind::Account, "azure-resource");
    }
}

/// Looks at the first colon of what may be an Amazon Resource Name: `arn:partition:service:region:account:resource`.
/// Account and resource go; what kind of thing it is stays.
pub(crate) fn amazon_resource_name(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let start = colon.wrapping_sub(3);
    if !text.starts_with(start, b"arn:aws") || is(text.before(start), ALNUM) || start < spans.floor() {
        return false;
    }
    let mut position = colon.wrapping_add(1);
    for _ in 0..3 {
        position = text.skip_within(position, position.saturating_add(32), NAME);
        if text.at(position) != b':' {
            return false;
        }
        position = position.wrapping_add(1);
    }
    let account_end = text.skip(position, NAME);
    if text.at(account_end) != b':' {
        return false;
    }
    if text.slice(position, account_end) == b"aws" {
        // Amazon's own.
        return true;
    }
    if account_end > position {
        spans.push(text, position, account_end, Kind::Account, "aws-account");
    }
    let resource = account_end.wrapping_add(1);
    // `{bucket}`, `${Bucket}` and `<bucket>` are to be filled in.
    if is_template(text, resource) {
        return true;
    }
    let mut end = resource;
    while is(text.at(end), TOKEN)
        || matches!(text.at(end), b'.' | b'/' | b':' | b'*' | b'+' | b'=' | b'@' | b'$' | b'%' | b'{' | b'}')
    {
        end = end.wrapping_add(1);
    }
    while end > resource && matches!(text.before(end), b'.' | b':' | b'}') {
        end = end.wrapping_sub(1);
    }
    if text.slice(resource, end) != b"*" {
        spans.push(text, resource, end, Kind::Account, "aws-resource");
    }
    true
}

/// Whether what begins at a position is to be filled in.
pub(crate) fn is_template(text: Text<'_>, start: usize) -> bool {
    matches!(text.at(start), b'{' | b'$' | b'<')
}

/// What the ids of Amazon's resources begin with (EC2, VPC, EBS, EFS), as their users' guides list them.
static AMAZON: Words = words!(
    "acl" "ami" "cgw" "dopt" "eigw" "eipalloc" "eipassoc" "eni" "eni-attach" "fs" "fsap" "fsmt" "fl" "i" "igw" "lt" "nat" "pcx"
    "rtb" "rtbassoc" "sg" "sgr" "snap" "subnet" "tgw" "tgw-attach" "tgw-rtb" "vgw" "vol" "vpc" "vpce" "vpce-svc" "vpn"
);

/// Looks at a token that may be the id of one: `i-0123456789abcdef0`, `vpc-0a1b2c3d` (hexadecimal, 17 digits, once 8).
/// Whatever stands before 8 of them is shorter than what has 17.
#[inline(never)]
pub(crate) fn amazon_resource(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let digits = end.wrapping_sub(if end.wrapping_sub(start) > 17 { 17 } else { 8 });
    let dash = digits.wrapping_sub(1);
    if text.at(dash) != b'-' {
        return None;
    }
    let id = text.slice(digits, end);
    // `snap-20240117` is of a day.
    let date = id.len() == 8 && id.starts_with(b"20") && consists_of(id, DIGIT);
    let sound = consists_of(id, HEX) && AMAZON.contains(text.slice(start, dash));
    (sound && !date).then_some((start, end, Kind::Account, "aws-resource"))
}

/// The longest identifier of a resource of Oracle's cloud.
const LONGEST_IDENTIFIER: usize = 255;

/// Looks at the first dot of what may be an identifier of Oracle's cloud: `ocid1.kind.realm.region.unique`.
pub(crate) fn oracle_identifier(text: Text<'_>, dot: usize, spans: &mut Spans) -> bool {
    let start = dot.wrapping_sub(5);
    if !text.starts_with(start, b"ocid1.") {
        return false;
    }
    let end = text.skip_within(dot, dot.saturating_add(LONGEST_IDENTIFIER), NAME);
    let last = text.skip_back(end, dot, TOKEN);
    let sound = end.wrapping_sub(last) >= 32 && last > dot && !is(text.at(end), NAME);
    if sound {
        spans.push(text, last, end, Kind::Account, "oracle-resource");
    }
    sound
}

/// Looks at the first part of the path after a cloud provider's host, where the provider puts whose it is: the account of
/// a queue (Amazon SQS), the tenant that somebody signs in to (Microsoft Entra), the project of a registry (Google).
#[inline(never)]
pub(crate) fn first_part(text: Text<'_>, host: &[u8], slash: usize, spans: &mut Spans) -> bool {
    let start = slash.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(64), TOKEN);
    let part = text.slice(start, end);
    let sound = match part.len() {
        12 if consists_of(part, DIGIT) => ends_in(host, ".amazonaws.com"),
        36 if is_hexadecimal(part, UUID) => {
            ends_in(host, "login.microsoftonline.com")
                || ["graph.windows.net", "login.windows.net", "sts.windows.net"]
                    .iter()
                    .any(|tenants| ends_in(host, tenants))
        }
        _ if is_own_project(part) => ends_in(host, "-docker.pkg.dev") || REGISTRIES.contains(host),
        _ => false,
    };
    if sound {
        spans.push(text, start, end, Kind::Account, "cloud-account");
    }
    // The name of the host may still be the customer's.
    sound && !ends_in(host, ".amazonaws.com")
}

/// Where the account lies in the name of what Amazon's tools make for one in a region:
/// `cdk-x-assets-123456789012-eu-west-1`.
#[cold]
pub(crate) fn account_in_name(text: Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let mut from = start;
    for part in text.slice(start, end).split(|byte| *byte == b'-') {
        let to = from.wrapping_add(part.len());
        if part.len() == 12 && consists_of(part, DIGIT) && from > start {
            return is_region(text.slice(to.wrapping_add(1), end)).then_some((from, to));
        }
        from = to.wrapping_add(1);
    }
    None
}

/// `eu-west-1`
fn is_region(name: &[u8]) -> bool {
    let mut parts = name.split(|byte| *byte == b'-');
    let mut next = |class| parts.next().filter(|part| consists_of(part, class)).map_or(0, <[u8]>::len);
    (next(LOWER), next(LOWER) > 3, next(DIGIT)) == (2, true, 1) && parts.next().is_none()
}

/// Whether a name is one that Google makes for a project: words, and a number at the end, or five hexadecimal digits.
pub(crate) fn is_generated_project(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
    let firebase = is_hexadecimal(last, &[5]) && has_any(last, DIGIT) && has_any(last, LETTER);
    if firebase && name.len() > 6 && is_own_project(name) {
        return true;
    }
    let digits = name.iter().rev().take_while(|byte| is(**byte, DIGIT)).count();
    let dash = name.len().wrapping_sub(digits).wrapping_sub(1);
    (6..=30).contains(&name.len()) && digits >= 4 && name.get(dash) == Some(&b'-') && consists_of(name, TOKEN)
}

/// Google's registries of projects; others under their domain (`k8s.gcr.io`, `mirror.gcr.io`) are for everybody.
static REGISTRIES: Words = words!("asia.gcr.io" "eu.gcr.io" "gcr.io" "us.gcr.io");
/// Projects from which everybody takes images; besides, those that are called after Google's own products.
static PUBLIC_PROJECTS: Words = words!(
    "bigquery-public-data" "centos-cloud" "cloudsql-docker" "cos-cloud" "debian-cloud" "deeplearning-platform-release" "go-containerregistry" "heptio-images"
    "istio-release" "istio-testing" "kaniko-project" "knative-releases" "kubeflow-images-public" "ml-pipeline"
    "rhel-cloud" "rocky-linux-cloud" "spark-operator" "stackdriver-agents" "suse-cloud" "tekton-releases" "ubuntu-os-cloud" "windows-cloud"
);
const PRODUCTS: &[&str] = &["cloud-", "gke-", "google-", "k8s-"];

/// Whether a name is that of a project of somebody's own: six to thirty small letters, digits and dashes, of which
/// words alone may as well be a kind of thing.
pub(crate) fn is_own_project(name: &[u8]) -> bool {
    (6..=30).contains(&name.len())
        && is(name.first().copied().unwrap_or(0), LOWER)
        && name.iter().all(|byte| is(*byte, LOWER | DIGIT) || *byte == b'-')
        && !consists_of(name, LETTER)
        && !PUBLIC_PROJECTS.contains(name)
        && !PRODUCTS.iter().any(|product| begins_with(name, product))
}

/// Kinds of Google's resources whose names follow them in a path.
static KINDS: Words = words!(
    "clusters" "connections" "databases" "disks" "functions" "instances" "keyrings" "networks" "nodepools" "repositories"
    "secrets" "services" "subnetworks" "subscriptions" "topics"
);

/// Whether a place and a project stand before such a kind: `projects/x/locations/y/clusters/`.
fn follows_project(before: &[u8]) -> bool {
    holds(before, b"projects/")
        && [&b"/locations/"[..], b"/zones/", b"/regions/", b"/global/"]
            .iter()
            .any(|place| holds(before, place))
}

/// Looks at a token that may be the name of a cluster as gcloud(1) writes it for kubectl: `gke_project_zone_cluster`.
pub(crate) fn cluster(text: Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    if !text.starts_with(start, b"gke_") {
        return None;
    }
    let project = start.wrapping_add(4);
    let parts = text.slice(project, end).split(|byte| *byte == b'_').filter(|part| !part.is_empty()).count();
    (parts == 3).then_some((project, end))
}

/// Whether a token is the name that a managed Kubernetes gives to a node: Google's `gke-cluster-pool-0f9e8d7c-k2x9`, Azure's
/// `aks-pool-12345678-vmss000002`.
#[inline(never)]
pub(crate) fn node(text: Text<'_>, start: usize, end: usize) -> bool {
    let name = text.slice(start, end);
    let mut parts = name.rsplit(|byte| *byte == b'-');
    let last = parts.next().unwrap_or_default();
    let group = parts.next().unwrap_or_default();
    // The service and the pool stand before these.
    let whole = parts.count() >= 2;
    let unique = |part: &[u8]| part.iter().all(|byte| is(*byte, LOWER | DIGIT));
    let google =
        || name.starts_with(b"gke-") && is_hexadecimal(group, &[8]) && last.len() == 4 && unique(last);
    let azure = || {
        let scaled = last.strip_prefix(b"vmss").is_some_and(|number| number.len() == 6 && unique(number));
        name.starts_with(b"aks-") && scaled && group.len() == 8 && consists_of(group, DIGIT)
    };
    whole && (google() || azure())
}

/// Kinds of resources that only Google's projects have.
static GOOGLES: Words = words!("serviceaccounts");

/// Whether a colon and one of the methods follow that only Google's projects have.
fn has_method(rest: &[u8]) -> bool {
    const METHODS: &[&[u8]] =
        &[b":getAncestry", b":getIamPolicy", b":setIamPolicy", b":testIamPermissions", b":undelete"];
    METHODS.iter().any(|method| rest.starts_with(method))
}

/// Looks at the slash after `projects` (Google) or `subscriptions` (Azure): the next part is the customer's.
#[inline(never)]
pub(crate) fn resource_path(text: Text<'_>, slash: usize, spans: &mut Spans) -> bool {
    let word = text.word_before(slash);
    let start = slash.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(64), TOKEN);
    let part = text.slice(start, end);
    let rule = if word.eq_ignore_ascii_case(b"subscriptions") {
        is_hexadecimal(part, UUID).then_some("azure-subscription")
    } else if word.eq_ignore_ascii_case(b"resourcegroups") {
        // `Microsoft.Resources/subscriptions/resourcegroups/write` is the name of an operation.
        let operation = ends_in(text.slice(slash.saturating_sub(32), slash), "subscriptions/resourcegroups");
        (!part.is_empty() && !operation).then_some("azure-resource-group")
    } else if word == b"billingAccounts" {
        is_hexadecimal(part, &[6; 3]).then_some("google-billing-account")
    } else if matches!(word, b"organizations" | b"folders") {
        (part.len() >= 10 && consists_of(part, DIGIT)).then_some("google-organization")
    } else if word == b"accounts" {
        // Cloudflare's, and Amazon's as its consoles write them.
        let sound = is_hexadecimal(part, &[32]) || (part.len() == 12 && consists_of(part, DIGIT));
        sound.then_some("cloud-account")
    } else if word == b"projects" {
        // Google: six to thirty lower-case letters, digits and dashes; or the project's number.
        let sound =
            (6..=30).contains(&part.len()) && part.iter().all(|byte| is(*byte, ALNUM) || *byte == b'-');
        let telling = part.iter().any(|byte| is(*byte, DIGIT) || *byte == b'-');
        // A kind of resource follows, not a file or nothing.
        let kind = end.wrapping_add(1);
        let kind = text.slice(kind, text.skip_within(kind, kind.saturating_add(64), NAME));
        // Other pages have projects as well.
        let before = slash.saturating_sub(word.len());
        let outside = text.before(before) != b'/'
            || holds(text.slice(before.saturating_sub(64), before), b"google")
            || GOOGLES.contains(kind);
        // `permission for 'projects/name'`, `The resource 'projects/name' was not found`, Terraform's `[id=projects/name]`
        let denied = matches!(text.at(end), b'\'' | b']')
            && [&b"permission for '"[..], b"esource '", b"[id="]
                .iter()
                .any(|words| text.slice(before.wrapping_sub(words.len()), before) == *words);
        // `projects/name:testIamPermissions`, a method of its own.
        let method =
            text.at(end) == b':' && has_method(text.slice(end, end.saturating_add(32).min(text.len())));
        let outside = outside || method;
        let followed =
            denied || method || (text.at(end) == b'/' && !kind.is_empty() && !kind.contains(&b'.'));
        let own = !PUBLIC_PROJECTS.contains(part);
        let number = consists_of(part, DIGIT)
            && holds(text.slice(before.saturating_sub(32), before), b"googleapis.com/");
        let named = sound && (telling || denied) && outside && followed && own;
        (named || number).then_some("google-project")
    } else if KINDS.contains(word) {
        let before = slash.wrapping_sub(word.len());
        // Everybody has a network called so.
        let own = !part.is_empty() && part != b"default";
        let sound = own && follows_project(text.slice(before.saturating_sub(96), before));
        sound.then_some("google-resource")
    } else {
        None
    };
    if let Some(rule) = rule {
        spans.push(text, start, end, Kind::Account, rule);
        if rule == "azure-resource-group" {
            azure_resource(text, end, spans);
        }
    }
    rule.is_some()
}
