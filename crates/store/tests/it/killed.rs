//! A process killed at any moment: nothing confirmed is lost, nothing half-written is seen.

use crate::corpus::{check, dump, many, open};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tellings_store::Reader;

/// Says to the child where its store lies.
const STORE: &str = "TELLINGS_TEST_STORE";
const N_PAGES: usize = 60;
const N_KILLS: usize = 200;

/// What the child does; in a common test run, nothing.
#[test]
fn child() {
    let Some(path) = std::env::var_os(STORE).map(PathBuf::from) else { return };
    let mut store = open(&path, 30);
    for (n, batch) in many(N_PAGES).chunks(4).enumerate() {
        store.add(batch).unwrap();
        // The words reach the parent before anything else is done.
        println!("confirmed {}", (n + 1) * 4);
        std::io::stdout().flush().unwrap();
        if n % 3 == 0 {
            store.tell(&mut |_| {}).unwrap();
        }
    }
    store.tell(&mut |_| {}).unwrap();
    println!("done");
}

/// Starts the child, kills it after a while, and gives how many pages it confirmed.
fn kill_after(path: &Path, wait: Duration) -> usize {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["killed::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(STORE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let lines = output.lines().map_while(Result::ok);
        let confirmed = lines
            .filter_map(|line| line.rsplit_once("confirmed ").and_then(|(_, n)| n.parse().ok()));
        confirmed.last().unwrap_or(0)
    });
    std::thread::sleep(wait);
    let _ = child.kill();
    let _ = child.wait();
    reader.join().unwrap()
}

/// The child is killed 200 times, at moments spread over its work. The moments come from a fixed
/// row of numbers; where in its work the child is then, the machine decides.
#[test]
fn killed_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut chance: u64 = 0x9e37_79b9_7f4a_7c15;
    let (mut round, mut n_midway) = (0, 0);
    let mut path = folder.path().join("0");
    for kill in 0..N_KILLS {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let n_confirmed = kill_after(&path, Duration::from_millis(15 + chance % 260));
        if !path.exists() {
            continue;
        }
        check_or_empty(&path);
        let n_pages = Reader::open(&path).map_or(0, |store| store.counts().unwrap().n_pages);
        assert!(n_pages >= n_confirmed, "kill {kill}: {n_pages} of {n_confirmed} are there");
        n_midway += usize::from(n_pages > 0);
        if n_pages == N_PAGES && kill % 4 == 3 {
            round += 1;
            path = folder.path().join(round.to_string());
        }
    }
    assert!(n_midway > N_KILLS / 4, "only {n_midway} kills met the child at work");

    // Whoever goes on gets what an undisturbed run gets.
    let undisturbed = folder.path().join("undisturbed");
    for path in [&path, &undisturbed] {
        let mut store = open(path, 30);
        store.add(&many(N_PAGES)).unwrap();
        store.tell(&mut |_| {}).unwrap();
    }
    assert_eq!(dump(&path), dump(&undisturbed));
}

/// A child killed before its first transaction leaves a file without tables.
fn check_or_empty(path: &Path) {
    let tables: i64 = rusqlite::Connection::open(path)
        .and_then(|store| store.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)))
        .unwrap();
    if tables > 0 {
        check(path);
    }
}
