//! The id that a system gives its machine, and where it says nothing.

use super::Ephemeral;
use crate::answer::Answer;
use crate::facts::Facts;
use crate::hex;
use crate::needs::{Needs, add};
use crate::{text, unattended};

/// machine-id(5), and where D-Bus keeps it on systems without systemd.
pub(super) const SYSTEMD: &str = "/etc/machine-id";
const DBUS: &str = "/var/lib/dbus/machine-id";
/// The programs that tell it on macOS and on Windows.
pub(super) const IOREG: &str = "ioreg";
pub(super) const MACHINE_GUID: &str = "machine_guid";

/// Files that container engines put into a container: Docker; Podman and CRI-O; systemd-nspawn and LXC by way of systemd.
const CONTAINER_FILES: &[&str] = &["/.dockerenv", "/run/.containerenv", "/run/systemd/container"];
/// Control groups of the first process, by which older engines show.
const CONTROL_GROUPS: &str = "/proc/1/cgroup";
const ENGINES: &[&str] = &["/docker", "/kubepods", "/lxc", "/libpod", "containerd", "/machine.slice"];
/// Variables that engines set: systemd-nspawn, Podman and LXC; Kubernetes.
const CONTAINER_VARIABLES: &[&str] = &["container", "KUBERNETES_SERVICE_HOST"];

/// Ids that many machines have. Whonix and Kicksecure give all of theirs this one, so that nobody stands out.
const SHARED: &[&str] = &["b08dfa6083e7567a1921a715000001fb"];

/// Adds what has to be read in order to know the machine's id, and whether it means anything.
pub(super) fn add_needs(needs: &mut Needs) {
    CONTAINER_VARIABLES.iter().for_each(|name| add(&mut needs.variables, name));
    unattended::build_variables().for_each(|name| add(&mut needs.variables, name));
    for file in [SYSTEMD, DBUS, CONTROL_GROUPS].iter().chain(CONTAINER_FILES) {
        add(&mut needs.files, file);
    }
    [IOREG, MACHINE_GUID].iter().for_each(|word| add(&mut needs.programs, word));
}

/// The bytes of the machine's own id. It is a secret: only what is derived from it may leave.
pub(super) fn read(facts: &Facts) -> Result<[u8; 16], Ephemeral> {
    if unattended::is_build(facts) {
        return Err(Ephemeral::Build);
    }
    if is_container(facts) {
        return Err(Ephemeral::Container);
    }
    let file = match facts.file(SYSTEMD) {
        Answer::Absent => facts.file(DBUS),
        answer => answer,
    };
    match file {
        Answer::Text(text) => parse(text.trim_ascii()),
        Answer::Undecodable => Err(Ephemeral::MachineIdInvalid),
        Answer::Failed(_) => Err(Ephemeral::MachineIdUnreadable),
        Answer::Absent => match of_program(facts) {
            Some(text) => parse(text),
            None => Err(Ephemeral::MachineIdAbsent),
        },
    }
}

/// What `ioreg` or the registry says, where there is no file.
pub(super) fn of_program(facts: &Facts) -> Option<&str> {
    let after = |program, name| {
        let output = facts.program(program).text()?;
        output.lines().find_map(|line| line.trim_ascii().strip_prefix(name))
    };
    let ioreg = after(IOREG, "\"IOPlatformUUID\" = \"").and_then(|rest| rest.split('"').next());
    // Between name and value stands the value's type.
    ioreg.or_else(|| after(MACHINE_GUID, "MachineGuid")?.split_ascii_whitespace().nth(1))
}

/// An id of 32 hexadecimal digits, or the same as a UUID, as `sd_id128_from_string(3)` reads it.
fn parse(text: &str) -> Result<[u8; 16], Ephemeral> {
    if matches!(text, "" | "uninitialized") {
        return Err(Ephemeral::MachineIdUnset);
    }
    let digits: alloc::string::String = match text.len() {
        32 => text.to_ascii_lowercase(),
        36 if text.bytes().enumerate().all(|(at, byte)| (byte == b'-') == matches!(at, 8 | 13 | 18 | 23)) => {
            text.bytes()
                .filter(|byte| *byte != b'-')
                .map(|byte| char::from(byte.to_ascii_lowercase()))
                .collect()
        }
        _ => return Err(Ephemeral::MachineIdInvalid),
    };
    let bytes: [u8; 16] =
        hex::parse(&digits).and_then(|bytes| bytes.try_into().ok()).ok_or(Ephemeral::MachineIdInvalid)?;
    match bytes {
        [0, ..] if bytes == [0; 16] => Err(Ephemeral::MachineIdUnset),
        // Nobody's generator says one digit over and over; somebody's image does.
        _ if digits.bytes().all(|digit| digits.as_bytes().first() == Some(&digit)) => {
            Err(Ephemeral::MachineIdShared)
        }
        _ if SHARED.contains(&digits.as_str()) => Err(Ephemeral::MachineIdShared),
        _ => Ok(bytes),
    }
}

