//! The machine's own addresses, as Linux lists them below `/proc/net`.

use core::net::{Ipv4Addr, Ipv6Addr};

/// More than this are the addresses of a machine's guests rather than its own.
const MOST: usize = 16;

/// The IPv4 addresses of `fib_trie`: a line `|-- ADDRESS`, and below it `/32 host LOCAL` where it is one of this
/// machine's. The loopback's are everybody's.
pub(super) fn local_ipv4(text: &str) -> impl Iterator<Item = &str> {
    let mut leaf = None;
    let local = text.lines().filter_map(move |line| {
        let line = line.trim();
        match line.strip_prefix("|-- ") {
            Some(address) => leaf = Some(address),
            None if line.starts_with("+--") => leaf = None,
            None if line.starts_with("/32 host LOCAL") => return leaf.take(),
            None => {}
        }
        None
    });
    local.filter(|address| address.parse().is_ok_and(|address: Ipv4Addr| !address.is_loopback())).take(MOST)
}

/// The addresses of `if_inet6`: 32 hexadecimal digits, the number of the interface, the length of the prefix, the scope
/// and more. Those of the scopes `host` and `link` say nothing outside of them.
pub(super) fn global_ipv6(text: &str) -> impl Iterator<Item = Ipv6Addr> {
    let global = text.lines().filter_map(|line| {
        let mut fields = line.split_ascii_whitespace();
        let address = fields.next().filter(|digits| digits.len() == 32)?;
        let address = u128::from_str_radix(address, 16).ok()?;
        (!matches!(fields.nth(2)?, "10" | "20")).then(|| Ipv6Addr::from(address))
    });
    global.take(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;

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
        let found: Vec<&str> = local_ipv4(FIB_TRIE).collect();
        assert_eq!(found, ["10.20.30.40", "192.0.2.7", "10.20.30.40"]);
        let windows = FIB_TRIE.replace('\n', "\r\n");
        assert_eq!(local_ipv4(&windows).count(), 3);
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
            assert_eq!(local_ipv4(text).next(), None, "{text:?}");
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
        let found: Vec<_> = global_ipv6(text).map(|address| address.to_string()).collect();
        assert_eq!(found, ["2001:db8::7", "fd00:0:0:1::2", "fec0::3"]);
        for text in ["", "\n", "2001:db8::7 02 40 00 80 eth0", "20010db8000000000000000000000007 02 40", "x"]
        {
            assert_eq!(global_ipv6(text).next(), None, "{text:?}");
        }
    }

    #[test]
    fn there_are_never_many() {
        let many: alloc::string::String = (0..300)
            .map(|last| alloc::format!("|-- 10.1.{}.{}\n/32 host LOCAL\n", last / 100, last % 100))
            .collect();
        assert_eq!(local_ipv4(&many).count(), 16);
    }
}
