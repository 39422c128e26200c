//! A small template language over the tree of a contract: words are data, and take a tenth of the code.
//!
//! | tag | writes |
//! | --- | --- |
//! | `<path\|filter>` | the value at the path, through a filter of the caller's; the filter may be left out |
//! | `<?path>` ... `<\|>` ... `<.>` | the first part where there is something at the path, the second where there is nothing |
//! | `<?path=word>` ... `<.>` | the same for: this text, boolean or integer stands there |
//! | `<?%test>` ... `<.>` | the same for a test of the caller's |
//! | `<*path>` ... `<.>` | its inside for each item of a list, or each member of an object |
//! | `<*path;last>` ... `<.>` | the same with `, ` between what has been written, and `last` before the last of it |
//! | `<#path>` ... `<.>` | its inside for each leaf of a payload's tree |
//! | `<:path>` ... `<.>` | its inside for what stands at the path |
//! | `<&part>` | another template |
//!
//! A path is names (or indices) with dots between them, from what the inside is for; from the whole contract where it
//! begins with `/`. `.` is the thing itself, and `@` its name: of a member, the dotted path of a leaf, the number of an item.
//! `^` is the name of what it is in.

use alloc::string::String;
use alloc::vec::Vec;

use super::canonical::canonical;
use super::leaves;
use super::node::Node;
use super::text::{decimal, put};

/// Templates, and what only the caller knows.
pub(super) struct Template<'t> {
    /// The templates by name.
    pub(super) parts: &'t [(&'t str, &'t str)],
    /// Writes a value through the filter of this name; the last argument is what the value stands in.
    pub(super) filter: fn(out: &mut String, filter: &str, value: &str, node: Node<'_>),
    /// Whether something that cannot be said in a path is true of the contract.
    pub(super) test: fn(name: &str, document: Node<'_>, node: Node<'_>) -> bool,
}

/// What an inside is for.
#[derive(Clone, Copy)]
struct Scope<'s> {
    node: Node<'s>,
    name: &'s str,
    outer: &'s str,
}

/// How an inside ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Else,
    Closed,
}

impl Template<'_> {
    /// Appends the template of this name, filled in for a value of the contract and the name that it has.
    pub(super) fn write(&self, out: &mut String, part: &str, document: Node<'_>, node: Node<'_>, name: &str) {
        let mut writing = Writing { template: self, document, out };
        writing.part(part, Scope { node, name, outer: "" });
    }
}

struct Writing<'w, 'j> {
    template: &'w Template<'w>,
    document: Node<'j>,
    out: &'w mut String,
}

impl<'w> Writing<'w, '_> {
    fn part(&mut self, name: &str, scope: Scope<'_>) {
        if let Some((_, text)) = self.template.parts.iter().find(|(part, _)| *part == name) {
            self.inside(text, scope, true);
        }
    }

    /// Writes up to the end of an inside, or only finds that end; gives what follows it.
    fn inside<'t>(&mut self, mut text: &'t str, scope: Scope<'_>, writes: bool) -> (&'t str, End) {
        while let Some((plain, tagged)) = text.split_once('<') {
            let (tag, behind) = tagged.split_once('>').unwrap_or((tagged, ""));
            text = behind;
            if writes {
                self.out.push_str(plain);
            }
            if tag == "." {
                return (text, End::Closed);
            }
            if tag == "|" {
                return (text, End::Else);
            }
            let (sign, rest) = tag.split_at_checked(1).unwrap_or((tag, ""));
            text = match sign {
                "?" => {
                    let holds = writes && self.holds(rest, scope);
                    let (behind, end) = self.inside(text, scope, holds);
                    if end == End::Else { self.inside(behind, scope, writes && !holds).0 } else { behind }
                }
                "*" | "#" | ":" => {
                    if writes {
                        self.each(sign, rest, scope, text);
                    }
                    self.inside(text, scope, false).0
                }
                _ if !writes => text,
                "&" => {
                    self.part(rest, scope);
                    text
                }
                _ => {
                    self.value(tag, scope);
                    text
                }
            };
        }
        if writes {
            self.out.push_str(text);
        }
        ("", End::Closed)
    }

    /// Writes an inside for each thing that the path leads to.
    fn each(&mut self, sign: &str, tag: &str, scope: Scope<'_>, inside: &str) {
        let (path, last) = tag.split_once(';').map_or((tag, None), |(path, last)| (path, Some(last)));
        let node = find(self.document, path, scope);
        let mut starts = Vec::new();
        let mut write = |node, name: &str| {
            let start = self.out.len();
            self.inside(inside, Scope { node, name, outer: scope.name }, true);
            if self.out.len() > start {
                starts.push(start);
            }
        };
        match sign {
            ":" => write(node, scope.name),
            "#" => leaves::below(node).iter().for_each(|(path, leaf)| write(*leaf, path)),
            _ => {
                (1..).zip(node.items()).for_each(|(number, item)| write(item, &decimal(number)));
                node.members().for_each(|(name, member)| write(member, name));
            }
        }
        let mut separator = last.unwrap_or("");
        for start in starts.iter().skip(1).rev().filter(|_| last.is_some()) {
            self.out.insert_str(*start, separator);
            separator = ", ";
        }
    }

    fn holds(&self, condition: &str, scope: Scope<'_>) -> bool {
        if let Some(test) = condition.strip_prefix('%') {
            return (self.template.test)(test, self.document, scope.node);
        }
        match condition.split_once('=') {
            None => find(self.document, condition, scope).is_there(),
            Some((path, word)) => self.plain(path, scope) == word,
        }
    }

    fn value(&mut self, tag: &str, scope: Scope<'_>) {
        let (path, filter) = tag.split_once('|').unwrap_or((tag, ""));
        let mut value = String::new();
        (self.template.filter)(
            &mut value,
            filter,
            &self.plain(path, scope),
            find(self.document, path, scope),
        );
        let line = self.out.bytes().rposition(|byte| byte == b'\n').map_or(0, |end| end.saturating_add(1));
        if self.out.as_bytes().get(line) == Some(&b'|') {
            // In a row of a table, a bar would end the cell.
            value.split('|').enumerate().for_each(|(index, part)| {
                put(self.out, &[if index > 0 { "\\|" } else { "" }, part]);
            });
        } else {
            self.out.push_str(&value);
        }
    }

    /// The value at a path as text: texts as they are, anything else as canonical JSON.
    fn plain(&self, path: &str, scope: Scope<'_>) -> String {
        match path {
            "@" => return String::from(scope.name),
            "^" => return String::from(scope.outer),
            _ => {}
        }
        let node = find(self.document, path, scope);
        node.text().map_or_else(|| canonical(node), String::from)
    }
}

