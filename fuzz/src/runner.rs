//! Runs fuzz targets on a stable compiler.
//!
//! Inputs are the kept corpus under `fuzz/corpus`, changed at random. The chance is seeded,
//! so a run of the same length on the same machine tries the same inputs. An input that
//! breaks a promise, or takes longer than ten seconds, is written to `fuzz/crashes` and ends
//! the run.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A target by name; it panics where a promise is broken.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// An input may take no longer.
const MAX_TIME: Duration = Duration::from_secs(10);

/// The largest input that is tried.
const MAX_BYTES: usize = 1 << 16;

/// What is being tried: the target, the input, and since when.
static TRIED: Mutex<Option<(&str, Vec<u8>, Instant)>> = Mutex::new(None);

/// Runs the targets, each for its share of the seconds that the command line gives.
pub(crate) fn fuzz(targets: &[Target]) -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut seconds, mut only) = (60, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => seconds = arguments.next().ok_or("--seconds needs a number")?.parse()?,
            name => only = Some(name.to_owned()),
        }
    }
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        hook(panic);
        keep_crash();
    }));
    std::thread::spawn(watch);
    let targets: Vec<&Target> = targets
        .iter()
        .filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name))
        .collect();
    let share = Duration::from_secs(seconds) / u32::try_from(targets.len().max(1))?;
    for (name, target) in targets {
        let corpus = corpus(name)?;
        let begun = Instant::now();
        let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ name.len() as u64);
        let mut n_tried = 0_u64;
        for input in &corpus {
            run(name, *target, input.clone());
        }
        while begun.elapsed() < share {
            run(name, *target, chance.change(&corpus));
            n_tried += 1;
        }
        println!("{name:>8}: {n_tried} inputs from {} kept ones, no promise broken", corpus.len());
    }
    Ok(())
}

fn run(name: &'static str, target: fn(&[u8]), input: Vec<u8>) {
    if let Ok(mut tried) = TRIED.lock() {
        *tried = Some((name, input.clone(), Instant::now()));
    }
    target(&input);
}

/// Ends the run where one input takes too long.
fn watch() {
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let is_slow = TRIED.lock().is_ok_and(|tried| {
            tried.as_ref().is_some_and(|(_, _, since)| since.elapsed() > MAX_TIME)
        });
        if is_slow {
            eprintln!("an input takes longer than {} seconds", MAX_TIME.as_secs());
            keep_crash();
            std::process::exit(1);
        }
    }
}

fn keep_crash() {
    let Ok(tried) = TRIED.lock() else { return };
    if let Some((name, input, _)) = tried.as_ref() {
        let path = folder().join("crashes").join(name);
        let written = std::fs::create_dir_all(folder().join("crashes"))
            .and_then(|()| std::fs::write(&path, input));
        eprintln!("{}: {} bytes, {written:?}", path.display(), input.len());
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

fn corpus(name: &str) -> Result<Vec<Vec<u8>>, Box<dyn std::error::Error>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder().join("corpus").join(name))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    paths.iter().map(|path| Ok(std::fs::read(path)?)).collect()
}

/// A source of chance (xorshift64*, Vigna 2016, doi:10.1145/2845077).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap_or(0) % limit.max(1)
    }

    /// One of the kept inputs with one to eight changes.
    fn change(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut input = corpus.get(self.below(corpus.len())).cloned().unwrap_or_default();
        for _ in 0..=self.below(8) {
            let at = self.below(input.len() + 1);
            let end = (at + 1 + self.below(64)).min(input.len());
            match self.below(7) {
                0 => input.insert(at, u8::try_from(self.below(256)).unwrap_or(0)),
                1 => drop(input.drain(at.min(end)..end)),
                2 => {
                    if let Some(byte) = input.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
                3 => {
                    let piece: Vec<u8> =
                        input.get(at..end).unwrap_or(&[]).repeat(1 + self.below(40));
                    input.splice(at..at, piece);
                }
                4 => {
                    let other = corpus.get(self.below(corpus.len())).cloned().unwrap_or_default();
                    let from = self.below(other.len() + 1);
                    let to = (from + self.below(200)).min(other.len());
                    input.splice(at..at, other.get(from..to).unwrap_or(&[]).iter().copied());
                }
                5 => input.truncate(at),
                _ => {
                    let word = WORDS.get(self.below(WORDS.len())).copied().unwrap_or(b"");
                    input.splice(at..at, word.iter().copied());
                }
            }
        }
        input.truncate(MAX_BYTES);
        input
    }
}

/// Words on which parsers turn.
const WORDS: [&[u8]; 24] = [
    b"<",
    b">",
    b"&#x10FFFF;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<script>",
    b"</p>",
    b"\r\n\r\n",
    b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"{\"text\":\"",
    b"\"}",
    b"[[[[",
    b"\\u0000",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\0\0\0\0",
    b"PK\x03\x04",
    b"\x1F\x8B\x08",
    b"2031-02-30",
    b"---\n",
    "\u{202E}é\u{200B}".as_bytes(),
    b"--b1\r\n",
];
