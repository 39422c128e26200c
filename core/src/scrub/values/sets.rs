//! The words that the names of values consist of, in sets by what they say there. [`names`](super::names) puts them together.

use super::vocabulary::{self, Vocabulary, list};

/// Words that make a secret of a value wherever they stand in its name.
const ANYWHERE: &[&str] = list!(
    "password" "passwords" "passwd" "pwd" "passphrase" "passcode" "apikey" "privatekey" "privkey"
    "credential" "credentials" "creds" "adgangskode" "contrasena" "heslo" "kennwort" "passord" "passwort" "salasana" "senha"
    "wachtwoord"
);
/// Words that do so at the end.
const LAST: &[&str] = list!(
    "authorization" "accesskey" "authtok" "bearer" "crumb" "csrf" "cvv" "jwt" "otp" "pass" "pw" "sas" "secretkey" "token" "totp"
    "xsrf" "bindpw" "dbpass" "destkeypass" "deststorepass" "keypass" "mdp" "passe" "psk" "requirepass" "srckeypass"
    "srcstorepass" "storepass" "userpass" "authtoken" "accesstoken" "authkey" "accountkey" "instrumentationkey" "sharedaccesskey"
    "dockercfg" "dockerconfigjson" "passkey" "psw" "pswd" "rootpw" "seedphrase" "sshpass" "sshkey" "jsessionid" "phpsessid"
);
/// Words that rather do so at the end.
const PERHAPS: &[&str] = list!(
    "auth" "hmac" "mfa" "mnemonic" "otpcode" "pin" "sessid" "session" "sessionid" "sig" "signature" "tokens"
);
/// Words that say who does something.
const ACTORS: &[&str] = list!("actor" "login");
/// What was done to something, before `by`.
const DEEDS: &[&str] = list!(
    "approved" "assigned" "created" "deleted" "invited" "modified" "requested" "submitted" "triggered" "updated"
);
/// Words at the end that make a key of what looks like one.
const KEYISH: &[&str] = list!("access" "accessid" "api" "key" "oauth" "pat" "response" "sid");
/// The same wherever they stand.
const KEYISH_ANYWHERE: &[&str] = list!("access" "api" "auth" "key" "oauth" "token");
/// Words before `key` that make it one that opens nothing.
const NO_KEYS: &[&str] = list!(
    "bucket" "cache" "foreign" "group" "hot" "idx" "index" "map" "natural" "object" "partition" "primary"
    "pub" "public" "registry" "row" "schema" "sequence" "sort" "translation" "column"
);
/// Words before `key` that make it one that opens something.
const KEYS: &[&str] = list!(
    "access" "account" "admin" "api" "app" "application" "auth" "client" "consumer" "crypt" "database" "db"
    "deploy" "developer" "encryption" "function" "functions" "host" "ingest" "insert" "hmac" "license" "master" "priv" "private" "secret" "security"
    "service" "shared" "sign" "signing" "ssh" "storage" "subscription" "token" "webhook" "write" "aes" "csrf" "enc" "recovery"
    "session" "unseal" "wep" "wifi" "activation" "authentication" "fernet" "privacy"
);
/// Last words that tell something about a secret, not the secret itself.
const ABOUT: &[&str] = list!(
    "age" "algorithm" "alias" "arn" "at" "attempts" "backend" "changed" "class" "count" "created" "days"
    "decode" "description" "duration" "empty" "enabled" "encode" "encryption" "endpoint" "engine" "error" "expiration"
    "expired" "expires" "expiry" "field" "file" "format" "handle" "header" "help" "helper" "hint" "history" "hours"
    "id" "ids" "interval" "invalid" "kind" "label" "left" "length" "lifetime" "limit" "manager" "max" "message" "min"
    "minutes" "mismatch" "missing" "mode" "msg" "mechanism" "mgr" "name" "names" "opts" "options" "path" "placeholder" "policy"
    "prompt" "provider" "question" "ref" "regex" "required" "reset" "rotation" "rule" "rules" "scanning" "scope"
    "scopes" "seconds" "size" "source" "status" "stdin" "store" "strength" "text" "timeout" "title" "tooltip" "ttl"
    "type" "updated" "uri" "url" "usage" "valid" "validation" "validator" "validators" "variable" "version"
    "visible" "warning"
);

