//! Hosts of services that organisations run for themselves: what runs there gives its name to the host
//! (`https://gitlab.acme.net/`), or is told by the path (`https://build.acme.net/artifactory/...`).

use super::host::is_somebodys;
use crate::scrub::text::class::{DIGIT, PATH, is};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, holds};

/// Whether the host of a URL is one, whose name lies between `start` and `end` and whose path begins at `path`.
#[inline(never)]
pub(crate) fn is_own(text: Text<'_>, start: usize, end: usize, path: usize) -> bool {
    let name = text.slice(start, end);
    let name = name.strip_suffix(b".").unwrap_or(name);
    (is_called(name) || has_port(text, end, path) || has_path(text, path))
        && is_somebodys(name)
        && !is_open(name)
}

/// Whether a port is told that is none of those of pages for everybody: `https://one.acme.net:6443`.
fn has_port(text: Text<'_>, start: usize, end: usize) -> bool {
    let port = text.slice(start, end);
    port.len() > 2 && port != b":443" && port != b":80"
}

/// Whether a host in a domain is called after what runs there: `vault.acme.net`, `gitlab-2.acme.net`, `jenkins3.acme.net`.
fn is_called(name: &[u8]) -> bool {
    let label = name.split(|byte| *byte == b'.').next().unwrap_or_default();
    let dots = name.iter().filter(|byte| **byte == b'.').count();
    dots >= 2 && is_called_service(label)
}

/// Whether a label is the name of such a service, perhaps with a number or something else behind it.
fn is_called_service(label: &[u8]) -> bool {
    let word = label.split(|byte| *byte == b'-').next().unwrap_or_default();
    let number = word.iter().rev().take_while(|byte| is(**byte, DIGIT)).count();
    SERVICES.contains(word.get(..word.len().saturating_sub(number)).unwrap_or_default())
}

/// Whether a host is called after what registries are, in one of its labels, and is not for everybody:
/// `docker.gitlab.acme.net`.
pub(crate) fn is_registry(name: &[u8]) -> bool {
    let mut labels = name.rsplit(|byte| *byte == b'.').skip(2);
    labels.any(is_called_service) && is_somebodys(name) && !is_open(name)
}

/// Whether a path is one of such a service's programming interface.
fn has_path(text: Text<'_>, path: usize) -> bool {
    if text.at(path) != b'/' {
        return false;
    }
    if text.starts_with(path, b"/v2/") {
        // The distribution specification's: alone, or of an image.
        let end = text.skip_within(path, path.saturating_add(256), PATH);
        let rest = text.slice(path.wrapping_add(4), end);
        return rest.is_empty() || IMAGES.iter().any(|part| holds(rest, part));
    }
    PATHS.iter().any(|beginning| text.starts_with(path, beginning))
}

/// Whether a host stands under a domain where everybody reads and downloads.
pub(crate) fn is_open(name: &[u8]) -> bool {
    let above = name.rsplitn(3, |byte| *byte == b'.').nth(2);
    let domain = above.and_then(|above| name.get(above.len().saturating_add(1)..)).unwrap_or(name);
    OPEN.contains(domain)
}

/// What such services are called.
static SERVICES: Words = words!(
    "alertmanager" "argocd" "artifactory" "awx" "bitbucket" "confluence" "consul" "ghe" "git" "gitea" "github" "gitlab"
    "grafana" "harbor" "intranet" "jenkins" "jira" "keycloak" "kibana" "ldap" "mattermost" "minio" "nexus" "nomad" "prometheus"
    "proxmox" "pypi" "rancher" "reg" "registry" "rundeck" "sentry" "sonar" "sonarqube" "sso" "svn" "teamcity" "vault" "vpn"
    "youtrack" "zabbix"
);
/// How paths begin: of Artifactory, Jira, GitLab, Kubernetes, Rancher, Vault, Consul, Grafana, Jenkins, Nexus, and of
/// indexes of Python's packages (PEP 503).
const PATHS: &[&[u8]] = &[
    b"/api/dashboards/",
    b"/api/datasources/",
    b"/api/npm/",
    b"/api/pypi/",
    b"/api/v1/namespaces/",
    b"/api/v4/",
    b"/apis/apps/",
    b"/artifactory/",
    b"/job/",
    b"/k8s/clusters/",
    b"/nexus/",
    b"/rest/api/",
    b"/simple/",
    b"/v1/agent/",
    b"/v1/auth/",
    b"/v1/catalog/",
    b"/v1/kv/",
    b"/v1/sys/",
    b"/v3/import/",
];
/// Parts of paths of images.
const IMAGES: &[&[u8]] = &[b"/manifests/", b"/blobs/", b"/tags/list"];
/// Domains under which services of such names are for everybody.
static OPEN: Words = words!(
    "alpinelinux.org" "amazonaws.com" "apache.org" "archlinux.org" "atlassian.com" "amazon.com" "centos.org" "chromium.org"
    "cloudflare.com" "cncf.io" "codehaus.org" "cpan.org" "crunchydata.com" "debian.org" "docker.com" "docker.io" "dpkg.org" "eclipse.org" "elastic.co"
    "fedoraproject.org" "freebsd.org" "freedesktop.org" "gentoo.org" "github.com" "github.io" "gitlab.com" "gitlab.io"
    "gnome.org" "gnu.org" "google.com" "googleapis.com" "googlesource.com" "grafana.com" "grafana.net" "hashicorp.com" "haskell.org" "ibm.com"
    "jenkins-ci.org" "jenkins.io" "jetbrains.com" "k8s.io" "inria.fr" "kde.org" "kernel.org" "kitware.com" "kubernetes.io" "launchpad.net" "libreoffice.org"
    "linuxfoundation.org" "manjaro.org" "mariadb.org" "maven.org" "microsoft.com" "mongodb.org" "mozilla.org" "musl-libc.org" "nodejs.org" "netbsd.org" "npmjs.com" "npmjs.org"
    "openbsd.org" "opendev.org" "openstack.org" "opensuse.org" "postgresql.org" "python.org" "qt.io" "rancher.com" "rancher.io"
    "readthedocs.io" "redhat.com" "redhat.io" "redox-os.org" "rockylinux.org" "sentry.io" "sonatype.org" "sourceforge.net" "sr.ht" "suse.com"
    "terraform.io" "torproject.org" "ubuntu.com" "videolan.org" "w3.org" "wikimedia.org" "yarnpkg.com" "yoctoproject.org"
    "zx2c4.com"
);
