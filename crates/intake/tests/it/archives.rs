//! Archives of documents, and containers in containers.

use super::{gzip, show, tar, zip};

const PAGE: &[u8] = b"<!doctype html><p>The ferry</p>";
const TEXT: &[u8] = b"The ferry ran aground.";
const JSON: &[u8] =
    b"{\"id\":\"a\",\"text\":\"The ferry\"}\n{\"id\":\"b\",\"text\":\"The crew\"}\n";

#[test]
fn a_gzipped_file_is_read_as_what_it_holds() {
    assert_eq!(show(&gzip(TEXT)), "in Text The ferry ran aground.");
    let members = [gzip(b"The ferry "), gzip(b"ran aground.")].concat();
    assert_eq!(show(&members), "in Text The ferry ran aground.");
}

#[test]
fn files_of_archives_keep_their_names() {
    let files = [("a/page.html", PAGE), ("b.txt", TEXT), (".hidden", TEXT), ("c.jsonl", JSON)];
    let expected = "in#a/page.html Html <!doctype html><p>The ferry</p>\n\
        in#b.txt Text The ferry ran aground.\nin#c.jsonl#1 Text The ferry\nin#c.jsonl#2 Text The crew";
    assert_eq!(show(&tar(&files)), expected);
    assert_eq!(show(&gzip(&tar(&files))), expected);
    assert_eq!(show(&zip(&files, false)), expected);
    assert_eq!(show(&zip(&files, true)), expected);
}

#[test]
fn archives_lie_in_archives() {
    let inner = gzip(&tar(&[("b.txt", TEXT)]));
    assert_eq!(
        show(&zip(&[("in.tgz", &inner)], true)),
        "in#in.tgz#b.txt Text The ferry ran aground."
    );
}

#[test]
fn records_of_other_tools_are_read() {
    let dump = br#"[{"maintext":"The ferry","date_publish":"2031-03-03 10:15:00","title":"T"},
        {"articles":[{"content":"The crew"}]}, 7, {"title":"no text"}]"#;
    assert_eq!(
        show(dump),
        "in#1 Text The ferry\nin#2#1 Text The crew\nnote in#3 no JSON object where one should be\n\
         note in#4 record without text or html"
    );
}

#[test]
fn reading_stops_when_asked() {
    let mut n_seen = 0;
    tellings_intake::read(JSON, None, &tellings_intake::ReadConfig::default(), |_| {
        n_seen += 1;
        std::ops::ControlFlow::Break(())
    });
    assert_eq!(n_seen, 1);
}
