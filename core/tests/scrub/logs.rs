//! Hosts in the lines of system logs.

use crate::examples::{all, same};

#[test]
fn logs_and_answers_that_name_a_host() {
    all(&[
        (
            "Dec 14 19:07:49 juniper kubelet[9114]: E1214 19:07:49.862262 pod failed",
            "Dec 14 19:07:49 [host] kubelet[9114]: E1214 19:07:49.862262 pod failed",
        ),
        ("<docker2.acme.com> ESTABLISH SSH CONNECTION", "<[host]> ESTABLISH SSH CONNECTION"),
        ("<docker2.acme.com> SSH: EXEC ssh -C", "<[host]> SSH: EXEC ssh -C"),
        ("db1.acme.net has address 10.0.0.1", "[host] has address [address]"),
        ("db1.acme.net has IPv6 address 2001:db8::1", "[host] has IPv6 address [address]"),
        ("to=<x>; helo=<WIN-4TTI4DH8SGH>", "to=<x>; helo=<[host]>"),
    ]);
}

#[test]
fn more_hosts_in_logs() {
    all(&[
        ("feb 29 03:48:51 mimmi sshd[1707]: ready", "feb 29 03:48:51 [host] sshd[1707]: ready"),
        ("dnsmasq[7]: DHCP 192.168.0.79 is notebook.homedomain", "dnsmasq[7]: DHCP [address] is [host]"),
        ("EHLO notebook-t480", "EHLO [host]"),
        ("Login failed for user 'DESKTOP-FL4FSA2\\A'.", "Login failed for user '[user]'."),
    ]);
    same(&["failed to reach api.telegram.org: ETIMEDOUT", "could not resolve host: deb.debian.org"]);
}

#[test]
fn services_of_mail_servers_and_drivers() {
    all(&[
        (
            "Aug 13 12:23:49 casonas postfix/smtpd[29547]: ready",
            "Aug 13 12:23:49 [host] postfix/smtpd[29547]: ready",
        ),
        ("jdbc:oracle:thin:@//ora02_vip:1551/X", "jdbc:oracle:thin:@//[host]:1551/X"),
        (
            "does not have permission to access projects instance [acme-dev:testIam]",
            "does not have permission to access projects instance [[account]:testIam]",
        ),
        (
            "Permission denied on resource project acmedev.",
            "Permission denied on resource project [account].",
        ),
    ]);
    same(&["Permission denied on resource project", "the permission to access projects"]);
}

#[test]
fn the_column_of_hosts_in_quotes_and_behind_names() {
    all(&[
        (
            "f(\"Jun  1 12:35:58 web01 sudo: pam_unix(sudo:session): x\")",
            "f(\"Jun  1 12:35:58 [host] sudo: pam_unix(sudo:session): x\")",
        ),
        ("line=\"Apr 27 11:01:19 phoenix sudo: x\"", "line=\"Apr 27 11:01:19 [host] sudo: x\""),
        ("auth.log:Jun 30 18:03:28 phoenix sshd[7]: x", "auth.log:Jun 30 18:03:28 [host] sshd[7]: x"),
        (
            "2026-08-05T19:43:39.778346+01:00 phoenix sudo: x",
            "2026-08-05T19:43:39.778346+01:00 [host] sudo: x",
        ),
    ]);
    same(&[
        "built on Jun  1 12:35:58 2026 by make",
        "at Jun  1 12:35:58 info main[7]: x",
        "2026-08-05T19:43:39Z info main[7]: x",
        "Jun  1 12:35:58 UTC 2026",
    ]);
}
