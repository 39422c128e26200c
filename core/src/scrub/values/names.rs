//! What the name of a variable, flag, header, parameter or member says about its value. Names are read by the words they
//! consist of (`csrf-token`, `apiKey`, `MYSQL_PWD`), so that `monkey` and `is_authenticated` mean nothing.

use super::sets::Sets;
use crate::scrub::text::class::{ALNUM, DIGIT, LETTER, LOWER, UPPER, is, of};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{begins_with, ends_in, holds};

/// What a value is, going by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A secret, whatever it looks like.
    Secret,
    /// A secret where it looks like one, or where the syntax leaves no doubt that it is a value.
    PossibleSecret,
    /// A secret where it looks like a key or a token.
    PossibleKey,
    /// The value of a `Cookie` header: everything to the end of the line.
    Cookies,
    /// The name of a user.
    User,
    /// The name of a user where the syntax leaves no doubt that it is a value: what says who did something. A key where it
    /// looks like one.
    Actor,
    /// The name of a host, or of a kind of server.
    Host,
    /// The name of a host for certain.
    Machine,
    /// The name of a host, or of whatever else something is done with.
    Place,
    /// Names of hosts, each with its port.
    Hosts,
    /// An account, project, subscription or tenant.
    Account,
    /// An account, where it has the twelve digits of Amazon's.
    NumberedAccount,
    /// A project, which is Google's where it looks like one.
    Project,
    /// A bucket for objects, where it looks like one.
    Bucket,
    /// A serial number, which is a machine's where it looks like one.
    SerialNumber,
    /// An e-mail address, as a parameter of a URL spells it.
    Email,
    /// A hardware address, which may be written without anything between its digits.
    Hardware,
}

/// The longest name that is looked at.
pub(crate) const LONGEST_NAME: usize = 64;
/// How many words of a name are looked at before its last one.
const WORDS: usize = 5;

/// What the value of a name is that consists of letters, digits, `_`, `-` and `.`; `None` where the name says nothing.
#[inline(never)]
pub(crate) fn meaning(name: &[u8]) -> Option<Meaning> {
    // `-Dhost=...`, a property of Java.
    let (rest, last) = split_last_word(name.strip_prefix(b"-D").unwrap_or(name));
    if has_secret_ending(last) {
        // The name of a secret that lies elsewhere (Helm).
        let elsewhere = !rest.is_empty() && (ends_in(name, "existingsecret") || tells_of_path(name));
        return (!elsewhere).then_some(Meaning::Secret);
    }
    let sets = Sets::of(last);
    // Most names are one word that says nothing.
    if !sets.is(Sets::TELLING) && last.len() == name.len() && !may_be_secret(last) {
        return None;
    }
    meaning_of_words(name, rest, last, sets)
}

/// Whether a name that is a single word in small letters may mean something, or have a meaning of its own for its syntax.
/// Where this says no, it does not.
#[inline]
pub(crate) fn may_mean(word: &[u8]) -> bool {
    may_be_secret(word)
        || has_secret_ending(word)
        || Sets::of(word).is(Sets::TELLING)
        || matches!(word, b"address" | b"directory" | b"node" | b"nodes" | b"role" | b"value")
}

