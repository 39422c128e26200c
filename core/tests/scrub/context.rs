//! What the lines before tell of a line, in streams and in whole texts.

use aboveboard::{LineFilter, PrivateFacts, StreamFilter, scrub};

fn stream(text: &str) -> String {
    let facts = PrivateFacts::default();
    let mut filter = StreamFilter::new(false);
    let mut out = filter.push(text.as_bytes(), &facts).text;
    out.push_str(&filter.finish(&facts).text);
    out
}

/// What comes out of a text, as a stream and as a whole, and of that once more.
#[track_caller]
pub(crate) fn both(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(stream(text), *want, "stream of {text}");
        assert_eq!(stream(want), *want, "stream of what came out of {text}");
        let facts = PrivateFacts::default();
        assert_eq!(scrub(text, &facts).text, *want, "whole of {text}");
        assert_eq!(scrub(want, &facts).text, *want, "whole of what came out of {text}");
    }
}

/// The same where only a stream has to be followed: a whole text is JSON, and read as such.
#[track_caller]
fn streams(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(stream(text), *want, "stream of {text}");
        assert_eq!(stream(want), *want, "stream of what came out of {text}");
    }
}

#[track_caller]
pub(crate) fn untouched(texts: &[&str]) {
    for text in texts {
        assert_eq!(stream(text), *text, "a stream");
        assert_eq!(scrub(text, &PrivateFacts::default()).text, *text, "a whole");
    }
}

#[test]
fn texts_of_several_lines_in_yaml() {
    both(&[
        (
            "password: |\n  correct horse\n\n  battery staple\nuser_count: 3\n",
            "password: |\n  [secret]\n\n  [secret]\nuser_count: 3\n",
        ),
        ("token: |\n one two\nnext: one two\n", "token: |\n [secret]\nnext: one two\n"),
        ("token: >-\r\n    abc def\r\n", "token: >-\r\n    [secret]\r\n"),
        (
            "a:\n  client_secret: |2-\n     x y\n  b: z w\n",
            "a:\n  client_secret: |2-\n     [secret]\n  b: z w\n",
        ),
        (
            "- api_key: |+ # of the shop\n    x y\n- b: z w\n",
            "- api_key: |+ # of the shop\n    [secret]\n- b: z w\n",
        ),
        (
            "+  password: |\n+    one two\n   next: one two\n",
            "+  password: |\n+    [secret]\n   next: one two\n",
        ),
        ("password: |\n  # of two words\n  \"one two\"\n", "password: |\n  [secret]\n  \"[secret]\"\n"),
    ]);
    let long = "  several words a line\n".repeat(300);
    let want = "  [secret]\n".repeat(300);
    both(&[(&format!("password: |\n{long}x: y z\n"), &format!("password: |\n{want}x: y z\n"))]);
}

#[test]
fn json_stays_json_in_a_text() {
    streams(&[
        ("credentials: |\n  {\"type\": \"of two\"}\nx: y\n", "credentials: |\n  \"[secret]\"\nx: y\n"),
        ("password:\n  {\"type\": \"of two\"}\n", "password:\n  {\"type\": \"of two\"}\n"),
    ]);
}

#[test]
fn values_in_the_next_line() {
    both(&[
        ("password:\n  hunter\n", "password:\n  [secret]\n"),
        ("password:\n  \"correct horse\"\n", "password:\n  \"[secret]\"\n"),
        ("password: # old\n\n  hunter2 # new\n", "password: # old\n\n  [secret] # new\n"),
        ("Password:\n  hunter2!\n", "Password:\n  [secret]\n"),
        ("token:\n  plain: hunter2\n", "token:\n  plain: [secret]\n"),
        ("password:\n  value: horse\n  note: one two\n", "password:\n  value: [secret]\n  note: one two\n"),
        (
            "credentials:\n  first: kV9xmQ2zTT8wR7pLk3nB\n  second: word\n",
            "credentials:\n  first: [secret]\n  second: word\n",
        ),
    ]);
}

