//! What the name of a variable, flag, header, parameter or member says about its value. Names are read by the words they
//! consist of (`csrf-token`, `apiKey`, `MYSQL_PWD`), so that `monkey` and `is_authenticated` mean nothing.

use super::class::{ALNUM, DIGIT, LOWER, UPPER, is};
use super::text::{begins_with, ends_in, is_one_of};

/// What a value is, going by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A secret, whatever it looks like.
    Secret,
    /// A secret where it looks like one, or where the syntax leaves no doubt that it is a value.
    PossibleSecret,
    /// The value of a `Cookie` header: everything to the end of the line.
    Cookies,
    /// The name of a user.
    User,
    /// The name of a host.
    Host,
    /// An account, project, subscription or tenant.
    Account,
}

/// How many words of a name are looked at, from its end.
const WORDS: usize = 6;

/// Words that make a secret of a value wherever they stand in its name.
const ANYWHERE: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "apikey",
    "privatekey",
    "credential",
    "credentials",
];
/// Words that do so at the end.
const LAST: &[&str] = &[
    "accesskey",
    "bearer",
    "csrf",
    "jwt",
    "otp",
    "pass",
    "pat",
    "pw",
    "sas",
    "secretkey",
    "token",
    "totp",
    "xsrf",
    "authtoken",
    "accesstoken",
    "authkey",
    "accountkey",
    "sharedaccesskey",
];
/// Words that rather do so at the end.
const PERHAPS: &[&str] = &[
    "auth",
    "authorization",
    "hmac",
    "key",
    "login",
    "mfa",
    "otpcode",
    "session",
    "sessionid",
    "sid",
    "sig",
    "signature",
    "tokens",
    "pin",
];
/// Words before `key` that make it one that opens something.
const KEYS: &[&str] = &[
    "access",
    "account",
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "consumer",
    "crypt",
    "deploy",
    "encryption",
    "function",
    "host",
    "hmac",
    "license",
    "master",
    "private",
    "secret",
    "security",
    "service",
    "shared",
    "sign",
    "signing",
    "ssh",
    "storage",
    "subscription",
    "token",
    "webhook",
    "write",
];
/// Last words that tell something about a secret, not the secret itself.
const ABOUT: &[&str] = &[
    "age", "arn", "attempts", "class", "count", "created", "enabled", "error", "expired", "expires",
    "expiry", "field", "file", "format", "id", "ids", "label", "length", "limit", "manager", "max", "min",
    "mode", "name", "names", "path", "policy", "prompt", "ref", "required", "reset", "rotation", "size",
    "status", "store", "ttl", "type", "uri", "url", "usage", "valid", "version",
];

/// What the value of this name is; `None` where the name says nothing.
pub(super) fn meaning(name: &[u8]) -> Option<Meaning> {
    let words = Words::of(name);
    let (last, second, third) = (words.get(0), words.get(1), words.get(2));
    if last.is_empty() || name.contains(&b'[') {
        // `[secret]` stands for a name and is none.
        return None;
    }
    if is_secret(last, second, third) {
        return Some(Meaning::Secret);
    }
    if is_one_of(last, &["cookie", "cookies"]) {
        return Some(Meaning::Cookies);
    }
    if !is_one_of(last, ABOUT) && words.iter().any(|word| is_one_of(word, ANYWHERE) || is_secret_word(word)) {
        return Some(Meaning::Secret);
    }
    if is_one_of(last, PERHAPS) {
        return Some(Meaning::PossibleSecret);
    }
    if is_bundler_host(name) {
        return Some(Meaning::Secret);
    }
    if is_one_of(last, &["user", "username", "loginname", "usr"])
        || (is_one_of(last, &["name"]) && is_one_of(second, &["user", "login"]))
    {
        return Some(Meaning::User);
    }
    if is_one_of(last, &["host", "hostname", "server", "servername", "relay", "fqdn", "nodename", "node"])
        || (is_one_of(last, &["name"])
            && is_one_of(second, &["host", "server", "node", "computer", "machine"]))
    {
        return Some(Meaning::Host);
    }
    let owner = is_one_of(second, &["account", "project", "subscription", "tenant"]);
    if (is_one_of(last, &["id"]) && owner)
        || is_one_of(last, &["accountid", "projectid", "subscriptionid", "tenantid"])
    {
        return Some(Meaning::Account);
    }
    None
}