/// The same for a name whose last word may mean something, or that consists of several.
#[inline(never)]
fn meaning_of_words(name: &[u8], rest: &[u8], last: &[u8], sets: Sets) -> Option<Meaning> {
    if last.is_empty() {
        return None;
    }
    if ends_in(name, "publickeytoken") || ends_in(name, "pullsecrets") || ends_in(name, "loadcredential") {
        // What .NET calls the digest of a public key; names of secrets of Kubernetes, and of files of systemd.
        return None;
    }
    if sets.is(Sets::LAST) {
        return Some(Meaning::Secret);
    }
    if sets.is(Sets::PAIRED)
        && let Some(meaning) = paired(rest, last)
    {
        return Some(meaning);
    }
    if sets.is(Sets::COOKIES) {
        return Some(Meaning::Cookies);
    }
    // The hash of a password is as good as the password to whoever has the time to try.
    let hashed = matches!(last, b"hash" | b"Hash" | b"digest" | b"Digest" | b"HASH") && holds_password(rest);
    let earlier = if sets.is(Sets::OBJECTIVE) && !hashed { None } else { from_earlier_words(rest) };
    if sets.is(Sets::ANYWHERE)
        || begins_secret(last)
        || earlier == Some(Meaning::Secret)
        || is_bundler_host(name)
    {
        let meaning = if is_entry(rest, last) { Meaning::PossibleKey } else { Meaning::Secret };
        return (!tells_of_path(name) && !is_function_of_windows(rest, last)).then_some(meaning);
    }
    if sets.is(Sets::PERHAPS) {
        return Some(Meaning::PossibleSecret);
    }
    if sets.is(Sets::KEYISH) {
        if last == b"Api" && ends_in(name, "-jfrog-art-api") {
            // What Artifactory takes in a header.
            return Some(Meaning::Secret);
        }
        let opens_nothing = ends_in(last, "key") && Sets::of(split_last_word(rest).1).is(Sets::NO_KEYS);
        return (!opens_nothing).then_some(Meaning::PossibleKey);
    }
    if sets.is(Sets::USERS) {
        // `a per-user directory`
        return (!name.ends_with(b"per-user")).then_some(Meaning::User);
    }
    if sets.is(Sets::ACTORS) {
        // `SONAR_LOGIN` holds a token, `last_login` a time.
        return Some(if rest.is_empty() { Meaning::Actor } else { Meaning::PossibleKey });
    }
    if sets.is(Sets::HOSTS) {
        return Some(Meaning::Host);
    }
    if sets.is(Sets::HOST_LISTS) {
        return Some(Meaning::Hosts);
    }
    if sets.is(Sets::MACHINE_NAMES) {
        return Some(Meaning::Machine);
    }
    if sets.is(Sets::PLACES) && earlier.is_none() {
        return Some(Meaning::Place);
    }
    if sets.is(Sets::MAILS) {
        return Some(Meaning::Email);
    }
    if sets.is(Sets::CARDS) {
        return Some(Meaning::Hardware);
    }
    // `service_account` is a kind of thing; `account` alone is somebody's.
    let is_account = sets.is(Sets::ACCOUNTS) && (rest.is_empty() || ends_in(last, "id"));
    if is_account {
        return Some(Meaning::Account);
    }
    // `CDK_DEFAULT_ACCOUNT`
    let numbered = sets.is(Sets::ACCOUNTS) && last.eq_ignore_ascii_case(b"account");
    if numbered { Some(Meaning::NumberedAccount) } else { earlier }
}

/// Whether a name is that of a function, of which Windows has two for either kind of letters: `AcquireCredentialsHandleA`.
fn is_function_of_windows(rest: &[u8], last: &[u8]) -> bool {
    matches!(last, b"A" | b"W") && split_last_word(rest).1 == b"Handle"
}

/// Whether a name is what charts of Helm call the entry of a Secret that holds a password: `passwordKey`,
/// `passwordSecretKey`.
fn is_entry(rest: &[u8], last: &[u8]) -> bool {
    if !last.eq_ignore_ascii_case(b"key") {
        return false;
    }
    let (before, word) = split_last_word(rest);
    holds_password(rest) || is_entry_of(before, word)
}

/// Whether the words before `key` are those for a secret and a password.
fn is_entry_of(rest: &[u8], word: &[u8]) -> bool {
    word.eq_ignore_ascii_case(b"secret") && holds_password(rest)
}

/// Whether a name is an annotation that tells Vault's agent which path a file is to hold:
/// `vault.hashicorp.com/agent-inject-secret-web`.
fn tells_of_path(name: &[u8]) -> bool {
    matches!(name.first(), Some(b'a' | b'v')) && holds(name, b"agent-inject-")
}

/// Whether a name ends in the word for a password.
fn holds_password(name: &[u8]) -> bool {
    let word = split_last_word(name).1;
    ends_in(word, "password") || ends_in(word, "passwd")
}

