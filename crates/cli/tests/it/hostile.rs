//! Input that is broken, endless or out of reach: a note with the file, the rest is told, exit 1.

use crate::run::Folder;
use std::fs::{self, File};

#[test]
fn an_empty_folder_is_noted() {
    let folder = Folder::with_tellings("empty-folder");
    fs::create_dir(folder.path().join("empty")).unwrap();
    let run = folder.run(&["extract", "empty", "a.txt"]);
    assert_eq!((run.code, run.paths()), (1, vec!["a.txt".to_owned()]));
    assert!(run.err.contains("empty: holds no file"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_folder_that_links_back_to_itself_is_walked_once() {
    let folder = Folder::with_tellings("loop");
    fs::create_dir(folder.path().join("deep")).unwrap();
    std::os::unix::fs::symlink("..", folder.path().join("deep/back")).unwrap();
    let run = folder.run(&["extract", "."]);
    assert_eq!((run.code, run.paths().len()), (1, 3), "{}", run.err);
    assert!(run.err.contains("deep/back: is a link back to"), "{}", run.err);
}

/// A socket cannot be opened as a file, not even by a user who may do everything.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened_is_noted() {
    let folder = Folder::with_tellings("unreadable");
    let socket = std::env::temp_dir().join(format!("tellings-{}.sock", std::process::id()));
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let run = folder.run(&["extract", socket.to_str().unwrap(), "a.txt"]);
    fs::remove_file(&socket).unwrap();
    assert_eq!((run.code, run.paths()), (1, vec!["a.txt".to_owned()]));
    assert!(run.err.contains(".sock: cannot be read"), "{}", run.err);
}

/// It says so, and its fields are there for those who read fields.
#[test]
fn a_page_without_a_text_gives_its_metadata() {
    let page = "<title>Morning on the Lune</title><h1>Morning on the Lune</h1>\
        <time datetime=2031-03-07>7 March</time><audio src=a.mp3></audio>";
    let folder = Folder::new("broadcast").with("a.html", page);
    let run = folder.run(&["extract", "a.html"]);
    let row: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (run.code, row["date"].as_str(), row["text"].as_str()),
        (1, Some("2031-03-07"), Some(""))
    );
    assert!(run.err.contains("a.html: holds no article"), "{}", run.err);
    assert!(run.err.contains("0 articles written"), "{}", run.err);
    assert_eq!(folder.run(&["extract", "a.html", "--format", "txt"]).out, "");
}

#[test]
fn a_gigabyte_of_zeros_is_left_out() {
    let folder = Folder::with_tellings("large");
    File::create(folder.path().join("large.txt")).unwrap().set_len(1 << 30).unwrap();
    let run = folder.run(&["extract", "."]);
    assert_eq!((run.code, run.paths().len()), (1, 3));
    assert!(run.err.contains("./large.txt: holds nothing but zero bytes"), "{}", run.err);
}

#[test]
fn a_page_that_is_too_large_is_left_out_with_a_remedy() {
    let folder = Folder::with_tellings("too-large").with("long.txt", "a".repeat(1_000_001));
    let folder = folder.with("small.toml", "max_page_mb = 1\n");
    let run = folder.run(&["extract", "long.txt", "a.txt", "--config", "small.toml"]);
    assert_eq!((run.code, run.paths()), (1, vec!["a.txt".to_owned()]));
    assert!(run.err.contains("long.txt: byte 1000000: is larger than 1 MB"), "{}", run.err);
}

/// A device that never ends does not end the run.
#[cfg(target_os = "linux")]
#[test]
fn an_endless_stream_is_left_out() {
    let folder = Folder::with_tellings("endless");
    let run = folder.run(&["extract", "/dev/zero", "a.txt"]);
    assert_eq!((run.code, run.paths()), (1, vec!["a.txt".to_owned()]));
    assert!(run.err.contains("/dev/zero: holds nothing but zero bytes"), "{}", run.err);
}

#[test]
fn a_file_of_nulls_is_noted() {
    let run = Folder::with_tellings("nulls").with("nulls.txt", [0; 5000]).run(&["extract", "."]);
    assert_eq!((run.code, run.paths().len()), (1, 3), "{}", run.err);
    assert!(run.err.contains("./nulls.txt: "), "{}", run.err);
}

/// Bytes that are no UTF-8 are read in the character set they fit best, with a remark.
#[test]
fn invalid_utf_8_is_read_with_a_remark() {
    let text = b"The caf\xe9 by the harbour was shut on Tuesday, the mayor said.\n";
    let run = Folder::with_tellings("latin").with("latin.txt", text).run(&["extract", ".", "-v"]);
    assert_eq!((run.code, run.paths().len()), (0, 4), "{}", run.err);
    assert!(run.out.contains("The café by the harbour"), "{}", run.out);
    assert!(run.err.contains("./latin.txt: byte 7: not UTF-8"), "{}", run.err);
}
