//! What makes an object of the payload tree a leaf, and which members a declaration may have.

use crate::json::Json;

/// The members of a leaf of one kind: those of the kind, and those of every leaf.
macro_rules! with_leaf {
    ($($name:literal),*) => {
        &[$($name,)* "why", "optional", "nullable", "default", "feature", "example"]
    };
}

/// The members of such a leaf within an object of a list or map.
macro_rules! within {
    ($($name:literal),*) => {
        &[$($name,)* "optional", "nullable", "default"]
    };
}

type Members = &'static [&'static str];

/// The members that an object may have, by what it is a declaration of.
pub(super) struct Known {
    pub(super) leaf: Members,
    /// An item of a list or map, or the names of a map.
    pub(super) item: Members,
    /// A member of an object that is such an item.
    pub(super) part: Members,
}

/// A member with one of these names and a value that is no object makes an object of the payload tree a leaf.
const KINDS: &[(&str, Known)] = &[
    ("constant", Known { leaf: &["constant", "why"], item: &[], part: &[] }),
    (
        "from",
        Known {
            leaf: &[
                "from",
                "precision",
                "vocabulary",
                "why",
                "optional",
                "nullable",
                "default",
                "feature",
                "example",
            ],
            item: &[],
            part: &[],
        },
    ),
    (
        "enum",
        Known { leaf: with_leaf!["enum", "other"], item: &["enum", "other"], part: within!["enum", "other"] },
    ),
    (
        "token",
        Known {
            leaf: with_leaf!["token", "other"],
            item: &["token", "other"],
            part: within!["token", "other"],
        },
    ),
    (
        "version",
        Known {
            leaf: with_leaf!["version", "other"],
            item: &["version", "other"],
            part: within!["version", "other"],
        },
    ),
    (
        "boolean",
        Known {
            leaf: with_leaf!["boolean", "omit_empty"],
            item: &["boolean"],
            part: within!["boolean", "omit_empty"],
        },
    ),
    (
        "integer",
        Known {
            leaf: with_leaf!["integer", "round", "clamp", "omit_empty"],
            item: &["integer", "round", "clamp"],
            part: within!["integer", "round", "clamp", "omit_empty"],
        },
    ),
    ("bucket", Known { leaf: with_leaf!["bucket"], item: &["bucket"], part: within!["bucket"] }),
    ("text", Known { leaf: with_leaf!["text"], item: &["text"], part: within!["text"] }),
    ("list", Known { leaf: with_leaf!["list", "omit_empty"], item: &[], part: &[] }),
    ("map", Known { leaf: with_leaf!["map", "base", "omit_empty"], item: &[], part: &[] }),
];

/// The kind of leaf that this object of the payload tree is; `None` for a branch.
pub(super) fn leaf_kind(value: &Json<'_>) -> Option<&'static str> {
    let found = KINDS
        .iter()
        .find(|(kind, _)| value.member(kind).is_some_and(|value| !matches!(value, Json::Object(_))));
    found.map(|(kind, _)| *kind)
}

/// What the declarations of a kind may say.
pub(super) fn known(kind: &str) -> &'static Known {
    const NOTHING: &Known = &Known { leaf: &[], item: &[], part: &[] };
    KINDS.iter().find(|(name, _)| *name == kind).map_or(NOTHING, |(_, known)| known)
}
