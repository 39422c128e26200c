//! Texts in which characters are written in another way: percent-encoded in URLs (RFC 3986 section 2.1), as references in
//! HTML, escaped in strings (`\u0026`, `\x22`), or as typographers set them (`‘x’`). What stands around them says the
//! same as ever. Characters without a width are none at all.

use super::plain::{Plain, Unit};
use crate::scrub::facts::PrivateFacts;
use crate::scrub::text::Text;
use crate::scrub::text::span::Spans;

/// What begins a character that is written so.
pub(super) const MARKS: &[u8] = b"%&\\\xc2\xe2\xef";

/// A text with the characters that are written so; `None` where none is.
#[cold]
pub(crate) fn plain(text: &str) -> Option<Plain> {
    Plain::of(text, MARKS, character)
}

/// Notes whether a character is written so at a position: one that recognisers look for, or one of private facts. Letters and
/// digits are written so by nobody who has nothing to hide, and say nothing to recognisers.
#[inline(never)]
pub(crate) fn note(text: Text<'_>, position: usize, facts: &PrivateFacts, spans: &mut Spans) {
    let Some(unit) = character(text.slice(0, text.len()), position) else { return };
    match unit.character {
        Some(character) if character.is_ascii_alphanumeric() => {
            if facts.held().has(character) {
                spans.note_hidden();
            }
        }
        _ => spans.note_encoded(),
    }
}

/// The character that is written at a position.
pub(crate) fn character(bytes: &[u8], position: usize) -> Option<Unit> {
    let rest = bytes.get(position..)?;
    if let Some(unit) = without_width(rest, position) {
        return Some(unit);
    }
    let (code, rest) = match rest {
        [b'%', ..] => percent(rest)?,
        [b'&', inner @ ..] => reference(inner)?,
        [b'\\', b'u', inner @ ..] => hexadecimal(inner, 4)?,
        [b'\\', b'x', inner @ ..] => hexadecimal(inner, 2)?,
        _ => typographic(rest)?,
    };
    sound(code, bytes.len().saturating_sub(rest.len()))
}

/// A character that ends at a position: what is no text says nothing.
pub(crate) fn sound(code: u32, end: usize) -> Option<Unit> {
    let character = char::from_u32(code)?;
    let sound = !character.is_control() || matches!(character, '\t' | '\n' | '\r');
    sound.then_some(Unit { end, character: Some(character) })
}

/// A character at a position that has no width: it joins and parts what is shown, and copying a text from a page brings it
/// along (soft hyphen, U+200B to U+200D, word joiner, byte order mark).
pub(crate) fn without_width(bytes: &[u8], position: usize) -> Option<Unit> {
    let length = match bytes {
        [0xc2, 0xad, ..] => 2,
        [0xe2, 0x80, 0x8b..=0x8d, ..] | [0xe2, 0x81, 0xa0, ..] | [0xef, 0xbb, 0xbf, ..] => 3,
        _ => return None,
    };
    Some(Unit { end: position.saturating_add(length), character: None })
}

/// Quotes, blanks and operators that are no ASCII: most languages have their own quotes, GNU's programs write them too.
fn typographic(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (character, length) = match bytes {
        [0xe2, 0x80, 0x98..=0x9b | 0xb9 | 0xba, ..] => (b'\'', 3),
        [0xe2, 0x80, 0x9c..=0x9f, ..] => (b'"', 3),
        [0xe2, 0x80, 0xaf, ..] => (b' ', 3),
        [0xc2, 0xab | 0xbb, ..] => (b'"', 2),
        [0xc2, 0xa0, ..] => (b' ', 2),
        [0xef, 0xbc, 0x9a, ..] => (b':', 3),
        [0xef, 0xbc, 0x9d, ..] => (b'=', 3),
        _ => return None,
    };
    Some((u32::from(character), bytes.get(length..)?))
}

/// A character that is percent-encoded, perhaps more than once.
fn percent(bytes: &[u8]) -> Option<(u32, &[u8])> {
    utf8(bytes, byte)
}

