//! Passwords that commands take by their place among their words, as their manual pages say.

use crate::examples::{all, same};

#[test]
fn words_of_a_command() {
    all(&[
        ("rabbitmqctl add_user app Zonq8V6JYj", "rabbitmqctl add_user app [secret]"),
        ("rabbitmqctl change_password app 'x 9'", "rabbitmqctl change_password app '[secret]'"),
        ("htpasswd -b .htpasswd jane Maple-b3d9", "htpasswd -b .htpasswd [user] [secret]"),
        ("htpasswd -nb admin Gran1te", "htpasswd -nb admin [secret]"),
        ("pulumi config set --secret dbPassword maple7", "pulumi config set --secret dbPassword [secret]"),
        ("pulumi config set dbPassword maple7 --secret", "pulumi config set dbPassword [secret] --secret"),
        (
            "ansible-vault encrypt_string 'maple' --name db",
            "ansible-vault encrypt_string '[secret]' --name db",
        ),
        ("$ ansible-vault encrypt_string m4ple", "$ ansible-vault encrypt_string [secret]"),
        ("docker build --secret id=npm,src=/home/jane/.npmrc", "docker build --secret id=npm,src=[path]"),
        ("docker build --secret=id=npm,src=/home/jane/.npmrc", "docker build --secret=id=npm,src=[path]"),
        ("tool --secret maple7", "tool --secret [secret]"),
        ("docker run image tool --secret maple7", "docker run image tool --secret [secret]"),
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
        "ansible-vault encrypt_string --stdin-name db",
        "docker build --secret id=npm,src=.npmrc .",
        "docker build --secret=id=npm,src=.npmrc .",
        "    --secret id=npm,env=NPM_TOKEN \\",
        "docker service create --secret source=db_password9,target=pw img",
        "pulumi config set region eu-west-1",
        "git checkout 2b922b2d4562e94d6cda82997cc9f03e535b87b6",
    ]);
}

#[test]
fn passwords_right_behind_a_letter() {
    all(&[
        ("mysqldump -psesame shop > shop.sql", "mysqldump -p[secret] shop > shop.sql"),
        ("$ mariadb -popen-sesame -e 'select 1'", "$ mariadb -p[secret] -e 'select 1'"),
        ("sudo mysqladmin -psesame shutdown", "sudo mysqladmin -p[secret] shutdown"),
        ("cd x && mysql -pSesame shop", "cd x && mysql -p[secret] shop"),
        ("/usr/bin/mysql -psesame shop", "/usr/bin/mysql -p[secret] shop"),
        ("D:\\Db\\MySQL.EXE -pSesame shop", "[path] -p[secret] shop"),
        ("\"C:\\Program Files\\MySQL\\bin\\mysql.exe\" -psesame shop", "\"[path]\" -p[secret] shop"),
        ("docker login -psesame registry", "docker login -p[secret] registry"),
        ("docker login -psecret registry", "docker login -p[secret] registry"),
        ("Docker.exe login -psecret registry", "Docker.exe login -p[secret] registry"),
        ("podman login -upaul -ppassword9 quay", "podman login -upaul -p[secret] quay"),
        ("7Z.EXE a -psesame4 all.7z x", "7Z.EXE a -p[secret] all.7z x"),
    ]);
    same(&[
        "restart mysql -pooling is off",
        "docker run -p8080:80 nginx",
        "docker run --name login -p 8080:80 nginx",
        "docker login -p8080:80",
        "tool -psecret registry",
        "tool -ppassword registry",
        "mysql -p shop",
        "mysql -p",
        "docker ps -password-less",
    ]);
}

#[test]
fn programs_in_any_case() {
    all(&[
        ("PSEXEC \\\\web9 -u boss -p sesame cmd", "PSEXEC \\\\[host] -u [user] -p [secret] cmd"),
        ("PsExec64.exe -u ACME\\boss -p sesame cmd", "PsExec64.exe -u [user] -p [secret] cmd"),
    ]);
    same(&["Ssh -port is no flag of theirs", "SSH -l is for logins", "Zip -Pages of it"]);
}

#[test]
fn values_of_an_initiator() {
    all(&[
        (
            "iscsiadm -m node -o update -n node.session.auth.password -v sesame",
            "iscsiadm -m node -o update -n node.session.auth.password -v [secret]",
        ),
        (
            "--name discovery.sendtargets.auth.password_in --value sesame",
            "--name discovery.sendtargets.auth.password_in --value [secret]",
        ),
        (
            "['-n', 'node.session.auth.password', '-v', 'sesame', 'x']",
            "['-n', 'node.session.auth.password', '-v', '[secret]', 'x']",
        ),
        ("'node.session.auth.password','-v','sesame'", "'node.session.auth.password','-v','[secret]'"),
    ]);
    same(&[
        "iscsiadm -m node -o update -n node.session.timeo.replacement_timeout -v 120",
        "-n node.session.auth.authmethod -v CHAP",
        "grep password -v file",
        "show node.session.auth.password -v",
    ]);
}

