//! The program that `tests/hosts` starts, to have single effects of this host performed as those of the other hosts.
//! `tests/hosts/README.md` says what it reads and writes.

use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;

use aboveboard::{Operation, OperationKind};

use crate::curl::Curl;
use crate::effects::Performer;
use crate::flow::Host;

fn kind(name: &str) -> OperationKind {
    match name {
        "file" => OperationKind::File,
        "write" => OperationKind::Write,
        "append" => OperationKind::Append,
        "rename" => OperationKind::Rename,
        "remove" => OperationKind::Remove,
        "platform" => OperationKind::Platform,
        _ => panic!("no test asks for {name}"),
    }
}

fn read_operation(line: &str, input: &mut impl Read) -> Operation {
    let words: Vec<&str> = line.split_whitespace().collect();
    let text = [2, 3, 4].map(|index| {
        let mut bytes = vec![0; words[index].parse().unwrap()];
        input.read_exact(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    });
    Operation { kind: kind(words[0]), number: words[1].parse().unwrap(), text }
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn driver() {
    let host = Host::new(Arc::new(Curl::default()));
    let performer = Performer::new(&host, &[], None);
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line).unwrap() > 0 {
        let answer = performer.perform(&read_operation(&line, &mut input));
        let (class, bytes) = answer.map_or_else(|class| (class.as_str(), Vec::new()), |bytes| ("ok", bytes));
        writeln!(output, "{class} {}", bytes.len()).unwrap();
        output.write_all(&bytes).unwrap();
        output.flush().unwrap();
        line.clear();
    }
}