/// A character as its bytes in UTF-8, each of which is written as `byte` reads it.
#[inline]
pub(crate) fn utf8(bytes: &[u8], byte: impl Fn(&[u8]) -> Option<(u32, &[u8])>) -> Option<(u32, &[u8])> {
    let (first, mut rest) = byte(bytes)?;
    let (more, mut code) = match first {
        0..=0x7f => (0, first),
        0xc2..=0xdf => (1, first & 0x1f),
        0xe0..=0xef => (2, first & 0x0f),
        0xf0..=0xf4 => (3, first & 0x07),
        _ => return None,
    };
    for _ in 0..more {
        let (next, left) = byte(rest).filter(|(next, _)| next & 0xc0 == 0x80)?;
        code = code << 6 | (next & 0x3f);
        rest = left;
    }
    Some((code, rest))
}

/// A byte that is percent-encoded: `%3D`, `%253D`.
fn byte(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut rest = bytes.strip_prefix(b"%")?;
    while let Some(inner) = rest.strip_prefix(b"25")
        && hexadecimal(inner, 2).is_some()
    {
        rest = inner;
    }
    hexadecimal(rest, 2)
}

/// A reference to a character behind its `&` (HTML section 13.5), perhaps one within others: `quot;`, `amp;quot;`, `#39;`,
/// `#x27;`.
fn reference(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut rest = bytes;
    while let Some(inner) = rest.strip_prefix(b"amp;")
        && single_reference(inner).is_some()
    {
        rest = inner;
    }
    single_reference(rest)
}

fn single_reference(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let length = bytes.iter().take(LONGEST_REFERENCE).position(|byte| *byte == b';')?;
    let (name, rest) = bytes.split_at_checked(length)?;
    let code = match name {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => REFERENCES.iter().find(|(known, _)| *known == name).map(|(_, code)| u32::from(*code))?,
    };
    Some((code, rest.get(1..)?))
}

/// The references that stand for what surrounds names and values.
const REFERENCES: &[(&[u8], u8)] =
    &[(b"quot", b'"'), (b"amp", b'&'), (b"lt", b'<'), (b"gt", b'>'), (b"apos", b'\''), (b"nbsp", b' ')];
/// Among them numbers up to the last character there is.
const LONGEST_REFERENCE: usize = 9;

/// So many hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8], count: usize) -> Option<(u32, &[u8])> {
    let (digits, rest) = bytes.split_at_checked(count)?;
    Some((number(digits, 16)?, rest))
}