/// Whether this is a container. Its id is its image's, or as short-lived as itself.
fn is_container(facts: &Facts) -> bool {
    let marked = CONTAINER_FILES.iter().any(|file| *facts.file(file) != Answer::Absent);
    let told = CONTAINER_VARIABLES.iter().any(|name| match facts.variable(name) {
        Answer::Absent => false,
        answer => answer.text() != Some(""),
    });
    let groups = facts.file(CONTROL_GROUPS).text().unwrap_or_default();
    marked || told || ENGINES.iter().any(|engine| text::contains(groups, engine))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::ErrorClass;
    use alloc::format;
    use alloc::string::String;

    const ID: &str = "51df0b4bc3b04c9780e299b98ca373b8";

    fn facts(file: &str) -> Facts {
        let mut facts = Facts::default();
        facts.files.insert(SYSTEMD, Answer::from_text(file));
        facts
    }

    #[test]
    fn the_same_id_is_read_from_however_it_is_written() {
        let expected = Ok(hex::parse(ID).unwrap().try_into().unwrap());
        for text in [
            ID.into(),
            format!("{ID}\n"),
            format!("{ID}\r\n"),
            format!(" {ID} \n\n"),
            ID.to_ascii_uppercase(),
            "51df0b4b-c3b0-4c97-80e2-99b98ca373b8\n".into(),
        ] {
            assert_eq!(read(&facts(&text)), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for (text, why) in [
            (String::new(), Ephemeral::MachineIdUnset),
            ("\n".into(), Ephemeral::MachineIdUnset),
            ("uninitialized\n".into(), Ephemeral::MachineIdUnset),
            ("0".repeat(32), Ephemeral::MachineIdUnset),
            ("00000000-0000-0000-0000-000000000000".into(), Ephemeral::MachineIdUnset),
            ("f".repeat(32), Ephemeral::MachineIdShared),
            ("B08DFA6083E7567A1921A715000001FB".into(), Ephemeral::MachineIdShared),
            (ID.trim_end_matches('8').into(), Ephemeral::MachineIdInvalid),
            (format!("{ID}0"), Ephemeral::MachineIdInvalid),
            (format!("{ID} trailing"), Ephemeral::MachineIdInvalid),
            (format!("\u{feff}{ID}"), Ephemeral::MachineIdInvalid),
            (ID.replace('8', "g"), Ephemeral::MachineIdInvalid),
            ("51df0b4b-c3b0-4c97-80e299b98ca373b8-".into(), Ephemeral::MachineIdInvalid),
            ("51df0b4bc3b0-4c97-80e2-99b9-8ca373b8".into(), Ephemeral::MachineIdInvalid),
            ("Uninitialized".into(), Ephemeral::MachineIdInvalid),
            (format!("{ID}\n").repeat(4000), Ephemeral::MachineIdUnreadable),
        ] {
            assert_eq!(read(&facts(&text)), Err(why), "{text:.80?}");
        }
        let mut closed = facts(ID);
        closed.files.insert(SYSTEMD, Answer::Failed(ErrorClass::Denied));
        // One that can be read elsewhere is no way around a closed one.
        closed.files.insert(DBUS, Answer::from_text(ID));
        assert_eq!(read(&closed), Err(Ephemeral::MachineIdUnreadable));
        assert_eq!(read(&Facts::default()), Err(Ephemeral::MachineIdAbsent));
    }

    #[test]
    fn other_systems_tell_it_by_their_programs() {
        let expected = Ok(hex::parse(ID).unwrap().try_into().unwrap());
        let mut mac = Facts::default();
        mac.programs.insert(
            IOREG,
            Answer::from_text(
                "+-o J314sAP  <class IOPlatformExpertDevice>\n    {\n      \"IOPlatformSerialNumber\" = \"X\"\n      \
                 \"IOPlatformUUID\" = \"51DF0B4B-C3B0-4C97-80E2-99B98CA373B8\"\n    }\n",
            ),
        );
        assert_eq!(read(&mac), expected);
        let mut windows = Facts::default();
        windows.programs.insert(
            MACHINE_GUID,
            Answer::from_text(
                "\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\r\n    MachineGuid    REG_SZ    \
                 51df0b4b-c3b0-4c97-80e2-99b98ca373b8\r\n\r\n",
            ),
        );
        assert_eq!(read(&windows), expected);
        windows.programs.insert(MACHINE_GUID, Answer::from_text("    MachineGuid    REG_SZ\r\n"));
        assert_eq!(read(&windows), Err(Ephemeral::MachineIdAbsent));
    }

    #[test]
    fn containers_and_builds_have_no_id_of_their_own() {
        for file in CONTAINER_FILES {
            let mut facts = facts(ID);
            facts.files.insert(*file, Answer::from_text(""));
            assert_eq!(read(&facts), Err(Ephemeral::Container), "{file}");
        }
        for (name, text, container) in [
            ("container", "podman", true),
            ("KUBERNETES_SERVICE_HOST", "10.0.0.1", true),
            ("container", "", false),
        ] {
            let mut facts = facts(ID);
            facts.variables.insert(name, Answer::from_text(text));
            assert_eq!(read(&facts) == Err(Ephemeral::Container), container, "{name}={text}");
        }
        for (groups, container) in [
            ("12:cpuset:/docker/0123\n", true),
            ("0::/kubepods.slice/kubepods-burstable.slice\n", true),
            ("0::/init.scope\n", false),
            ("0::/\n", false),
        ] {
            let mut facts = facts(ID);
            facts.files.insert(CONTROL_GROUPS, Answer::from_text(groups));
            assert_eq!(read(&facts) == Err(Ephemeral::Container), container, "{groups}");
        }
        let mut build = facts(ID);
        build.variables.insert("GITHUB_ACTIONS", Answer::from_text("true"));
        assert_eq!(read(&build), Err(Ephemeral::Build));
    }
}
