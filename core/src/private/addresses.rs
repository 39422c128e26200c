//! The machine's own addresses, as Linux lists them below `/proc/net`.

use alloc::string::String;
use alloc::vec::Vec;

/// How many of either version are known. A machine with guests has dozens; one of a cluster bears those of its services
/// too, which may be thousands.
const MOST: usize = 128;

/// The IPv4 addresses of `fib_trie`: a line `|-- ADDRESS`, and below it `/32 host LOCAL` where it is one of this
/// machine's. The loopback's are everybody's. The list tells each of them twice.
pub(super) fn local_ipv4(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut leaf = "";
    for line in text.lines() {
        let line = line.trim_ascii();
        if let Some(address) = line.strip_prefix("|-- ") {
            leaf = address;
        } else if line.starts_with("+--") {
            leaf = "";
        } else if line.starts_with("/32 host LOCAL")
            && is_ipv4(leaf)
            && !leaf.starts_with("127.")
            && !found.contains(&leaf)
            && found.len() < MOST
        {
            found.push(leaf);
        }
    }
    found
}

fn is_ipv4(text: &str) -> bool {
    (7..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The addresses of `if_inet6`: 32 hexadecimal digits, the number of the interface, the length of the prefix, the scope
/// and more. Those of the scopes `host` and `link` say nothing outside of them.
pub(super) fn global_ipv6(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut fields = line.split_ascii_whitespace();
        let address = fields.next().and_then(ipv6);
        if let (Some(address), Some(scope)) = (address, fields.nth(2))
            && !matches!(scope, "10" | "20")
            && found.len() < MOST
        {
            found.push(address);
        }
    }
    found
}

/// An address in the form that everybody writes (RFC 5952): groups of four digits without zeros in front, `::` in the
/// place of the first of the longest runs of groups that are zero, of two at least.
fn ipv6(digits: &str) -> Option<String> {
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let groups = || (0..8_usize).filter_map(|index| digits.get(index.wrapping_mul(4)..)?.get(..4));
    let zeros = |from: usize| groups().skip(from).take_while(|group| *group == "0000").count();
    let longest = (0..8).map(zeros).max().filter(|count| *count > 1);
    let gap = longest.and_then(|count| {
        (0..8).find(|from| zeros(*from) == count).map(|from| from..from.wrapping_add(count))
    });
    let mut out = String::new();
    for (index, group) in groups().enumerate() {
        match &gap {
            Some(gap) if gap.start == index => out.push_str("::"),
            Some(gap) if gap.contains(&index) => {}
            _ => {
                if !out.is_empty() && !out.ends_with("::") {
                    out.push(':');
                }
                let short = group.trim_start_matches('0');
                out.push_str(if short.is_empty() { "0" } else { short });
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIB_TRIE: &str = "Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 10.20.0.0/16 2 0 2
        |-- 10.20.0.0
           /16 link UNICAST
        |-- 10.20.30.40
           /32 host LOCAL
        |-- 10.20.255.255
           /32 link BROADCAST
     +-- 127.0.0.0/8 2 0 2
        |-- 127.0.0.1
           /32 host LOCAL
     |-- 192.0.2.7
        /24 link UNICAST
        /32 host LOCAL
Local:
     |-- 10.20.30.40
        /32 host LOCAL
";

    #[test]
    fn local_leaves_are_addresses_of_this_machine() {
        assert_eq!(local_ipv4(FIB_TRIE), ["10.20.30.40", "192.0.2.7"]);
        let windows = FIB_TRIE.replace('\n', "\r\n");
        assert_eq!(local_ipv4(&windows), ["10.20.30.40", "192.0.2.7"]);
    }

    #[test]
    fn what_is_no_such_list_has_no_addresses() {
        for text in [
            "",
            "/32 host LOCAL\n",
            "|-- 10.20.30.40\n",
            "|-- \n/32 host LOCAL\n",
            "|-- somewhere\n/32 host LOCAL\n",
            "|-- 10.20.30.40\n+-- 10.0.0.0/8 2 0 2\n/32 host LOCAL\n",
        ] {
            assert_eq!(local_ipv4(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn addresses_of_wide_scopes_are_written_as_people_write_them() {
        let text = "00000000000000000000000000000001 01 80 10 80       lo
fe80000000000000021122fffe334455 02 40 20 80     eth0
20010db8000000000000000000000007 02 40 00 80     eth0
fd000000000000010000000000000002 03 40 00 80     eth1
fec00000000000000000000000000003 03 40 40 80     eth1
";
        assert_eq!(global_ipv6(text), ["2001:db8::7", "fd00:0:0:1::2", "fec0::3"]);
        for text in ["", "\n", "2001:db8::7 02 40 00 80 eth0", "20010db8000000000000000000000007 02 40", "x"]
        {
            assert_eq!(global_ipv6(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn zeros_are_left_out_as_the_recommendation_says() {
        for (digits, written) in [
            ("20010db8000000000000000000000001", "2001:db8::1"),
            ("20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"),
            ("20010000000000010000000000000001", "2001:0:0:1::1"),
            ("20010db8000000000001000000000001", "2001:db8::1:0:0:1"),
            ("00000000000000000000000000000000", "::"),
            ("00000000000000000000000000000001", "::1"),
            ("fd000000000000000000000000000000", "fd00::"),
            ("0001000200030004000500060007abcd", "1:2:3:4:5:6:7:abcd"),
        ] {
            assert_eq!(ipv6(digits).as_deref(), Some(written));
        }
        for text in ["", "2001:db8:0:0:0:0:0:000000000001", "20010db80000000000000000000000zz"] {
            assert_eq!(ipv6(text), None, "{text}");
        }
    }

    #[test]
    fn there_are_never_many() {
        let many: String = (0..300)
            .map(|last| alloc::format!("|-- 10.1.{}.{}\n/32 host LOCAL\n", last / 100, last % 100))
            .collect();
        assert_eq!(local_ipv4(&many).len(), 128);
    }
}