/// What the value behind a text of a list is, if that is the name of a header or a variable with a secret or cookies. A
/// flag is none: what follows one is its value, whatever it looks like.
pub(crate) fn behind_header(text: &str) -> Option<Meaning> {
    let name = text.as_bytes();
    let sound = name.len() <= LONGEST_NAME
        && name.first() != Some(&b'-')
        && name.iter().all(|byte| is(*byte, ALNUM) || matches!(byte, b'-' | b'_'));
    match meaning(name).filter(|_| sound)? {
        Meaning::Secret => Some(Meaning::PossibleSecret),
        Meaning::Cookies => Some(Meaning::Cookies),
        _ => None,
    }
}

/// Whether a text in capitals says of what kind a secret is, or of which kinds: `WPA2-PSK`, `WPA/WPA2-PSK`.
#[cold]
pub(crate) fn is_kind_in_capitals(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let last = text.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    last.contains(&b'-')
        && text.iter().all(|byte| is(*byte, UPPER | DIGIT) || matches!(byte, b'-' | b'/'))
        && text.last().is_some_and(|end| is(*end, UPPER))
        && meaning(last) == Some(Meaning::Secret)
}

/// Words that end as secrets do: `dbpassword`, `authtoken`.
fn has_secret_ending(word: &[u8]) -> bool {
    let [.., before, end] = word else { return false };
    match [*before | 32, *end | 32] {
        [b'r', b'd'] => ends_in(word, "password"),
        [b'w', b'd'] => ends_in(word, "passwd") || ends_in(word, "pwd"),
        [b's', b'e'] => ends_in(word, "passphrase"),
        // `authpass`; no `bypass` and no `compass`.
        [b's', b's'] => {
            word.len() > 7 && ends_in(word, "pass") && !NO_PASSES.iter().any(|pass| ends_in(word, pass))
        }
        // `token` alone is one of the last words, among which there are exceptions to it.
        [b'e', b'n'] => ends_in(word, "token") && word.len() > 5 && !ends_in(word, "jsonwebtoken"),
        [b'e', b't'] => ends_in(word, "secret"),
        [b'e', b'y'] => ends_in(word, "apikey"),
        _ => false,
    }
}

const NO_PASSES: &[&str] = &["bypass", "compass", "overpass", "trespass", "underpass"];

/// What a last word means together with those before it.
fn paired(rest: &[u8], last: &[u8]) -> Option<Meaning> {
    let before = rest;
    let (rest, second) = split_last_word(rest);
    let is = |word: &[u8], expected: &str| word.eq_ignore_ascii_case(expected.as_bytes());
    let secret = match last.first().map_or(0, u8::to_ascii_lowercase) {
        b'k' => Sets::of(second).is(Sets::KEYS) && !is_entry_of(rest, second),
        // `aws_access_key_id`, `sumo_access_id`
        b'i' => {
            is(second, "session")
                || is(second, "access")
                || (is(second, "key") && Sets::of(split_last_word(rest).1).is(Sets::KEYS))
        }
        // The name of a pet.
        b'a' if is(last, "answer") => is(second, "security"),
        b'f' | b'2' => is(second, "two") || is(second, "second") || is(second, "multi"),
        // What Windows calls the password of a wireless network.
        b'c' if is(last, "content") => is(second, "key"),
        // Of SNMP.
        b'c' if is(last, "communities") || is(last, "community") => is(second, "ro") || is(second, "rw"),
        b'c' if !is(last, "connect") => [
            "access",
            "authorization",
            "backup",
            "device",
            "mfa",
            "otp",
            "recovery",
            "security",
            "user",
            "verification",
        ]
        .iter()
        .any(|word| is(second, word)),
        b's' => ["connection", "conn", "secure", "community"].iter().any(|word| is(second, word)),
        // Of a wallet (BIP 39).
        b'p' if is(last, "phrase") => is(second, "pass") || is(second, "seed") || is(second, "recovery"),
        b'w' => is(second, "pass"),
        _ => false,
    };
    if secret {
        return Some(Meaning::Secret);
    }
    match last.first().map_or(0, u8::to_ascii_lowercase) {
        // Of Vault's roles.
        b'i' if is(second, "secret") => Some(Meaning::PossibleKey),
        // Ansible's fact, which is a name.
        b'i' if is(second, "user") => is(split_last_word(rest).1, "ansible").then_some(Meaning::User),
        b'i' => Sets::of(second).is(Sets::OWNERS).then_some(Meaning::Account),
        // `GOOGLE_CLOUD_PROJECT`, `CLOUDSDK_CORE_PROJECT`
        b'p' if is(last, "phrase") => None,
        b'p' if is(second, "cloud") || is(second, "gcloud") || is(second, "gcp") || is(second, "core") => {
            Some(Meaning::Account)
        }
        b'p' if second.is_empty() => Some(Meaning::Project),
        // Amazon's and Google's: `S3Bucket`, `gcs_bucket`.
        b'b' if is(last, "by") => Sets::of(second).is(Sets::DEEDS).then_some(Meaning::Actor),
        b'b' => (ends_in(before, "s3_") || is(second, "gcs")).then_some(Meaning::Bucket),
        b's' if is(last, "s3bucket") => Some(Meaning::Bucket),
        b'n' if is(last, "number") && is(second, "serial") => Some(Meaning::SerialNumber),
        // Kafka's: `zookeeper.connect`.
        b'c' if is(last, "connect") => is(second, "zookeeper").then_some(Meaning::Hosts),
        // Google's have one beside their name.
        b'n' if is(last, "number") => is(second, "project").then_some(Meaning::Account),
        // `GITHUB_ACTOR`, `GITLAB_USER_LOGIN`
        b'a' if is(second, "github") => Some(Meaning::User),
        b'l' if is(second, "user") => Some(Meaning::User),
        // macOS' `IOPlatformUUID` and `Hardware UUID`, Kubernetes' `systemUUID`
        b'u' if is(second, "platform") || is(second, "hardware") || is(second, "system") => {
            Some(Meaning::Account)
        }
        // Of Windows: `USERDOMAIN`, `Account Domain`.
        b'd' if is(second, "account") || is(second, "user") => Some(Meaning::Machine),
        b'n' if Sets::of(second).is(Sets::PERSONS) => Some(Meaning::User),
        // `GIT_AUTHOR_NAME`, `GIT_COMMITTER_NAME`
        b'n' if is(second, "author") || is(second, "committer") => {
            is(split_last_word(rest).1, "git").then_some(Meaning::User)
        }
        b'n' if Sets::of(second).is(Sets::MACHINES) => Some(Meaning::Machine),
        _ => None,
    }
}