pub(crate) fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let add = |sum: u32, digit: &u8| {
        Some(sum.saturating_mul(radix).saturating_add(char::from(*digit).to_digit(radix)?))
    };
    if digits.is_empty() { None } else { digits.iter().try_fold(0, add) }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use crate::scrub::{Fact, PrivateFacts, scrub};

    fn out(text: &str) -> String {
        scrub(text, &PrivateFacts::new(&[Fact::UserName("jos\u{e9} qu"), Fact::Secret("a+b/c=d&e")]))
            .text
            .into_owned()
    }

    #[test]
    fn names_and_values_in_urls() {
        assert_eq!(out("q=password%3DkV9xm%26page%3D2"), "q=password%3D[secret]%26page%3D2");
        assert_eq!(
            out("to=https%3A%2F%2Fjane%3AkV9xm%40db.acme.net%2F"),
            "to=https%3A%2F%2F[secret]%40[host]%2F"
        );
        assert_eq!(
            out("u=%257B%2522token%2522%253A%2522kV9xm%2522%257D"),
            "u=%257B%2522token%2522%253A%2522[secret]%2522%257D"
        );
        assert_eq!(out("mailto%3Ajane%40acme.example"), "mailto%3A[email]");
    }

    #[test]
    fn references_of_html() {
        assert_eq!(out("{&quot;token&quot;:&quot;kV9xm&quot;}"), "{&quot;token&quot;:&quot;[secret]&quot;}");
        assert_eq!(
            out("&lt;password&gt;kV9xm&lt;/password&gt;"),
            "&lt;password&gt;[secret]&lt;/password&gt;"
        );
        assert_eq!(
            out("&amp;quot;pwd&amp;quot;: &amp;quot;kV9xm&amp;quot;"),
            "&amp;quot;pwd&amp;quot;: &amp;quot;[secret]&amp;quot;"
        );
        assert_eq!(out("&#34;pwd&#x22;&#x3a; &#34;kV9xm&#34;"), "&#34;pwd&#x22;&#x3a; &#34;[secret]&#34;");
    }

    #[test]
    fn escapes_of_strings() {
        // Go writes `&` so in JSON; a line of a log is none.
        assert_eq!(
            out(r"got /a?b=1\u0026token=kV9xm\u0026c=2,"),
            r"got /a?b=1\u0026token=[secret]\u0026c=2,"
        );
        assert_eq!(out(r"x \x22password\x22:\x22kV9xm\x22"), r"x \x22password\x22:\x22[secret]\x22");
    }

    #[test]
    fn quotes_of_typographers() {
        assert_eq!(
            out("chown: invalid user: \u{2018}jane\u{2019}"),
            "chown: invalid user: \u{2018}[user]\u{2019}"
        );
        assert_eq!(out("id: \u{2018}jane\u{2019}: no such user"), "id: \u{2018}[user]\u{2019}: no such user");
        assert_eq!(out("stat \u{2018}/home/jane/a b\u{2019}: x"), "stat \u{2018}[path]\u{2019}: x");
        assert_eq!(out("password is \u{201c}kV9xm!2\u{201d}"), "password is \u{201c}[secret]\u{201d}");
        assert_eq!(
            out("mot de passe\u{a0}: \u{ab}\u{a0}kV9xm!2\u{a0}\u{bb}"),
            "mot de passe\u{a0}: \u{ab}[secret]\u{bb}"
        );
        assert_eq!(out("\u{5bc6}\u{7801}\u{ff1a}kV9xm2"), "\u{5bc6}\u{7801}\u{ff1a}[secret]");
        assert_eq!(
            out("don\u{2019}t \u{2014} \u{201c}a token\u{201d}\u{2026}"),
            "don\u{2019}t \u{2014} \u{201c}a token\u{201d}\u{2026}"
        );
    }

    #[test]
    fn characters_without_a_width() {
        assert_eq!(out("got ghp_16C7e42F\u{200b}292c6912E7710c838347Ae178B4a back"), "got [secret] back");
        assert_eq!(out("pass\u{ad}word=kV9\u{2060}xm"), "pass\u{ad}word=[secret]");
        assert_eq!(out("\u{feff}password=kV9xm"), "\u{feff}password=[secret]");
        for text in
            ["\u{feff}key", "a\u{200b}b", "\u{1f469}\u{200d}\u{1f4bb}", "\u{200b}", "Donau\u{ad}dampf"]
        {
            assert_eq!(out(text), text);
        }
    }

    #[test]
    fn private_facts_in_any_such_form() {
        assert_eq!(out("by=jos%C3%A9%20qu&x"), "by=[user]&x");
        assert_eq!(out(r"by jos\u00e9 qu."), "by [user].");
        assert_eq!(out("v=a%2Bb%2Fc%3Dd%26e;"), "v=[secret];");
        assert_eq!(out("v a+b/c=d&amp;e;"), "v [secret];");
    }

    #[test]
    fn what_is_written_so_and_innocent_stays() {
        for text in [
            "https://example.com/docs/a%20b%2Fc?next=%2Fguide%3Fpage%3D2",
            "%3d%% done, 100%25 of %2fs, %s&%d",
            "Tom &amp; Jerry &lt;3 &copy; &#169; &; &#; &#x; &#xffffffffff;",
            r"\u0041\u00e9 \x41 \u \x \ud800",
            "a%",
            "a%4",
            "%zz%E9%C3",
            "%00%01",
        ] {
            assert_eq!(out(text), text);
        }
    }
}