#[test]
fn lists_under_a_name() {
    both(&[
        ("passwords:\n  - hunter2\n  - 'kV9x!m'\nb: c\n", "passwords:\n  - [secret]\n  - '[secret]'\nb: c\n"),
        ("a:\n  passwords:\n  - hunter2\n  b:\n  - x1\n", "a:\n  passwords:\n  - [secret]\n  b:\n  - x1\n"),
        ("tokens:\n  - kV9xQ8zz\n  - abc\n", "tokens:\n  - [secret]\n  - abc\n"),
        (
            "passwords = [\n  \"hunter2\",\n  \"kV9x!m\"\n]\nx\n",
            "passwords = [\n  \"[secret]\",\n  \"[secret]\"\n]\nx\n",
        ),
        (
            "      + passwords = [\n          + \"hunter2\",\n        ]\n      + names = [\n          + \"hunter2\",\n",
            "      + passwords = [\n          + \"[secret]\",\n        ]\n      + names = [\n          + \"hunter2\",\n",
        ),
    ]);
    streams(&[(
        "{\n  \"passwords\": [\n    \"hunter2\",\n    \"kV9x!m\"\n  ],\n  \"names\": [\n    \"hunter2\"\n  ]\n}\n",
        "{\n  \"passwords\": [\n    \"[secret]\",\n    \"[secret]\"\n  ],\n  \"names\": [\n    \"hunter2\"\n  ]\n}\n",
    )]);
}

#[test]
fn names_before_their_values() {
    both(&[
        (
            "env:\n- name: DB_PASSWORD\n  value: hunter\n- name: PATH_COUNT\n  value: hunter\n",
            "env:\n- name: DB_PASSWORD\n  value: [secret]\n- name: PATH_COUNT\n  value: hunter\n",
        ),
        (
            "env:\n  - name: API_TOKEN\n    description: of a shop\n    value: \"one two\"\n",
            "env:\n  - name: API_TOKEN\n    description: of a shop\n    value: \"[secret]\"\n",
        ),
        (
            "env:\n  - name: API_TOKEN\n    value: >-\n      one two\n  - name: x\n",
            "env:\n  - name: API_TOKEN\n    value: >-\n      [secret]\n  - name: x\n",
        ),
        (
            "env:\n  - name: API_TOKEN\n    value:\n      horse\n  - name: x\n",
            "env:\n  - name: API_TOKEN\n    value:\n      [secret]\n  - name: x\n",
        ),
    ]);
    streams(&[
        (
            "    {\n      \"name\": \"DB_PASSWORD\",\n      \"value\": \"hunter\"\n    },\n    {\n      \"name\": \"X\",\n      \"value\": \"hunter\"\n    }\n",
            "    {\n      \"name\": \"DB_PASSWORD\",\n      \"value\": \"[secret]\"\n    },\n    {\n      \"name\": \"X\",\n      \"value\": \"hunter\"\n    }\n",
        ),
        (
            "  env {\n    name  = \"DB_PASSWORD\"\n    value = \"horse\"\n  }\n",
            "  env {\n    name  = \"DB_PASSWORD\"\n    value = \"[secret]\"\n  }\n",
        ),
    ]);
}

#[test]
fn entries_of_a_secret_before_its_kind() {
    both(&[
        (
            "apiVersion: v1\ndata:\n  some: aHVudGVyMg==\n  other: YWJjZGVm\nkind: Secret\nmetadata:\n  name: aHVudGVyMg==\n",
            "apiVersion: v1\ndata:\n  some: [secret]\n  other: [secret]\nkind: Secret\nmetadata:\n  name: aHVudGVyMg==\n",
        ),
        (
            "apiVersion: v1\nitems:\n- apiVersion: v1\n  data:\n    some: aHVudGVyMg==\n  kind: Secret\n- apiVersion: v1\n  data:\n    other: YWJjZGVm\n  kind: Secret\nkind: List\n",
            "apiVersion: v1\nitems:\n- apiVersion: v1\n  data:\n    some: [secret]\n  kind: Secret\n- apiVersion: v1\n  data:\n    other: [secret]\n  kind: Secret\nkind: List\n",
        ),
    ]);
    streams(&[(
        "{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n        \"some\": \"aHVudGVyMg==\"\n    },\n    \"kind\": \"Secret\",\n    \"type\": \"aHVudGVyMg==\"\n}\n",
        "{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n        \"some\": \"[secret]\"\n    },\n    \"kind\": \"Secret\",\n    \"type\": \"aHVudGVyMg==\"\n}\n",
    )]);
}

