//! The program that `tests/hosts` starts, to have single effects of this host performed as those of the other hosts.
//! `tests/hosts/README.md` says what it reads and writes.

use std::ffi::OsStr;
use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use aboveboard::{ErrorClass, Operation, OperationKind};

use crate::answer::Answer;
use crate::curl::Curl;
use crate::effects::Performer;
use crate::flow::Host;
use crate::programs;

fn kind(name: &str) -> OperationKind {
    match name {
        "file" => OperationKind::File,
        "write" => OperationKind::Write,
        "append" => OperationKind::Append,
        "rename" => OperationKind::Rename,
        "remove" => OperationKind::Remove,
        "platform" => OperationKind::Platform,
        "list" => OperationKind::List,
        "program" => OperationKind::Program,
        "ask" => OperationKind::Ask,
        "send" => OperationKind::Send,
        _ => panic!("no test asks for {name}"),
    }
}

fn read_texts(words: &[&str], input: &mut impl Read) -> [String; 3] {
    [2, 3, 4].map(|index| {
        let mut bytes = vec![0; words[index].parse().unwrap()];
        input.read_exact(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    })
}

fn run([path, first, second]: &[String; 3], milliseconds: i64) -> Answer {
    let limit = match milliseconds {
        0 => programs::LONGEST_RUN,
        milliseconds => Duration::from_millis(milliseconds.unsigned_abs()),
    };
    programs::run(OsStr::new(path), &[first, second], limit)
}

fn command([system, word, _]: &[String; 3]) -> Answer {
    let program = programs::find(system.as_bytes(), word).ok_or(ErrorClass::Unsupported)?;
    let lines = std::iter::once(&program.path).chain(program.arguments).map(|word| format!("{word}\n"));
    Ok(lines.collect::<String>().into_bytes())
}

fn execute([entries, program, argument]: [String; 3], host: &Host) -> Answer {
    let words = [program.into(), argument.into()];
    let text = [entries, String::new(), String::new()];
    Performer::new(host, &words).perform(&Operation { kind: OperationKind::Exec, number: 0, text })
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn driver() {
    let host = Host::new(Arc::new(Curl::default()));
    let performer = Performer::new(&host, &[]);
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line).unwrap() > 0 {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (number, text) = (words[1].parse().unwrap(), read_texts(&words, &mut input));
        let answer = match words[0] {
            "run" => run(&text, number),
            "command" => command(&text),
            "exec" => execute(text, &host),
            name => performer.perform(&Operation { kind: kind(name), number, text }),
        };
        let (class, bytes) = answer.map_or_else(|class| (class.as_str(), Vec::new()), |bytes| ("ok", bytes));
        writeln!(output, "{class} {}", bytes.len()).unwrap();
        output.write_all(&bytes).unwrap();
        output.flush().unwrap();
        line.clear();
    }
}
