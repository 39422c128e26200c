//! Keyed hashes in the form of ids, as systemd makes them.

use sha2::{Digest, Sha256};

/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// HMAC-SHA256 (RFC 2104) under a key of 16 bytes.
fn hmac(key: &[u8; 16], message: &[u8]) -> [u8; 32] {
    let pad = |fill: u8| {
        let mut block = [fill; BLOCK];
        for (place, byte) in block.iter_mut().zip(key) {
            *place ^= byte;
        }
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

/// An id that only who has the key can tell from the message: the first half of the HMAC, with the bits of a version 4
/// UUID, as `sd_id128_get_machine_app_specific(3)` makes it.
pub(super) fn id(key: &[u8; 16], message: &[u8]) -> [u8; 16] {
    let hash = hmac(key, message);
    let half = hash.first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_random_bytes(half).into_uuid().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;

    /// RFC 4231 has no key of 16 bytes, so these were computed with Python's `hmac`.
    #[test]
    fn the_hash_is_hmac_sha256() {
        assert_eq!(
            hex::write(&hmac(&[0x0b; 16], b"Hi There")),
            "492ce020fe2534a5789dc3848806c78f4f6711397f08e7e7a12ca5a4483c8aa6"
        );
        assert_eq!(
            hex::write(&hmac(b"0123456789abcdef", &[b'x'; 200])),
            "60105f0d4de3e57e3556a40e7b481773e106a8ede593a753b66fae4999296ee1"
        );
    }

    fn key(digits: &str) -> [u8; 16] {
        hex::parse(digits).unwrap().try_into().unwrap()
    }

    /// `systemd-id128 machine-id --app-specific` on a machine with this id, and the same with the roles changed.
    #[test]
    fn ids_are_those_of_systemd() {
        let (machine, application) =
            (key("51df0b4bc3b04c9780e299b98ca373b8"), key("f03daaeb1c334b43a732172944bf772e"));
        assert_eq!(hex::write(&id(&machine, &application)), "1dee5954e75c4d6fb96cc6c04ca18a86");
        assert_eq!(hex::write(&id(&application, &machine)), "2d2d935182a14e468b09397530d35679");
    }
}
