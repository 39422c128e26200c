//! What programs say when something does not work: the words around a name tell whose it is, and the same names in other
//! words are everybody's.

use crate::examples::all;

#[track_caller]
fn same(texts: &[&str]) {
    for text in texts {
        all(&[(text, text)]);
    }
}

#[test]
fn credentials_without_digits() {
    all(&[
        // RFC 6750 section 2.1.
        ("Authorization: Bearer abc.def.ghi", "Authorization: Bearer [secret]"),
        ("curl -H \"Authorization: Bearer abc.def.ghi\" x", "curl -H \"Authorization: Bearer [secret]\" x"),
        ("sent Authorization: Bearer abc.def.ghi here", "sent Authorization: Bearer [secret] here"),
        ("authorization=Bearer abc.def.ghi", "authorization=Bearer [secret]"),
    ]);
    same(&[
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN",
        "Authorization: Bearer ${TOKEN}",
        "Authorization: Bearer ***",
        "Authorization: Bearer {{ token }}",
        "Authorization: Bearer [secret]",
        "Authorization: Bearer process.env.TOKEN",
        "Authorization: Bearer config.token",
        "Authorization: Bearer user.token",
        "authorization = handler.authorization",
    ]);
}
