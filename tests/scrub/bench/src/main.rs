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
use std::time::Instant;

use engines::Engine;
use strings::Set;

/// How often each engine has its turn with each set, and how often it goes over it in a turn; the smallest times count.
const ROUNDS: usize = 20;
const PASSES: usize = 16;

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

/// The fastest passes of an engine over a set, in seconds.
#[derive(Clone, Copy)]
struct Fastest {
    /// Right after one of its own.
    warm: f64,
    /// Right after those of the other engines, when little of its code and of its tables is near.
    cold: f64,
}

fn times(sets: &[Set], engines: &[Box<dyn Engine>]) {
    for set in sets {
        let mut all = vec![Fastest { warm: f64::INFINITY, cold: f64::INFINITY }; engines.len()];
        for round in 0..ROUNDS {
            for (engine, fastest) in engines.iter().zip(&mut all) {
                // The slow ones need no more rounds than it takes to see that they are slow.
                if round >= 5 && fastest.warm > 0.02 {
                    continue;
                }
                fastest.cold = fastest.cold.min(seconds(engine.as_ref(), set));
                for _ in 1..PASSES {
                    fastest.warm = fastest.warm.min(seconds(engine.as_ref(), set));
                }
            }
        }
        println!("{}: {} strings, {} bytes", set.name, set.strings.len(), set.bytes());
        let Some(baseline) = all.first() else { continue };
        for (engine, fastest) in engines.iter().zip(&all) {
            let column = |seconds: f64, baseline: f64| {
                format!("{:8.1} MB/s {:7.2} x", set.bytes() as f64 / seconds / 1e6, seconds / baseline)
            };
            let (warm, cold) = (column(fastest.warm, baseline.warm), column(fastest.cold, baseline.cold));
            println!("    {:12} warm {warm}   cold {cold}", engine.name());
        }
    }
}

fn seconds(engine: &dyn Engine, set: &Set) -> f64 {
    let start = Instant::now();
    black_box(pass(engine, set));
    start.elapsed().as_secs_f64()
}