/// What a name of two words says, with nothing but a blank between them: `user name`, `account id`.
pub(crate) fn meaning_of_two(first: &[u8], last: &[u8]) -> Option<Meaning> {
    if Sets::of(last).is(Sets::PAIRED) { paired(first, last) } else { None }
}

/// Whether a key opens something that is of the kind which the word before it says.
pub(crate) fn opens_something(word: &[u8]) -> bool {
    Sets::of(word).is(Sets::KEYS)
}

/// What the last words of what stands before say about a value.
fn from_earlier_words(name: &[u8]) -> Option<Meaning> {
    let mut rest = name;
    let mut meaning = None;
    for _ in 0..WORDS {
        if rest.is_empty() {
            break;
        }
        let (before, word) = split_last_word(rest);
        rest = before;
        let sets = Sets::of(word);
        if sets.is(Sets::ANYWHERE) || begins_secret(word) {
            return Some(Meaning::Secret);
        }
        if sets.is(Sets::KEYISH_ANYWHERE) {
            meaning = Some(Meaning::PossibleKey);
        }
    }
    meaning
}

/// Whether a name holds that of a provider whose keys have no form of their own, only a length: what looks like a key
/// there is one, unless the name calls it something that everybody may know. (From gitleaks' rules.)
pub(crate) fn names_provider(name: &[u8]) -> bool {
    let mut letters = [0; 48];
    let kept = name.iter().rev().filter(|byte| is(**byte, LETTER));
    let mut length = 0_usize;
    for (place, byte) in letters.iter_mut().rev().zip(kept) {
        *place = byte.to_ascii_lowercase();
        length = length.saturating_add(1);
    }
    let letters = letters.get(letters.len().saturating_sub(length)..).unwrap_or_default();
    !Sets::of(split_last_word(name).1).is(Sets::KNOWN_TO_ALL)
        && (0..letters.len()).any(|start| PROVIDERS.begin(letters.get(start..).unwrap_or_default()))
}

