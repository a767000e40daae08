//! What can be named as input.

use crate::run::Folder;
use std::io::Write;

const D: &str = "Ferry timetable changes in the spring\n\nThe ferry to Lower Venn will leave an hour \
    earlier from March, the harbour office said on Friday. The last boat still leaves at nine.\n";

#[test]
fn a_folder_is_read_with_all_below_it() {
    let folder = Folder::with_tellings("below").with("deep/er/d.txt", D);
    let run = folder.run(&["extract", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.paths(), ["./a.txt", "./b.txt", "./c.txt", "./deep/er/d.txt"]);
}

/// A page saved with its pictures and scripts has them in a folder beside it.
#[test]
fn what_lies_beside_a_saved_page_is_skipped_unless_it_is_named() {
    let folder = Folder::with_tellings("beside").with("a_files/menu.js", "let menu = 1;");
    let run = folder.run(&["extract", "."]);
    assert_eq!((run.code, run.paths().len()), (0, 3));
    assert!(run.err.contains("1 file skipped by name"), "{}", run.err);
    assert_eq!(folder.run(&["extract", "a_files/menu.js"]).paths(), ["a_files/menu.js"]);
}

#[test]
fn a_quoted_pattern_is_expanded() {
    let folder = Folder::with_tellings("pattern").with("deep/d.txt", D);
    assert_eq!(folder.run(&["extract", "[ab].txt"]).paths(), ["a.txt", "b.txt"]);
    assert_eq!(folder.run(&["extract", "deep/**/*.txt"]).paths(), ["deep/d.txt"]);
}

#[test]
fn a_pattern_without_a_file_is_noted() {
    let run = Folder::with_tellings("no-match").run(&["extract", "*.html", "a.txt"]);
    assert_eq!((run.code, run.paths()), (1, vec!["a.txt".to_owned()]));
    assert!(run.err.contains("*.html: matches no file"), "{}", run.err);
}

#[test]
fn a_list_names_inputs_one_a_line() {
    let folder = Folder::with_tellings("list").with("list", "# two of three\na.txt\n\n  c.txt\n");
    assert_eq!(folder.run(&["extract", "--from", "list"]).paths(), ["a.txt", "c.txt"]);
    let piped = folder.run_with(&["extract", "--from", "-"], b"b.txt\n", &[]);
    assert_eq!(piped.paths(), ["b.txt"]);
}

#[test]
fn standard_input_is_read_where_it_is_named() {
    let folder = Folder::new("standard");
    let run = folder.run_with(&["extract", "-"], b"The bridge is shut, the mayor said.\n", &[]);
    assert_eq!((run.code, run.paths()), (0, vec!["-".to_owned()]));
    assert!(run.out.contains("The bridge is shut"), "{}", run.out);
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let run = Folder::with_tellings("twice").run(&["extract", "a.txt", "./a.txt", "."]);
    assert_eq!(run.paths().len(), 3, "{}", run.out);
}

#[test]
fn a_missing_file_is_noted_and_the_others_are_read() {
    let run = Folder::with_tellings("missing").run(&["extract", "gone.txt", "a.txt"]);
    assert_eq!((run.code, run.paths()), (1, vec!["a.txt".to_owned()]));
    assert!(run.err.contains("gone.txt: does not exist (check the name)"), "{}", run.err);
}

#[test]
fn an_address_is_not_fetched() {
    let run = Folder::new("address").run(&["read", "https://news.example/a"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("is an address; nothing is fetched"), "{}", run.err);
}

#[test]
fn what_is_asked_for_is_not_fetched_from_private_places_or_without_https() {
    for (url, why) in [
        ("https://127.0.0.1/a", "private address"),
        ("https://localhost:1/a", "private address"),
        ("http://news.example/a", "only https:// is fetched"),
        ("file:///etc/hostname", "only https:// is fetched"),
    ] {
        let run = Folder::new("fetch").run(&["extract", "--url", url]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{url}");
        assert!(run.err.contains(why), "{url}: {}", run.err);
    }
}

#[test]
fn no_input_is_wrong_use() {
    let run = Folder::new("nothing").run(&["read"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
}

#[test]
fn settings_are_read_and_a_slip_in_them_is_named() {
    let mut text = Vec::new();
    writeln!(text, "max_page_mb = 0").unwrap();
    let folder = Folder::with_tellings("settings").with("small.toml", text);
    let run = folder.run(&["extract", "a.txt", "--config", "small.toml"]);
    assert!(run.err.contains("a.txt: byte 0: is larger than 0 MB"), "{}", run.err);

    let folder = folder.with("slip.toml", "max_pagge_mb = 3\n");
    let run = folder.run(&["extract", "a.txt", "--config", "slip.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("unknown field `max_pagge_mb`"), "{}", run.err);
}