#[test]
fn entries_of_a_secret_behind_its_kind() {
    let metadata =
        "metadata:\n  name: db-password\n  labels:\n    app: x\n  annotations:\n    note: |\n      one two\n"
            .to_owned()
            + &"    more: one two\n".repeat(60);
    let text = format!(
        "apiVersion: v1\nkind: Secret\n{metadata}data:\n  some: word\n  token:\n  cert: |\n    one two\n  last: \"x\"\n---\ndata:\n  some: word\n"
    );
    let want = format!(
        "apiVersion: v1\nkind: Secret\n{metadata}data:\n  some: [secret]\n  token:\n  cert: |\n    [secret]\n  last: \"[secret]\"\n---\ndata:\n  some: word\n"
    );
    both(&[
        (&text, &want),
        ("stringData:\n  some: one two\nkind: x\n", "stringData:\n  some: [secret]\nkind: x\n"),
        (
            "kind: Secret\napiVersion: v1\ndata:\n  a: word\n",
            "kind: Secret\napiVersion: v1\ndata:\n  a: [secret]\n",
        ),
    ]);
}

#[test]
fn a_whole_text_knows_what_comes_after() {
    let more = "  more: one two\n".repeat(60);
    let gone = "  more: [secret]\n".repeat(60);
    let text = format!(
        "data:\n  some: word\n{more}kind: Secret\nmetadata: x\n---\ndata:\n  some: word\nkind: ConfigMap\n"
    );
    let want = format!(
        "data:\n  some: [secret]\n{gone}kind: Secret\nmetadata: x\n---\ndata:\n  some: word\nkind: ConfigMap\n"
    );
    assert_eq!(scrub(&text, &PrivateFacts::default()).text, want);
    let text = "apiVersion: v1\ndata:\n  a: word\n  b: aHVudGVyMg==\nkind: Secret\n";
    let want = "apiVersion: v1\ndata:\n  a: [secret]\n  b: [secret]\nkind: Secret\n";
    assert_eq!(scrub(text, &PrivateFacts::default()).text, want);
}

#[test]
fn texts_up_to_a_delimiter() {
    both(&[
        (
            "password = <<EOF\none two\n  three\nEOF\nname = x y\n",
            "password = <<EOF\n[secret]\n  [secret]\nEOF\nname = x y\n",
        ),
        ("  token = <<-EOT\n    one two\n  EOT\n  x y\n", "  token = <<-EOT\n    [secret]\n  EOT\n  x y\n"),
        ("script = <<EOF\none two\nEOF\n", "script = <<EOF\none two\nEOF\n"),
        ("password = <<WORD\none two\nWORD\n", "password = <<WORD\none two\nWORD\n"),
    ]);
    // Nobody makes the rest of a stream go by beginning such a text.
    let text = format!("password = <<EOF\n{}", "one two\n".repeat(200));
    assert!(stream(&text).ends_with(&"one two\n".repeat(70)));
}