/// Whether a name says that its value may be known to everybody though it looks like a secret.
pub(crate) fn is_known_to_all(name: &[u8]) -> bool {
    let (rest, last) = split_last_word(name);
    let is_key = last.eq_ignore_ascii_case(b"key");
    DIGESTS.contains(last) || (is_key && Sets::of(split_last_word(rest).1).is(Sets::NO_KEYS))
}

/// Last words of names of digests.
static DIGESTS: Words = words!("checksum" "digest" "etag" "integrity" "sha");
/// Providers' names, without marks between their words.
static PROVIDERS: Words = words!(
    "adafruit" "adobe" "airtable" "algolia" "alibaba" "artifactory" "asana" "atlassian" "authress" "beamer"
    "bintray" "bitbucket" "bittrex" "cloudant" "cloudflare" "codecov" "cohere" "coinbase" "confluence" "confluent"
    "contentful" "datadog" "discord" "droneci" "dropbox" "etsy" "facebook" "fastly" "finicity" "finnhub" "flickr"
    "freshbooks" "gitter" "gocardless" "heroku" "hubspot" "intercom" "jfrog" "jira" "kraken" "kubeconfig" "kucoin"
    "launchdarkly" "linear" "linkedin" "looker" "mailchimp" "mailgun" "mattermost" "meraki" "messagebird"
    "netlify" "newrelic" "newyorktimes" "nytimes" "okta" "plaid" "privateai" "rapidapi" "sendbird" "sentry" "snyk"
    "softlayer" "sourcegraph" "squarespace" "sumo" "travis" "twitch" "twitter" "zendesk"
);
/// `secret`, `secrets`, `secretvalue`; not `secretary`, `secretly` or `secretsmanager`.
#[inline]
fn begins_secret(word: &[u8]) -> bool {
    may_be_secret(word)
        && begins_with(word, "secret")
        && !begins_with(word, "secreta")
        && !begins_with(word, "secretl")
        && !begins_with(word, "secretsm")
}

/// Whether a word begins as `secret` does: few do.
#[inline]
fn may_be_secret(word: &[u8]) -> bool {
    matches!(word, [b's' | b'S', b'e' | b'E', b'c' | b'C', ..])
}

/// Bundler keeps credentials in variables named after the host, with `__` for its dots.
fn is_bundler_host(name: &[u8]) -> bool {
    matches!(name.first(), Some(b'B' | b'b')) && begins_with(name, "bundle_") && holds(name, b"__")
}

/// The last word of a name, without the digits at its end, and what stands before it. A word ends at what is no letter
/// or digit, and where capitals begin or end one: `apiKey`, `APIKey`.
pub(crate) fn split_last_word(name: &[u8]) -> (&[u8], &[u8]) {
    let end = name.iter().rposition(|byte| is(*byte, LETTER)).map_or(0, |last| last.saturating_add(1));
    let trimmed = name.get(..end).unwrap_or_default();
    // No word ends between small letters and digits.
    let run = trimmed.iter().rev().position(|byte| !is(*byte, LOWER | DIGIT)).unwrap_or(end);
    let start = end.wrapping_sub(run);
    let start = match trimmed.get(start.wrapping_sub(1)) {
        Some(byte) if is(*byte, UPPER) => before_capitals(trimmed, start),
        _ => start,
    };
    trimmed.split_at_checked(start).unwrap_or((&[], trimmed))
}

/// Where the word begins whose capital stands before a position.
#[inline(never)]
fn before_capitals(name: &[u8], end: usize) -> usize {
    let mut start = end;
    let (mut next, mut next_but_one) = (name.get(end).map_or(0, |byte| of(*byte)) & ALNUM, 0);
    for byte in name.get(..end).unwrap_or_default().iter().rev() {
        let class = of(*byte) & ALNUM;
        let hump = next == UPPER && (class == LOWER || (class == UPPER && next_but_one == LOWER));
        if class == 0 || hump {
            break;
        }
        start = start.wrapping_sub(1);
        (next, next_but_one) = (class, next);
    }
    start
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
        assert_eq!(meaning(b"computer_name"), Some(Meaning::Machine));
        assert_eq!(meaning(b"aws_account_id"), Some(Meaning::Account));
        assert_eq!(meaning(b"Set-Cookie"), Some(Meaning::Cookies));
    }
}
