//! How fast and in how much memory a file is read, beside unpacking it alone.
//!
//! `read_speed FILE`: prints megabytes a second (of unpacked bytes) of plain gunzip with the
//! same library, of reading the pages, and the peak of resident memory after each.

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::time::Instant;
use tellings_intake::{ReadConfig, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let mut magic = [0; 2];
    File::open(&path)?.read_exact(&mut magic)?;
    let file = || File::open(&path).map(|file| BufReader::with_capacity(1 << 16, file));
    let begun = Instant::now();
    let n_bytes = if magic == [0x1F, 0x8B] {
        drain(flate2::bufread::MultiGzDecoder::new(file()?))?
    } else {
        drain(file()?)?
    };
    let unpack = rate(n_bytes, begun);
    println!("unpack  {unpack:8.0} MB/s, {} MB, peak {} MB", n_bytes >> 20, peak_mb());
    let begun = Instant::now();
    let (mut n_pages, mut n_notes, mut n_page_bytes) = (0, 0, 0);
    read(File::open(&path)?, None, &ReadConfig::default(), |found| {
        match found {
            Ok(page) => {
                n_pages += 1;
                n_page_bytes += page.bytes.len();
            }
            Err(_) => n_notes += 1,
        }
        ControlFlow::Continue(())
    });
    let pages = rate(n_bytes, begun);
    println!(
        "read    {pages:8.0} MB/s ({:.0} % of unpacking), {n_pages} pages of {} MB, {n_notes} notes, peak {} MB",
        100.0 * pages / unpack,
        n_page_bytes >> 20,
        peak_mb()
    );
    Ok(())
}

fn drain(mut input: impl Read) -> std::io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut n_bytes = 0;
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(n_bytes),
            n => n_bytes += n as u64,
        }
    }
}

fn rate(n_bytes: u64, since: Instant) -> f64 {
    n_bytes as f64 / 1e6 / since.elapsed().as_secs_f64()
}

/// The most memory that was resident so far, where the system tells.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) >> 10
}
