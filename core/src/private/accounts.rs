//! Lines of `/etc/passwd` (passwd(5)). No name service is asked: an account from a directory has no line.

/// Where they stand.
pub(crate) const FILE: &str = "/etc/passwd";

/// What a line tells of a person.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Account<'t> {
    pub(crate) name: &'t str,
    pub(crate) home: &'t str,
    /// The full name, where it is more than one word: a single word is the name of a service, or of everybody.
    pub(crate) full_name: &'t str,
}

/// The first account of this user id.
pub(crate) fn of_id<'t>(text: &'t str, id: Option<&str>) -> Option<Account<'t>> {
    with(text, 2, id)
}

/// The first account of this name.
pub(crate) fn of_name<'t>(text: &'t str, name: Option<&str>) -> Option<Account<'t>> {
    with(text, 0, name)
}

/// The first account of which a field holds this.
fn with<'t>(text: &'t str, index: usize, wanted: Option<&str>) -> Option<Account<'t>> {
    let wanted = wanted.filter(|wanted| !wanted.is_empty())?;
    lines(text).find(|line| field(line, index) == wanted).map(account)
}

/// The lines that are accounts: those that begin with a sign stand for other sources (nsswitch.conf(5), `compat`).
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with(['+', '-', '#', ':']))
}

fn field(line: &str, index: usize) -> &str {
    line.split(':').nth(index).unwrap_or_default()
}

fn account(line: &str) -> Account<'_> {
    let full_name = field(line, 4).split(',').next().unwrap_or_default().trim();
    let is_name = full_name.split_ascii_whitespace().nth(1).is_some();
    Account { name: field(line, 0), home: field(line, 5), full_name: if is_name { full_name } else { "" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account<'t>(name: &'t str, home: &'t str, full_name: &'t str) -> Option<Account<'t>> {
        Some(Account { name, home, full_name })
    }

    #[test]
    fn the_line_of_an_id_is_found() {
        let text =
            "root:x:0:0:root:/root:/bin/bash\njane:x:1000:1000:Jane Doe,Room 7,,:/home/jane:/bin/bash\n";
        assert_eq!(of_id(text, Some("1000")), account("jane", "/home/jane", "Jane Doe"));
        assert_eq!(of_id(text, Some("0")), account("root", "/root", ""));
        assert_eq!(of_id(text, Some("1")), None);
        assert_eq!(of_id(text, None), None);
        assert_eq!(of_name(text, Some("")), None);
        assert_eq!(of_name(text, Some("jane")), account("jane", "/home/jane", "Jane Doe"));
        assert_eq!(of_name(text, Some("jan")), None);
    }

    #[test]
    fn the_first_of_two_lines_counts() {
        let text = "jane:x:7:7::/home/jane:\nmary:x:7:7::/home/mary:\njane:x:8:8::/data/jane:\n";
        assert_eq!(of_id(text, Some("7")), account("jane", "/home/jane", ""));
        assert_eq!(of_name(text, Some("jane")), account("jane", "/home/jane", ""));
    }

    #[test]
    fn odd_files_are_read_as_far_as_they_go() {
        let windows = "\u{feff}jane:x:7:7:Jane Doe:/home/jane:/bin/sh\r\nmary:x:8:8::/home/mary\r\n";
        assert_eq!(of_id(windows, Some("7")), account("jane", "/home/jane", "Jane Doe"));
        assert_eq!(of_id(windows, Some("8")), account("mary", "/home/mary", ""));
        let network = "+::0:0:::\n-mary::7:7:::\n+@staff::7:7:::\n#jane:x:7:7:::\n::7:7:::\njane:x:7\n";
        assert_eq!(of_id(network, Some("7")), account("jane", "", ""));
        assert_eq!(of_id(network, Some("0")), None);
        for text in ["", "\n\n", ":", "::::::", "jane", "jane:x", "jane:x:", "jane:x:seven:7::/home/jane:"] {
            assert_eq!(of_id(text, Some("7")), None, "{text:?}");
            assert_eq!(of_id(text, Some("0")), None, "{text:?}");
        }
    }
}