#[test]
fn commands_at_the_beginning_of_a_line() {
    all(&[
        ("useradd -m jdoe", "useradd -m [user]"),
        ("$ sudo userdel jdoe", "$ sudo userdel [user]"),
        ("set -e\nadduser jdoe", "set -e\nadduser [user]"),
        ("ssh web-1 uptime", "ssh [host] uptime"),
        ("ping -c 3 db1.acme.net", "ping -c 3 [host]"),
        ("$ telnet mail.acme.net 25", "$ telnet [host] 25"),
        ("kubectl drain worker-01 --force", "kubectl drain [host] --force"),
        ("kubectl get node worker-01", "kubectl get node [host]"),
        ("kubectl cordon worker-01", "kubectl cordon [host]"),
        ("sudo -u jdoe ls", "sudo -u [user] ls"),
    ]);
    same(&[
        "useradd failed with status 9 and nothing else was said about it at all",
        "usermod admin",
        "deluser will remove a non-system user",
        "chage - change user password expiry information",
        "chage [options] LOGIN",
        "ssh key is missing",
        "ping failed",
        "host key verification failed",
        "kubectl get pods",
        "kubectl drain failed",
        "dig is not installed",
        "telnet 10 times",
    ]);
}

#[test]
fn who_somebody_is_taken_for() {
    all(&[
        ("Authenticated as jdoe", "Authenticated as [user]"),
        ("Successfully authenticated as jdoe.", "Successfully authenticated as [user]."),
        ("Connection to web01 closed by remote host.", "Connection to [host] closed by remote host."),
        ("git config user.name \"Jane Doe\"", "git config user.name \"[user]\""),
    ]);
    same(&["not authenticated as expected", "Connection to the closed port", "Connection to server closed"]);
}

#[test]
fn accounts_that_commands_make_or_take() {
    all(&[
        ("net user /add jdoe hardToHack123$", "net user /add [user] [secret]"),
        ("net user jdoe Winter2014 /add", "net user [user] [secret] /add"),
        ("lftp -u jdoe,opensesame ftp://ftp.acme.net", "lftp -u [secret] ftp://ftp.acme.net"),
        ("nxc smb 10.0.0.2 -u audit -p 'x9!!!'", "nxc smb [address] -u audit -p '[secret]'"),
        ("hydra -l jdoe -p hunter2 db1 ssh", "hydra -l [user] -p [secret] db1 ssh"),
        ("Basic $(echo -n jdoe:oranges | base64)", "Basic $(echo -n jdoe:[secret] | base64)"),
    ]);
    same(&[
        "docker run -u node -p 3000:3000 app",
        "journalctl -u nginx -p err",
        "net user /add is not there",
    ]);
}

#[test]
fn properties_that_are_called_like_their_names() {
    all(&[
        ("connection-user=acme_user", "connection-user=[user]"),
        ("spring.datasource.password=acme_password", "spring.datasource.password=[secret]"),
        ("authpass => '123456789'", "authpass => '[secret]'"),
        ("filter (&(objectclass=account)(uid=jdoe))", "filter (&(objectclass=account)(uid=[user]))"),
        (
            "not found in the directory '94c3e67c-9e2d-4800-a6b7-635d97882165'",
            "not found in the directory '[account]'",
        ),
        ("Cannot find KDC for realm \"ACME.COMPANY.CLOUD\"", "Cannot find KDC for realm \"[host]\""),
    ]);
    same(&["user=current_user", "password=get_password", "bypass => '123456789'"]);
}

#[test]
fn prompts_of_macos() {
    all(&[
        ("web01:~ jane$ ls", "[host]:~ [user]$ ls"),
        ("C02AB12CD3EF:src jane$ make", "[host]:src [user]$ make"),
        ("db-prod-3:~ jane$ ls\nx", "[host]:~ [user]$ ls\nx"),
        ("web01:~ jane$", "[host]:~ [user]$"),
    ]);
    same(&["cost: 5 a$ b", "a b:c d$ e", "note:x y $z", "price:~ 5$ ok"]);
}

#[test]
fn credentials_that_sqlplus_is_told() {
    all(&[
        ("SQL> conn jane/meadow@xepdb1", "SQL> conn [secret]@xepdb1"),
        ("connect jane/meadow@db", "connect [secret]@db"),
        ("CONNECT jane/meadow@db;", "CONNECT [secret]@db;"),
        ("x\n  conn jane/kV9xQ8zz1@db", "x\n  conn [secret]@db"),
    ]);
    same(&[
        "to connect origin/main@abc",
        "reconnect jane/meadow@db",
        "connect acme/web",
        "we connect jane/meadow@db",
        "uses actions/checkout@main",
    ]);
}

#[test]
fn homes_of_users_that_a_command_is_given() {
    all(&[
        ("cd ~jane", "cd ~[user]"),
        ("ls ~jane", "ls ~[user]"),
        ("$ cd ~jane && ls", "$ cd ~[user] && ls"),
        ("\"cd ~jane\"", "\"cd ~[user]\""),
        ("sudo ls ~jane\nx", "sudo ls ~[user]\nx"),
    ]);
    same(&[
        "wait ~5 minutes",
        "~approx of it",
        "cd ~",
        "cd ~root",
        "a cd ~approx",
        "ls ~80 files",
        "cd ~some words",
        "music cd ~rock",
    ]);
}

