//! The hardware address of the first network interface, for the hash over several signals.

use alloc::string::String;

use crate::facts::Facts;
use crate::needs::{Listing, Needs, add};

/// Where Linux lists its interfaces, and what is read of each.
const DIRECTORY: &str = "/sys/class/net";
const FILES: [&str; 3] = ["ifindex", "flags", "address"];
/// The program that lists them on macOS.
const IFCONFIG: &str = "ifconfig";
/// IFF_LOOPBACK of netdevice(7).
const LOOPBACK: u64 = 8;

pub(super) fn add_needs(needs: &mut Needs) {
    needs.lists.push(Listing { directory: DIRECTORY, files: &FILES });
    add(&mut needs.programs, IFCONFIG);
}

/// The address of the first interface that has one, in the order of their numbers, in lowercase with colons.
pub(super) fn first_address(facts: &Facts) -> Option<String> {
    let names = facts.names(DIRECTORY);
    let first = names.iter().filter_map(|name| interface(facts, name)).min_by_key(|(number, _)| *number);
    first.map(|(_, address)| address).or_else(|| of_ifconfig(facts.program(IFCONFIG).text()?))
}

/// The number and the address of an interface of this machine's that has hardware.
fn interface(facts: &Facts, name: &str) -> Option<(u64, String)> {
    let [index, flags, address] = FILES
        .map(|file| facts.file(&alloc::format!("{DIRECTORY}/{name}/{file}")).text().map(str::trim_ascii));
    let flags = u64::from_str_radix(flags?.strip_prefix("0x")?, 16).ok()?;
    let address = hardware(address?)?;
    (flags & LOOPBACK == 0).then_some((index?.parse().ok()?, address))
}

/// A hardware address, as Go's `net` takes it from Linux: not all of it is zero. The 4 and 16 bytes that tunnels have in
/// its place are addresses of the Internet.
fn hardware(text: &str) -> Option<String> {
    let address = text.to_ascii_lowercase();
    let mut bytes: usize = 0;
    for part in address.split(':') {
        if part.len() != 2 || !part.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        bytes = bytes.saturating_add(1);
    }
    let zero = address.bytes().all(|byte| matches!(byte, b'0' | b':'));
    (!zero && !matches!(bytes, 4 | 16)).then_some(address)
}

/// The same from `ifconfig`, which lists interfaces in the order of their numbers: a line `en0: flags=8863<UP,...>`, and
/// below it `ether ADDRESS`.
fn of_ifconfig(text: &str) -> Option<String> {
    let mut loopback = false;
    for line in text.lines() {
        if !line.starts_with([' ', '\t']) {
            loopback = line.split(['<', ',', '>']).any(|flag| flag == "LOOPBACK");
        } else if let Some(address) = line.trim_ascii().strip_prefix("ether ").and_then(hardware)
            && !loopback
        {
            return Some(address);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Answer, ErrorClass};

    fn facts(interfaces: &[(&str, &str, &str, &str)]) -> Facts {
        let mut facts = Facts::default();
        let mut names = String::new();
        for (name, index, flags, address) in interfaces {
            names.push_str(name);
            names.push('\n');
            for (file, text) in FILES.iter().zip([index, flags, address]) {
                facts.files.insert(
                    alloc::format!("{DIRECTORY}/{name}/{file}"),
                    Answer::from_text(&alloc::format!("{text}\n")),
                );
            }
        }
        facts.lists.insert(DIRECTORY, Answer::from_text(&names));
        facts
    }

    const LO: (&str, &str, &str, &str) = ("lo", "1", "0x9", "00:00:00:00:00:00");

    #[test]
    fn the_first_by_number_counts_and_not_by_name() {
        let both = [
            LO,
            ("eth10", "10", "0x1003", "02:42:ac:11:00:0a"),
            ("wlan0", "9", "0x1003", "02:42:AC:11:00:09"),
            ("eth100", "100", "0x1003", "02:42:ac:11:00:64"),
        ];
        assert_eq!(first_address(&facts(&both)).as_deref(), Some("02:42:ac:11:00:09"));
    }

    #[test]
    fn loopbacks_and_what_has_no_hardware_are_left_out() {
        for left_out in [
            ("dummy", "2", "0x9", "02:42:ac:11:00:02"),
            ("tun0", "2", "0x1091", ""),
            ("tunl0", "2", "0x80", "0a:14:1e:28"),
            ("sit0", "2", "0x80", "00:00:00:00"),
            ("ip6tnl0", "2", "0x80", "20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:01"),
            ("zero", "2", "0x1003", "00:00:00:00:00:00"),
            ("odd", "2", "0x1003", "02:42:ac:11:00"),
        ] {
            let expected =
                if left_out.0 == "odd" { Some("02:42:ac:11:00") } else { Some("02:42:ac:11:00:07") };
            let found = first_address(&facts(&[LO, left_out, ("eth0", "7", "0x1003", "02:42:ac:11:00:07")]));
            assert_eq!(found.as_deref(), expected, "{left_out:?}");
        }
        assert_eq!(first_address(&facts(&[LO])), None);
        assert_eq!(first_address(&Facts::default()), None);
    }

    #[test]
    fn infiniband_has_twenty_bytes_of_hardware() {
        let address = "80:00:00:48:fe:80:00:00:00:00:00:00:00:02:c9:03:00:0a:0b:0c";
        assert_eq!(first_address(&facts(&[("ib0", "3", "0x1003", address)])).as_deref(), Some(address));
    }

    #[test]
    fn an_interface_that_cannot_be_read_is_none() {
        let mut facts = facts(&[
            ("eth0", "2", "0x1003", "02:42:ac:11:00:02"),
            ("eth1", "3", "0x1003", "02:42:ac:11:00:03"),
        ]);
        facts.files.insert("/sys/class/net/eth0/address", Answer::Failed(ErrorClass::Denied));
        assert_eq!(first_address(&facts).as_deref(), Some("02:42:ac:11:00:03"));
        facts.files.insert("/sys/class/net/eth1/flags", Answer::from_text("1003"));
        assert_eq!(first_address(&facts), None);
    }

    #[test]
    fn macos_lists_them_in_order() {
        let mut facts = Facts::default();
        facts.programs.insert(
            IFCONFIG,
            Answer::from_text(
                "lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\n\tether 02:00:00:00:00:01\n\
                 gif0: flags=8010<POINTOPOINT,MULTICAST> mtu 1280\n\
                 en0: flags=8863<UP,BROADCAST,SMART,RUNNING> mtu 1500\n\toptions=6460<TSO4>\n\tether a4:83:e7:01:02:03\n\
                 en1: flags=8963<UP> mtu 1500\n\tether 36:00:00:00:00:00\n",
            ),
        );
        assert_eq!(first_address(&facts).as_deref(), Some("a4:83:e7:01:02:03"));
    }
}
