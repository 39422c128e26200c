//! Classes of bytes: one table look-up answers all that the recognisers ask of a single byte.

/// A set of classes, one bit each.
pub(crate) type Class = u16;

/// `a` to `z`.
pub(crate) const LOWER: Class = 1;
/// `A` to `Z`.
pub(crate) const UPPER: Class = 1 << 1;
/// `0` to `9`.
pub(crate) const DIGIT: Class = 1 << 2;
/// Hexadecimal digits in either case.
pub(crate) const HEX: Class = 1 << 3;
/// What tokens consist of: ASCII letters, digits, `_` and `-`.
pub(crate) const TOKEN: Class = 1 << 4;
/// What host names consist of: ASCII letters, digits, `-` and `.`.
pub(crate) const HOST: Class = 1 << 5;
/// What the local part of an e-mail address consists of (RFC 5322 atoms and dots, and whatever is not ASCII), without
/// the characters that rather stand around an address: `'`, `` ` ``, `/`, `=`, `{`, `}`, `|`, `$`, `?`, `*`, `^`.
pub(crate) const LOCAL: Class = 1 << 6;
/// What a path consists of when nothing quotes it.
pub(crate) const PATH: Class = 1 << 7;
/// White space and control characters.
pub(crate) const SPACE: Class = 1 << 8;
/// `"`, `'` and `` ` ``.
pub(crate) const QUOTE: Class = 1 << 9;
/// What base64 consists of, in both alphabets (RFC 4648), with its padding.
pub(crate) const BASE64: Class = 1 << 10;
/// What the names of variables, flags, headers and members consist of: letters, digits, `_`, `-`, `.`.
pub(crate) const NAME: Class = 1 << 11;
/// Bytes at which a recogniser may begin.
pub(crate) const TRIGGER: Class = 1 << 12;
/// Bytes outside of ASCII, which are parts of letters for all that matters here.
pub(crate) const BEYOND: Class = 1 << 13;
/// Operators that stand between a name and its value.
pub(crate) const OPERATOR: Class = 1 << 14;
/// Bytes at which a value may end: white space, quotes, backslashes, and what separates fields.
pub(crate) const END: Class = 1 << 15;

/// What begins a sequence for a terminal (ECMA-48 section 5.4).
pub(crate) const ESCAPE: u8 = 0x1b;

/// ASCII letters.
pub(crate) const LETTER: Class = LOWER | UPPER;
/// ASCII letters and digits.
pub(crate) const ALNUM: Class = LETTER | DIGIT;

// No constant: those may be copied to where they are used.
static TABLE: [Class; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the table")]
        {
            #[expect(clippy::cast_possible_truncation, reason = "below 256")]
            let byte = index as u8;
            table[index] = classify(byte);
        }
        index = index.wrapping_add(1);
    }
    table
};

const fn classify(byte: u8) -> Class {
    let base = match byte {
        b'a'..=b'f' => LOWER | HEX | TOKEN | HOST | LOCAL | PATH | BASE64 | NAME,
        b'g'..=b'z' => LOWER | TOKEN | HOST | LOCAL | PATH | BASE64 | NAME,
        b'A'..=b'F' => UPPER | HEX | TOKEN | HOST | LOCAL | PATH | BASE64 | NAME,
        b'G'..=b'Z' => UPPER | TOKEN | HOST | LOCAL | PATH | BASE64 | NAME,
        b'0'..=b'9' => DIGIT | HEX | TOKEN | HOST | LOCAL | PATH | BASE64 | NAME,
        b'_' => TOKEN | LOCAL | PATH | BASE64 | NAME,
        b'-' => TOKEN | HOST | LOCAL | PATH | BASE64 | NAME,
        b'.' => HOST | LOCAL | PATH | NAME,
        b'+' => LOCAL | PATH | BASE64,
        b'/' => PATH | BASE64,
        b'=' => PATH | BASE64 | OPERATOR,
        b':' | b'!' | b'?' => OPERATOR,
        b'%' | b'#' | b'&' => LOCAL | PATH,
        b'@' | b'~' | b'$' | b'{' | b'}' | b'^' => PATH,
        b'"' | b'\'' | b'`' => QUOTE,
        0..=32 | 127 => SPACE,
        128.. => LOCAL | PATH | BEYOND,
        _ => 0,
    };
    let trigger = match byte {
        b'@' | b':' | b'/' | b'\\' | b'=' | b'~' | b'.' | b'-' | b'"' | b'\'' | b'`' | b'$' => TRIGGER,
        // The beginning of the next line.
        b'\n' => TRIGGER,
        // What is written in another way: `%3D`, `&quot;`, quotes of typographers.
        b'%' | b'&' | 0xc2 | 0xe2 | 0xef | ESCAPE => TRIGGER,
        _ => 0,
    };
    let end = match byte {
        b'\\' | b'<' | b'&' | b',' | b';' | b'|' => END,
        _ if base & (SPACE | QUOTE) != 0 => END,
        _ => 0,
    };
    base | trigger | end
}

/// Whether a byte belongs to one of some classes.
#[inline]
pub(crate) fn is(byte: u8, classes: Class) -> bool {
    of(byte) & classes != 0
}

/// All classes of a byte.
#[inline]
pub(crate) const fn of(byte: u8) -> Class {
    #[expect(clippy::indexing_slicing, reason = "the table has an entry for each byte")]
    TABLE[byte as usize]
}