#[test]
fn settings_stay() {
    untouched(&[
        "description: |\n  the password is long\nscript: |\n  one two three\ndata: |\n  one two\n",
        "passwords: 3\n  more\n",
        "tokens:\n  input: 12\n  output: 34\n  total: 46\n",
        "tokens:\n  - name: x\n    scope: read\n",
        "auth:\n  enabled: true\n  provider: github\n",
        "secret:\n  secretName: foo\n  defaultMode: 420\n",
        "volumes:\n- name: db-password\n  secret:\n    secretName: db\n    items:\n    - key: password\n      path: pw\n",
        "valueFrom:\n  secretKeyRef:\n    name: db\n    key: password\n",
        "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: password\n- name: MODE\n  value: fast\n",
        "env:\n- name: DB_PASSWORD\n  value: $(DB_PASSWORD)\n- name: API_TOKEN\n  value: \"{{ .Values.token }}\"\n",
        "imagePullSecrets:\n- name: registry\n- name: other-registry-2024\n",
        "secrets:\n- name: default-token-x7v2k\n",
        "services:\n  web:\n    secrets:\n      - db_password\n      - api-token-v2\nsecrets:\n  db_password:\n    file: ./db_password.txt\n  other:\n    external: true\n",
        "on:\n  workflow_call:\n    secrets:\n      token:\n        description: one two\n        required: true\n",
        "    secrets:\n      NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n",
        "        with:\n          token:\n            ${{ secrets.X }}\n",
        "jwt:\n  from: header\n",
        "securitySchemes:\n  token:\n    type: http\n    scheme: bearer\n",
        "properties:\n  password:\n    type: string\n    minLength: 8\n    description: The password\n  token:\n    $ref: '#/x/y'\n",
        "en:\n  password:\n    label: Passwort\n    hint: Mindestens 8 Zeichen\n  token:\n    invalid: ung\u{fc}ltig\n",
        "password:\nnext: one\n",
        "password:\n\nnext\n",
        "token:\n  # one two\nnext: word\n",
        "permissions:\n  id-token: write\n",
        "authorization:\n  credentials_file: token.txt\n",
        "- name: Set the password\n  user:\n    name: \"{{ name }}\"\n",
    ]);
}

#[test]
fn manifests_of_other_kinds_stay() {
    untouched(&[
        "apiVersion: v1\ndata:\n  LOG_LEVEL: info\n  MODE: prod\n  PORT: \"8080\"\n  NAME: some words\n  FLAG: \"true\"\nkind: ConfigMap\n",
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: aHVudGVyMg==\n  run.sh: |\n    echo done\n    exit\n",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: nginx:1.25\n",
        "apiVersion: apps/v1\ndata:\n  some: aHVudGVyMg==\n",
        "data:\n  some: aHVudGVyMg==\n",
        "apiVersion: v1\nkind: Service\n---\ndata:\n  some: word\n",
        "apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nspec:\n  data:\n  - secretKey: x\n    remoteRef:\n      key: some-key\n",
        "apiVersion: v1\nname: chart\nversion: 1.2.3-beta\ndescription: one two\n",
        "involvedObject:\n  kind: Secret\n  name: db\nmessage: one two\n",
        "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  template:\n    data:\n      a: word\n",
    ]);
}

#[test]
fn printed_json_stays() {
    untouched(&[
        "{\n  \"tokens\": {\n    \"input\": 12,\n    \"output\": 34\n  }\n}\n",
        "{\n  \"tokens\": [\n    \"abc\",\n    \"if\"\n  ]\n}\n",
        "{\n  \"password\": {\n    \"type\": \"string\",\n    \"description\": \"Of whom\",\n    \"minLength\": 8\n  }\n}\n",
        "    \"csrf\": {\n      \"version\": \"3.1.0\",\n      \"integrity\": \"sha512-uTqEnCvWRk042asU6JtapDTcJeeailFy4ydOQS28bj1hcLnYRiqi8SsD2jS412AY1I==\"\n    },\n",
        "{\n  \"name\": \"DB_PASSWORD\",\n  \"required\": true\n}\n",
        "{\n  \"data\": {\n    \"id\": \"word\"\n  }\n}\n",
        "{\n  \"auth\": {\n    \"type\": \"basic\"\n  }\n}\n",
        "{\n  \"id\": \"token\",\n  \"label\": \"word\"\n}\n",
        "[\n  {\n    \"key\": \"colour\",\n    \"value\": \"red\"\n  }\n]\n",
        "  \"columns\": [\n    \"password\",\n    \"token\"\n  ],\n",
    ]);
}

