//! Passwords that commands take by their place among their words, as their manual pages say.

use crate::examples::all;

#[track_caller]
fn same(texts: &[&str]) {
    for text in texts {
        all(&[(text, text)]);
    }
}

#[test]
fn words_of_a_command() {
    all(&[
        ("rabbitmqctl add_user app Zonq8V6JYj", "rabbitmqctl add_user app [secret]"),
        ("rabbitmqctl change_password app 'x 9'", "rabbitmqctl change_password app '[secret]'"),
        ("htpasswd -b .htpasswd jane Maple-b3d9", "htpasswd -b .htpasswd [user] [secret]"),
        ("htpasswd -nb admin Gran1te", "htpasswd -nb admin [secret]"),
        ("curl -u ops:\"$PASSWORD\" http://localhost", "curl -u [user]:\"$PASSWORD\" http://localhost"),
        ("curl -u ops:\"two words\" http://api:8080", "curl -u [secret] http://[host]:8080"),
    ]);
    same(&[
        "rabbitmqctl add_user username password",
        "rabbitmqctl list_users app9x name2y",
        "rabbitmqctl add_user app \"$PASSWORD\"",
        "htpasswd -b passwordfile username password",
        "htpasswd -c .htpasswd admin",
        "htpasswd -b .htpasswd admin \"$PASSWORD\"",
        "net user admin * /add",
        "net user admin /add",
        "net localgroup Administrators admin /add",
        "lftp -u admin sftp://localhost",
        "sqlcmd -PORT",
        "nmap -P0 -Pn -PS22",
        "encrypt_string 'uzAMie6' is what it does",
        "git checkout 2b922b2d4562e94d6cda82997cc9f03e535b87b6",
    ]);
}
