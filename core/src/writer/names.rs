//! Whether an event names nothing but what its contract declares: asked of those that are not built, since filling a plan
//! finds it out on the way.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::contract::{Given, Plan};
use crate::error::Error;
use crate::json::{Json, Members};
use crate::path::Path;
use crate::reader::At;
use crate::text::listed;

/// Checks the names of an event's fields.
pub(crate) fn check(plan: &Plan, fields: &Members<'_>) -> Result<(), Error> {
    branch(plan, 0, fields, Path::root())
}

fn branch(plan: &Plan, start: usize, fields: &Members<'_>, path: Path<'_>) -> Result<(), Error> {
    for (name, value) in fields {
        let field = plan.field(start, name).ok_or_else(|| undeclared(plan, start, &path.to_string()))?;
        if let Given::Branch(start) = field {
            let below = path.key(name);
            let Json::Object(fields) = value else {
                return Err(At { value, path: Path::root() }
                    .wrong_type("an object")
                    .at(format!("/fields{below}")));
            };
            branch(plan, start, fields, below)?;
        }
    }
    Ok(())
}

/// The error of a field that nothing of the branch takes; `at` is the pointer to the branch.
pub(super) fn undeclared(plan: &Plan, start: usize, at: &str) -> Error {
    error(plan.fields(start), at)
}

/// The same, where these are the names that are declared. What the field is called may be data and is not told.
pub(super) fn error(declared: Vec<&str>, at: &str) -> Error {
    let declared = if declared.is_empty() { "nothing".to_string() } else { listed(declared.into_iter()) };
    Error::new("undeclared_field", "the contract declares no such field for events to fill in")
        .at(format!("/fields{at}"))
        .hint(format!("ids, times and constants are filled in by themselves; declared here: {declared}"))
}