#[test]
fn sentences_in_lists_stay_in_a_stream() {
    let text = "{\n  \"password\": [\n    \"This field must have 8 characters.\"\n  ]\n}\n";
    streams(&[(text, text)]);
}

#[test]
fn logs_and_help_texts_stay() {
    untouched(&[
        "Password:\nLast login: Mon\n",
        "Password:\n  Welcome back\n",
        "Password:\n  Welcome\n",
        "Enter the password:\n  ok\n",
        "password:\n  The password of the user (see below).\n",
        "Options:\n  --password:\n      word\n  --token <token>\n      word\n",
        "Tokens:\n- the first one\n- the 2nd one\n",
        "Secrets:\n  NAME      AGE\n  db-creds  5d\n",
        "Auth:\n  \u{2713} Logged in to x\n  - Token scopes: repo\n",
        "passwords:\n  - Length\n  - Common\n",
        "Mountable secrets:   default-token-abcde\nTokens:              default-token-abcde\n",
        "FAIL test/auth\n  password:\n    required\n    null\n",
        "tokens = [\n    (\"NUMBER\", \"[0-9]+\"),\n    (\"PLUS\", \"x\"),\n]\n",
        "const passwords = {\n  minLength: 8,\n};\n",
        "password = (\n    get_password(\"x\")\n)\n",
        "kind: Secret\nall good: one two\ndata: none\n",
        "@@ -1,3 +1,3 @@\n-  description: |\n-    one two\n+  description: |\n+    one three\n",
        "12:00:01 tokens: [\n12:00:02   one\n12:00:03 ]\n",
        "error: invalid token:\n   |\n 3 | let x = y;\n   |     ^\n",
        "   --> src/main.rs:3:5\n    |\n  3 |     token: |\n",
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n",
        "name: password\ntype: string\n\nsteps:\n- run: one two\n",
        "  [secret]\npassword: [secret]\n",
        "token: |\nnot deeper\n",
        "token: >\n\n\nnot deeper\n",
        "status: ok | password: >\nmore: one two\n",
    ]);
}

#[test]
fn a_filter_for_lines_remembers() {
    let facts = PrivateFacts::default();
    let mut filter = LineFilter::new(&facts);
    let out: Vec<_> =
        ["password: |", "  one two", "next"].map(|line| filter.scrub(line).text.into_owned()).into();
    assert_eq!(out, ["password: |", "  [secret]", "next"]);
}

#[test]
fn elements_over_several_lines() {
    both(&[
        (
            "<lookerToken>\n    wczts7zv5o2nqwoj\n</lookerToken>\n",
            "<lookerToken>\n    [secret]\n</lookerToken>\n",
        ),
        (
            "  <ws:password>\n    hunter\n  </ws:password>\n",
            "  <ws:password>\n    [secret]\n  </ws:password>\n",
        ),
    ]);
    untouched(&[
        "<secret>\n  <name>x</name>\n</secret>\n",
        "<tokens>\n  <token-type>bearer</token-type>\n</tokens>\n",
        "<credentials>\n  ${credentials}\n</credentials>\n",
        "<title>\n  wczts7zv\n</title>\n",
    ]);
}

#[test]
fn passwords_below_their_names() {
    both(&[
        ("Password:\nkV9xQ8zz1\nbye\n", "Password:\n[secret]\nbye\n"),
        ("  token:\n  kV9xQ8zz1Lm4\n", "  token:\n  [secret]\n"),
    ]);
    untouched(&[
        "Password:\nWelcome to web01\n",
        "Password:\nwelcome\n",
        "Secret:\nname2x: y\n",
        "tokens:\nsha256\n",
    ]);
}