/// What a path leads to.
fn find<'s>(document: Node<'s>, path: &str, scope: Scope<'s>) -> Node<'s> {
    match path.strip_prefix('/') {
        Some(path) => document.find(path),
        None => scope.node.find(path),
    }
}

/// Refuses templates that are not well formed: for the tests of whoever has some.
#[cfg(test)]
pub(super) fn check(parts: &[(&str, &str)], filters: &[&str]) {
    for (name, text) in parts {
        let mut open = Vec::new();
        let tags = text.split('<').skip(1).map(|rest| rest.split_once('>').expect(name).0);
        for tag in tags {
            match tag.split_at(1) {
                (".", "") => assert!(open.pop().is_some(), "{name}: closes nothing"),
                ("|", "") => assert_eq!(open.last(), Some(&"?"), "{name}: an else of nothing"),
                (sign @ ("?" | "*" | "#" | ":"), _) => open.push(sign),
                ("&", part) => assert!(parts.iter().any(|(name, _)| *name == part), "{name}: no part {part}"),
                _ => {
                    let filter = tag.split_once('|').map_or("", |(_, filter)| filter);
                    assert!(filters.contains(&filter), "{name}: no filter {filter}");
                }
            }
        }
        assert_eq!(open, [""; 0], "{name}: not closed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    fn written(template: &str, document: &str) -> String {
        let parts = [("main", template), ("part", "(<x>)")];
        check(&parts, &["", "loud"]);
        let template = Template {
            parts: &parts,
            filter: |out, filter, value, _| put(out, &[value, if filter == "loud" { "!" } else { "" }]),
            test: |name, document, _| document.has(name),
        };
        let tree = Json::parse(document).unwrap();
        let mut out = String::new();
        template.write(&mut out, "main", Node::new(&tree), Node::new(&tree), "whole");
        out
    }

    #[test]
    fn each_tag_does_what_it_says() {
        let document = r#"{"a": {"b": "c", "n": [1, true, "x|y"]}, "x": "top", "no": false,
            "tree": {"one": {"token": 1}, "two": {"three": {"token": 3}}}}"#;
        for (template, want) in [
            ("<x>, <a.b|loud> <a.n.0> <a.n> <missing>.", "top, c! 1 [1,true,\"x|y\"] ."),
            ("<?x>1<|>2<.><?y>3<|>4<.><?no>5<.>", "145"),
            ("<?a.b=c>1<.><?a.b=d>2<|>3<.><?no=false>4<.><?y=>5<.>", "1345"),
            ("<?%a>1<.><?%b>2<|>3<.>", "13"),
            ("<?y><?x>1<|>2<.><|><?x>3<|>4<.><.>", "3"),
            ("<*a.n><@>[<.|loud>]<.>", "1[1!]2[true!]3[x|y!]"),
            ("<*a.n; or ><.|loud><.>", "1!, true! or x|y!"),
            ("<*a.n; or ><?.=true><|><.|loud><.><.>", "1! or x|y!"),
            ("<*a.n; or ><?.=1><.|loud><.><.>", "1!"),
            ("<*a><@>=</x>;<.>", "b=top;n=top;"),
            ("<*tree><#.><^>.<@> <.><.>", "two.three "),
            ("<#tree><@>:<token> <.>", "one:1 two.three:3 "),
            ("<:a><b><@><.>", "cwhole"),
            ("<&part><:a><&part><.>", "(top)()"),
            ("|<*a.n><.|loud>|<.>\n<a.n.2>", "|1!|true!|x\\|y!|\nx|y"),
        ] {
            assert_eq!(written(template, document), want, "{template}");
        }
    }
}