/// Last words that mean something together with the word before them.
const PAIRED: &[&str] = list!(
    "key" "keys" "id" "connect" "factor" "2fa" "string" "strings" "name" "project" "code" "codes" "actor" "content" "domain" "login" "phrase"
    "answer" "bucket" "by" "number" "s3bucket" "uuid" "communities" "community" "word"
);
const COOKIES: &[&str] = list!("cookie" "cookies");
const USERS: &[&str] = list!(
    "acct" "adminuser" "benutzer" "benutzername" "dbuser" "ftpuser" "gebruiker" "gebruikersnaam" "ldapuser" "loginname"
    "logname" "mysqluser" "proxyuser" "remoteuser" "ruser" "smtpuser" "sshuser" "ugi" "user" "username" "usr" "usuario" "utente"
    "utilisateur"
);
const HOSTS: &[&str] = list!(
    "host" "server" "relay" "dbhost" "ldaphost" "mysqlhost" "pghost" "proxyhost" "remotehost" "rhost" "smtphost"
);
const PLACES: &[&str] =
    list!("addr" "client" "endpoint" "helo" "instance" "leader" "master" "runner" "target");
const HOST_LISTS: &[&str] = list!("brokers" "hosts" "seeds" "servers");
const MACHINE_NAMES: &[&str] =
    list!("computer" "computername" "fqdn" "hostkeyalias" "hostname" "nodename" "servername" "workstation");
const CARDS: &[&str] = list!("bssid" "ether" "hwaddr" "lladdr" "mac" "macaddr" "macaddress");
const MAILS: &[&str] = list!("email" "emailaddress" "mail");
const ACCOUNTS: &[&str] =
    list!("account" "accountid" "projectid" "subscription" "subscriptionid" "tenant" "tenantid");
/// Words before `id` that make it one of an account or a machine, before `name` one of a user or a host.
const OWNERS: &[&str] = list!("account" "device" "machine" "project" "subscription" "tenant");
const PERSONS: &[&str] = list!("account" "login" "principal" "user");
const MACHINES: &[&str] = list!("host" "server" "node" "computer" "cluster" "machine" "workstation");

/// Last words of names whose values look like keys and are none.
const KNOWN_TO_ALL: &[&str] = list!(
    "checksum" "commit" "digest" "etag" "event" "hash" "image" "integrity" "md" "ref" "release" "revision"
    "sha" "trace" "version"
);

/// Puts sets into one vocabulary, and gives each a bit of the same name.
macro_rules! vocabulary {
    ($($set:ident)*) => {
        const SETS: &[&[&str]] = &[$($set),*];
        #[expect(long_running_const_eval, reason = "each word is compared with all others, which takes a second")]
        static VOCABULARY: Vocabulary<{ vocabulary::length(SETS) }> = Vocabulary::of(SETS);

        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "called what the sets are called")]
        enum Place {
            $($set),*
        }

        impl Sets {
            $(pub(crate) const $set: Self = Self(1 << Place::$set as u32);)*
        }
    };
}
vocabulary!(
    ANYWHERE LAST PERHAPS KEYISH KEYISH_ANYWHERE NO_KEYS KEYS ABOUT PAIRED COOKIES USERS HOSTS MACHINE_NAMES MAILS ACCOUNTS
    ACTORS DEEDS OWNERS PERSONS MACHINES KNOWN_TO_ALL CARDS HOST_LISTS PLACES
);

/// Sets of words that hold a word, a bit for each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sets(u32);

impl Sets {
    /// Those of last words that mean something.
    pub(crate) const TELLING: Self = Self(
        Self::ANYWHERE.0
            | Self::LAST.0
            | Self::PERHAPS.0
            | Self::KEYISH.0
            | Self::PAIRED.0
            | Self::COOKIES.0
            | Self::USERS.0
            | Self::ACTORS.0
            | Self::HOSTS.0
            | Self::HOST_LISTS.0
            | Self::MACHINE_NAMES.0
            | Self::PLACES.0
            | Self::MAILS.0
            | Self::CARDS.0
            | Self::ACCOUNTS.0,
    );
    /// Those of last words after which the earlier ones say nothing.
    pub(crate) const OBJECTIVE: Self = Self(Self::ABOUT.0 | Self::KNOWN_TO_ALL.0);

    #[inline]
    pub(crate) fn of(word: &[u8]) -> Self {
        Self(VOCABULARY.sets(word))
    }

    /// Whether it is in one of some sets.
    #[inline]
    pub(crate) fn is(self, sets: Self) -> bool {
        self.0 & sets.0 != 0
    }
}
