//! The engines side by side, each as its own page says that it should be used: made once, then handed one string after
//! another.

use aboveboard::{Fact, PrivateFacts};

/// What a host knows, six values, as in the budget.
const FACTS: &[Fact<'static>] = &[
    Fact::HostName("web01.acme.internal"),
    Fact::UserName("jane.doe"),
    Fact::Home("/home/jane.doe"),
    Fact::Directory("/srv/customers/acme"),
    Fact::Address("203.0.113.77"),
    Fact::Secret("S3cr3tValue42zz"),
];

/// Something that goes over strings; gives a number that depends on its work, so that none of it is left out.
pub trait Engine {
    fn name(&self) -> &'static str;
    fn run(&self, text: &str) -> usize;
}

/// Every engine, the baseline first and ours second.
pub fn all() -> Vec<Box<dyn Engine>> {
    let own: Vec<Box<dyn Engine>> =
        vec![Box::new(ByteTable::new()), Box::new(Ours(PrivateFacts::new(FACTS)))];
    #[cfg(feature = "peers")]
    let own = own.into_iter().chain(crate::peers::all()).collect();
    own
}

/// The sum of a table's entries: what it costs to look at each byte once.
struct ByteTable([u64; 256]);

impl ByteTable {
    fn new() -> Self {
        Self(std::array::from_fn(|index| (index as u64).wrapping_mul(0x9e37_79b9)))
    }
}

impl Engine for ByteTable {
    fn name(&self) -> &'static str {
        "byte table"
    }

    #[inline(never)]
    fn run(&self, text: &str) -> usize {
        let sum = text.bytes().fold(0_u64, |sum, byte| sum.wrapping_add(self.0[usize::from(byte)]));
        usize::try_from(sum & 0xff).unwrap_or_default()
    }
}

struct Ours(PrivateFacts);

impl Engine for Ours {
    fn name(&self) -> &'static str {
        "aboveboard"
    }

    #[inline(never)]
    fn run(&self, text: &str) -> usize {
        aboveboard::scrub(text, &self.0).text.len()
    }
}
