//! Hosts of services that organisations run for themselves.

use crate::examples::{all, same};

#[test]
fn hosts_are_called_after_what_runs_there() {
    all(&[
        ("could not clone https://git.acme.net/team/app.git", "could not clone https://[host]/team/app.git"),
        ("GET https://jenkins3.acme.net:8443/x 403", "GET https://[host]:8443/x 403"),
        ("https://vault-dev.acme.net/ui", "https://[host]/ui"),
        ("https://registry.eu.acme.net/app", "https://[host]/app"),
    ]);
    same(&[
        "see https://gitlab.com/acme/app",
        "https://registry.npmjs.org/left-pad",
        "https://registry.k8s.io/pause:3.9",
        "https://git.kernel.org/pub/scm/",
        "https://gitlab.gnome.org/GNOME/glib",
        "https://grafana.github.io/helm-charts",
        "https://git-scm.com/docs",
        "https://vault.example.com/ui",
        "https://jenkins.io/doc",
        "https://www.acme.net/git",
    ]);
}

#[test]
fn paths_tell_what_runs_there() {
    all(&[
        (
            "Head \"https://images.acme.net/v2/app/manifests/latest\": EOF",
            "Head \"https://[host]/v2/app/manifests/latest\": EOF",
        ),
        ("Get https://images.acme.net/v2/: unauthorized", "Get https://[host]/v2/: unauthorized"),
        ("https://repo.acme.net/artifactory/libs/", "https://[host]/artifactory/libs/"),
        ("https://keys.acme.net/v1/sys/health", "https://[host]/v1/sys/health"),
    ]);
    same(&[
        "https://registry-1.docker.io/v2/",
        "Get https://quay.io/v2/: EOF",
        "https://api.acme.net/v2/users",
        "https://ci.jenkins.io/job/x/",
    ]);
}

#[test]
fn projects_in_brackets() {
    all(&[(
        "Deploying container to Cloud Run service [web] in project [acme-prod-1] region [x]",
        "Deploying container to Cloud Run service [web] in project [[account]] region [x]",
    )]);
    same(&["an entry in project [dependencies] of it"]);
}