fn is_secret(last: &[u8], second: &[u8], third: &[u8]) -> bool {
    let ending = ["password", "passwd", "passphrase", "secret", "apikey", "token", "pwd"]
        .iter()
        .any(|ending| ends_in(last, ending));
    let key = is_one_of(last, &["key", "keys"]) && is_one_of(second, KEYS);
    // `aws_access_key_id`, `sumo_access_id`
    let id = is_one_of(last, &["id"])
        && (is_one_of(second, &["session", "access"])
            || (is_one_of(second, &["key"]) && is_one_of(third, &["access"])));
    let factor = is_one_of(last, &["factor", "2fa"]) && is_one_of(second, &["two", "second", "multi"]);
    let string = is_one_of(last, &["string"]) && is_one_of(second, &["connection", "conn"]);
    ending || is_one_of(last, LAST) || key || id || factor || string
}

/// `secret`, `secrets`, `secretvalue`; not `secretary` or `secretly`.
fn is_secret_word(word: &[u8]) -> bool {
    begins_with(word, "secret") && !begins_with(word, "secreta") && !begins_with(word, "secretl")
}

/// Bundler keeps credentials in variables named after the host, with `__` for its dots.
fn is_bundler_host(name: &[u8]) -> bool {
    begins_with(name, "bundle_") && name.windows(2).any(|pair| pair == b"__")
}

/// The words of a name, from its last one on.
struct Words<'n>([&'n [u8]; WORDS]);

impl<'n> Words<'n> {
    fn of(name: &'n [u8]) -> Self {
        let mut words = [&[][..]; WORDS];
        let mut rest = name;
        for word in &mut words {
            let (before, last) = split_last_word(rest);
            *word = last;
            rest = before;
        }
        Self(words)
    }

    fn get(&self, index: usize) -> &'n [u8] {
        self.0.get(index).copied().unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = &'n [u8]> {
        self.0.into_iter().filter(|word| !word.is_empty())
    }
}

/// The last word of a name, without the digits at its end, and what stands before it.
fn split_last_word(name: &[u8]) -> (&[u8], &[u8]) {
    let mut end = name.len();
    let at = |index: usize| name.get(index).copied().unwrap_or(0);
    while end > 0 && (!is(at(end.wrapping_sub(1)), ALNUM) || is(at(end.wrapping_sub(1)), DIGIT)) {
        end = end.wrapping_sub(1);
    }
    let mut start = end;
    while start > 0 && is(at(start.wrapping_sub(1)), ALNUM) {
        start = start.wrapping_sub(1);
        // `apiKey` and `APIKey`: a word begins at a capital that follows a small letter or precedes one.
        let capital = is(at(start), UPPER);
        let before = start.wrapping_sub(1);
        if capital
            && start > 0
            && (is(at(before), LOWER) || (is(at(before), UPPER) && is(at(start.wrapping_add(1)), LOWER)))
        {
            break;
        }
    }
    (name.get(..start).unwrap_or_default(), name.get(start..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_by_their_last_words() {
        for name in [
            "password",
            "csrf-token",
            "apiKey",
            "APIKey",
            "MYSQL_PWD",
            "x-api-key",
            "aws_secret_access_key",
            "AccountKey",
            "refresh_token1",
            "dbPassword",
            "client_secret",
            "ACCESSKEY",
            "_authToken",
            "two-factor",
            "ConnectionString",
            "a_password_here",
            "password_super_secure",
            "apikey_myservice",
            "GITHUB_TOKEN",
            "userpassword",
            "BUNDLE_GEMS__ACME__COM",
        ] {
            assert_eq!(meaning(name.as_bytes()), Some(Meaning::Secret), "{name}");
        }
    }

    #[test]
    fn names_that_only_sound_alike() {
        for name in [
            "is_authenticated",
            "monkey",
            "hockey",
            "tokenizer",
            "token_type",
            "token_count",
            "password_policy",
            "secretary",
            "author",
            "keyboard",
            "compass",
            "bypass",
            "user_id",
            "design",
            "assignment",
            "encoding",
            "BUNDLE_PATH",
        ] {
            assert_eq!(meaning(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn users_hosts_and_accounts() {
        assert_eq!(meaning(b"es.xpack.user"), Some(Meaning::User));
        assert_eq!(meaning(b"user_name"), Some(Meaning::User));
        assert_eq!(meaning(b"smtp_server"), Some(Meaning::Host));
        assert_eq!(meaning(b"aws_account_id"), Some(Meaning::Account));
        assert_eq!(meaning(b"Set-Cookie"), Some(Meaning::Cookies));
    }
}
