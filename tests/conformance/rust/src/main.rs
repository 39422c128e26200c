//! Runs vectors against the Rust core: `aboveboard-conformance FILE...`.
//!
//! The form of the files and of the output is in `tests/README.md`.

mod compare;
mod vectors;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use aboveboard::{Contract, Error, call, scrub_call, step};
use serde_json::{Map, Value, json};

use crate::vectors::{File, Vector, Wanted};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let files: Result<Vec<File>, String> = paths.iter().map(|path| vectors::read(path)).collect();
    let files = match files {
        Ok(files) if !files.is_empty() => files,
        Ok(_) => return unusable("usage: aboveboard-conformance FILE..."),
        Err(message) => return unusable(&message),
    };
    match run(&files, &mut BufWriter::new(io::stdout().lock())) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => unusable(&format!("cannot write to standard output: {error}")),
    }
}

/// Says on standard error why nothing could be judged.
fn unusable(message: &str) -> ExitCode {
    // Where standard error is gone too, the exit status still says it.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(2)
}

/// Runs every vector, prints a line for each and the count, and says whether all passed.
fn run(files: &[File], output: &mut impl Write) -> io::Result<bool> {
    let (mut total, mut passed) = (0_u64, 0_u64);
    for file in files {
        for vector in &file.vectors {
            let (line, ok) = judge(vector, &perform(file, vector));
            total = total.saturating_add(1);
            passed = passed.saturating_add(u64::from(ok));
            writeln!(output, "{line}")?;
        }
    }
    let failed = total.saturating_sub(passed);
    writeln!(output, r#"{{"surface":"rust","total":{total},"passed":{passed},"failed":{failed}}}"#)?;
    output.flush()?;
    Ok(failed == 0)
}

/// What the core says to one vector: the text of its result, or its error as JSON text.
fn perform(file: &File, vector: &Vector) -> Result<String, String> {
    let said = match vector.operation.as_str() {
        "step" => step(&vector.arguments),
        "scrub" => scrub_call(&vector.arguments),
        _ => {
            let text = vector.contract.as_ref().and_then(|name| file.contracts.get(name));
            // The reader of the file has made sure that it names one of its contracts.
            Contract::parse(text.map_or("", String::as_str)).and_then(|contract| answer(&contract, vector))
        }
    };
    said.map_err(|error| error.to_json())
}

fn answer(contract: &Contract, vector: &Vector) -> Result<String, Error> {
    if vector.operation == "open" {
        return Ok("{}".to_owned());
    }
    call(contract, &vector.operation, &vector.arguments)
}

/// The line for one vector, and whether it passed.
fn judge(vector: &Vector, said: &Result<String, String>) -> (Value, bool) {
    let (member, value) = match said {
        Ok(text) => ("result", parsed(text)),
        Err(text) => ("error", code_and_place(&parsed(text))),
    };
    let ok = match (&vector.wanted, said) {
        (Wanted::Result(expectations), Ok(_)) => compare::result_meets(&value, expectations),
        (Wanted::Error { code, at }, Err(_)) => {
            value.get("code") == Some(code) && (at.is_none() || value.get("at") == at.as_ref())
        }
        _ => false,
    };
    let mut line = Map::new();
    line.insert("id".to_owned(), json!(vector.id));
    line.insert("ok".to_owned(), json!(ok));
    line.insert(member.to_owned(), value);
    if !ok {
        line.insert("expected".to_owned(), Value::Object(vector.expected.clone()));
    }
    (Value::Object(line), ok)
}

/// What the core gave, as JSON. What is no JSON meets no expectation, and shows up as the text that it is.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// The part of an error that is stable; its sentences are for people.
fn code_and_place(error: &Value) -> Value {
    json!({"code": error.get("code"), "at": error.get("at")})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &str) -> (Vec<Value>, bool) {
        let file = vectors::parse(file, &|_| Err("none".to_owned())).expect("the file is of the form");
        let mut output = Vec::new();
        let ok = run(&[file], &mut output).expect("memory can be written to");
        let text = String::from_utf8(output).expect("the output is text");
        (text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect(), ok)
    }

    #[test]
    fn an_error_is_compared_by_code_and_place() {
        let file = |at: &str| {
            format!(
                r#"{{"about": "", "contracts": {{}}, "vectors": [
                    {{"id": "a", "operation": "step", "arguments": "not json", "error": {{"code": "no_such_code"}}}},
                    {{"id": "b", "operation": "step", "arguments": "not json", "error": {at}}}]}}"#
            )
        };
        let (first, ok) = lines(&file(r#"{"code": "no_such_code"}"#));
        assert!(!ok);
        let error = first[0]["error"].clone();
        assert!(error["code"].is_string());
        assert_eq!(first[2], json!({"surface": "rust", "total": 2, "passed": 0, "failed": 2}));

        let (second, ok) = lines(&file(&error.to_string()));
        assert!(!ok, "the other vector still wants what there is not");
        assert_eq!(second[1], json!({"id": "b", "ok": true, "error": error}));
        assert_eq!(second[2]["passed"], 1);
    }

    #[test]
    fn a_result_where_an_error_is_wanted_fails_and_the_other_way_round() {
        let vector = |wanted| Vector {
            id: "a".to_owned(),
            operation: "open".to_owned(),
            contract: None,
            arguments: String::new(),
            wanted,
            expected: Map::new(),
        };
        let error = Wanted::Error { code: json!("x"), at: None };
        let result = Wanted::Result(vec![vectors::Expectation::Whole(json!({}))]);
        assert!(!judge(&vector(error), &Ok("{}".to_owned())).1);
        assert!(!judge(&vector(result), &Err(r#"{"code":"x","at":""}"#.to_owned())).1);
    }
}