#[test]
fn credentials_of_tables_of_other_databases() {
    all(&[
        (
            "SELECT * FROM mysql('db:3306', 'shop', 'orders', 'jane', 'meadow')",
            "SELECT * FROM mysql('db:3306', 'shop', 'orders', '[user]', '[secret]')",
        ),
        (
            "INSERT INTO FUNCTION postgresql('db:5432', 'shop', 'orders', 'jane', 'hunter2', 'public')",
            "INSERT INTO FUNCTION postgresql('db:5432', 'shop', 'orders', '[user]', '[secret]', 'public')",
        ),
    ]);
    same(&[
        "mysql('db', 'shop', 'orders')",
        "concat('a', 'b', 'c', 'jane', 'meadow')",
        "to_mysqls('a', 'b', 'c', 'jane', 'meadow')",
        "mysql(a, b, c, d, e)",
    ]);
}

#[test]
fn methods_of_projects_of_google() {
    all(&[
        ("POST /v1/projects/acme-38d78:testIamPermissions", "POST /v1/projects/[account]:testIamPermissions"),
        (
            "https://cloudresourcemanager.googleapis.com/v1/projects/acme-prod:getIamPolicy?alt=json",
            "https://cloudresourcemanager.googleapis.com/v1/projects/[account]:getIamPolicy?alt=json",
        ),
    ]);
    same(&[
        "/v1/projects/acme-prod:build",
        "/projects/web-app: ok",
        "/v1/projects/{id}:getIamPolicy",
        "projects/web:x",
    ]);
}

#[test]
fn what_clients_of_databases_are_given_behind_a_letter() {
    all(&[
        ("mysql -ujdoe -pMaple7 -h db-7 shop", "mysql -u[user] -p[secret] -h [host] shop"),
        ("tool -h ora-db2 -p 1521", "tool -h [host] -p 1521"),
        ("sqlcmd -S sql-9 -U jdoe -P maple", "sqlcmd -S [host] -U [user] -P [secret]"),
        ("beeline -n jdoe -p maple", "beeline -n [user] -p [secret]"),
        ("impala-shell -i imp-3:21000 -u jdoe", "impala-shell -i [host]:21000 -u [user]"),
        ("7z a -pmaple all.7z x", "7z a -p[secret] all.7z x"),
    ]);
    same(&[
        "mysql -uroot shop",
        "the mysql -update of it",
        "tool -usage",
        "tool -h words -p 80",
        "tool -h 2 -p 80",
        "nl -n ln -p x",
        "git log -S sql-9",
        "grep -i db-7 file",
    ]);
}

#[test]
fn keys_of_an_alias_of_minio() {
    all(&[
        (
            "mc alias set store https://s3.acme.net AKOPS mapleleaf",
            "mc alias set store https://s3.acme.net [secret] [secret]",
        ),
        (
            "$ mc config host add a-1 http://localhost:9000 ops 'm aple'",
            "$ mc config host add a-1 http://localhost:9000 [secret] '[secret]'",
        ),
    ]);
    same(&[
        "mc alias set store https://s3.acme.net $KEY $SECRET",
        "mc alias set store https://s3.acme.net",
        "mc alias set store https://s3.acme.net --api S3v4",
        "mc alias set ALIAS https://s3.acme.net <key> <secret>",
        "alias set of https://s3.acme.net two words",
    ]);
}

#[test]
fn users_and_passwords_of_tasks_of_windows() {
    all(&[
        (
            "schtasks /create /tn job /tr x.exe /ru jdoe /rp maple",
            "schtasks /create /tn job /tr x.exe /ru [user] /rp [secret]",
        ),
        ("SCHTASKS.EXE /Change /RP \"m aple\" /TN job", "SCHTASKS.EXE /Change /RP \"[secret]\" /TN job"),
    ]);
    same(&[
        "schtasks /create /tn job /ru SYSTEM",
        "schtasks /create /tn job /rp *",
        "schtasks /create /tn job /rp %PASSWORD%",
        "see /rp maple and /ru jdoe",
    ]);
}

#[test]
fn homes_in_the_file_system_of_hadoop() {
    all(&[
        ("hdfs dfs -ls /user/jdoe/in", "hdfs dfs -ls [path]"),
        ("hadoop fs -put x.csv /user/jdoe/x.csv", "hadoop fs -put x.csv [path]"),
    ]);
    same(&["GET /user/jdoe/in", "see hdfs, /user/guide/in"]);
}

#[test]
fn rules_of_sudoers() {
    all(&[
        ("jdoe ALL=(ALL) NOPASSWD: ALL", "[user] ALL=(ALL) NOPASSWD: ALL"),
        ("echo \"jdoe ALL=(ALL:ALL) ALL\"", "echo \"[user] ALL=(ALL:ALL) ALL\""),
    ]);
    same(&["root ALL=(ALL) ALL", "%wheel ALL=(ALL) ALL", "set ALL=(a) b", "x ALL=(y)"]);
}
