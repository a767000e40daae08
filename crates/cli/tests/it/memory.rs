//! An archive of any size is extracted in the same memory.

use crate::run::Folder;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Five batches and more.
const N_PAGES: usize = 700;
/// What nothing may take more of, in MB.
const MOST: u64 = 200;

/// A page of 190 kB as outlets make them: an article, a hundred cards, scripts and styles.
fn page(number: usize) -> String {
    let mut html = format!("<html><head><title>Ferry {number} is late</title><style>");
    html.push_str(&".card { margin: 0 auto; padding: 4px }\n".repeat(500));
    html.push_str("</style></head><body><article><h1>Ferry is late</h1>");
    for paragraph in 0..30 {
        let _ = write!(
            html,
            "<p class='text'>The ferry of {number} was {paragraph} hours late on Friday, said the harbour \
             master, and those who waited on the quay were given tea and blankets by the town.</p>"
        );
    }
    html.push_str("</article><aside class='related'>");
    for card in 0..600 {
        let _ = write!(
            html,
            "<div class='card'><a href='/story/{number}/{card}'><h3>Story {card}: what the tide brought</h3>\
             </a><span class='tag'>Harbour</span></div>"
        );
    }
    html.push_str("</aside><script>");
    html.push_str(&"window.state.push({id: 17, name: 'harbour'});\n".repeat(1800));
    html.push_str("</script></body></html>");
    html
}

fn archive(path: &Path) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    for number in 0..N_PAGES {
        let body = page(number);
        let head = format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: https://site{}.example/{number}\r\n\
             Content-Type: text/html\r\nContent-Length: {}\r\n\r\n",
            number % 7,
            body.len()
        );
        for part in [&head, &body, "\r\n\r\n"] {
            file.write_all(part.as_bytes()).unwrap();
        }
    }
    file.flush().unwrap();
}

/// The most memory in MB that a running process had resident so far.
fn peak(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? >> 10)
}

#[test]
fn a_large_archive_takes_no_more_memory_than_a_batch() {
    let folder = Folder::new("large-archive");
    let input = folder.path().join("large.warc");
    archive(&input);
    let size = fs::metadata(&input).unwrap().len() >> 20;
    assert!(size > 100, "{size} MB");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tellings"))
        .args(["extract", "-q", "large.warc", "-o", "out.jsonl"])
        .current_dir(folder.path())
        .env("XDG_CONFIG_HOME", folder.path().join("no-settings"))
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    let code = loop {
        most = most.max(peak(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(code, Some(0));
    let written = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    assert_eq!(written.lines().count(), N_PAGES);
    fs::remove_file(&input).unwrap();
    assert!((20..MOST).contains(&most), "{most} MB at the peak");
}
