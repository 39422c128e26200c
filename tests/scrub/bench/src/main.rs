//! How long the scrubber and its peers take over the same short strings, as multiples of summing a byte table over them.
//!
//! `bench [FOLDER]` measures times in turns in one run; `bench FOLDER count ENGINE SET ROUNDS` only goes over the strings
//! so many times, for a tool that counts instructions.

mod engines;
#[cfg(feature = "peers")]
mod peers;
mod strings;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use engines::Engine;
use strings::Set;

/// How often each engine goes over each set; the smallest time counts.
const ROUNDS: usize = 60;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().map_or("../shared/corpus", String::as_str);
    let Some(sets) = strings::sets(folder) else {
        eprintln!("bench: there is no corpus in {folder}: NOTHING IS MEASURED");
        return ExitCode::SUCCESS;
    };
    let engines = engines::all();
    match arguments.get(1..).unwrap_or_default() {
        [] => times(&sets, &engines),
        [word, engine, set, rounds] if word == "count" => {
            let engine = engines.iter().find(|candidate| candidate.name() == engine);
            let set = sets.iter().find(|candidate| candidate.name == set);
            let (Some(engine), Some(set), Ok(rounds)) = (engine, set, rounds.parse()) else {
                return ExitCode::from(2);
            };
            let sum = (0..rounds).fold(0_usize, |sum, _| sum.wrapping_add(pass(engine.as_ref(), set)));
            println!("{} {sum}", set.bytes());
        }
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}

#[inline(never)]
fn pass(engine: &dyn Engine, set: &Set) -> usize {
    set.strings.iter().fold(0, |sum, text| sum.wrapping_add(black_box(engine.run(black_box(text)))))
}

fn times(sets: &[Set], engines: &[Box<dyn Engine>]) {
    for set in sets {
        let mut best = vec![Duration::MAX; engines.len()];
        for round in 0..ROUNDS {
            for (engine, best) in engines.iter().zip(&mut best) {
                // The slow ones need no more rounds than it takes to see that they are slow.
                if round >= 5 && *best > Duration::from_millis(20) {
                    continue;
                }
                let start = Instant::now();
                black_box(pass(engine.as_ref(), set));
                *best = (*best).min(start.elapsed());
            }
        }
        println!("{}: {} strings, {} bytes", set.name, set.strings.len(), set.bytes());
        let baseline = best.first().map_or(f64::NAN, Duration::as_secs_f64);
        for (engine, best) in engines.iter().zip(&best) {
            let seconds = best.as_secs_f64();
            let rate = set.bytes() as f64 / seconds / 1e6;
            println!("    {:12} {:8.1} MB/s  {:8.2} x", engine.name(), rate, seconds / baseline);
        }
    }
}
