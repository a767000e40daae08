//! What comes out, where, and that it is the same every time.

use crate::run::Folder;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories");
const SCHEMA: &str = include_str!("../../../../docs/schema/tellings-1.json");

#[test]
fn a_pipe_gets_json_lines() {
    let run = Folder::with_tellings("pipe").run(&["read", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    for line in run.out.lines() {
        let story: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(story["format"], "tellings/1");
        assert!(!story["articles"].as_array().unwrap().is_empty());
    }
}

/// Real output of whole stories fits the published schema, and its offsets are right.
#[test]
fn what_is_told_of_the_fixtures_fits_the_schema() {
    let run = Folder::new("fits").run(&["read", FIXTURES, "--format", "json", "-q"]);
    let record: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let schema = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&record).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(record["stories"].as_array().unwrap().len() > 5);
    for story in record["stories"].as_array().unwrap() {
        let text_of = |siglum: &serde_json::Value| {
            let witnesses = story["witnesses"].as_array().unwrap();
            let witness = witnesses.iter().find(|w| &w["siglum"] == siglum).unwrap();
            let articles = record["articles"].as_array().unwrap();
            let article = articles.iter().find(|a| a["id"] == witness["article"]).unwrap();
            article["text"].as_str().unwrap().chars().collect::<Vec<char>>()
        };
        each_citation(story, &mut |citation| {
            let text = text_of(&citation["witness"]);
            let place = |end: &str| usize::try_from(citation[end].as_u64().unwrap()).unwrap();
            let words: String = text[place("start")..place("end")].iter().collect();
            assert_eq!(words, citation["exact"].as_str().unwrap());
        });
    }
}

/// Visits every citation in a value, however deep.
fn each_citation(value: &serde_json::Value, visit: &mut impl FnMut(&serde_json::Value)) {
    match value {
        serde_json::Value::Object(fields) if fields.contains_key("exact") => visit(value),
        serde_json::Value::Object(fields) => fields.values().for_each(|v| each_citation(v, visit)),
        serde_json::Value::Array(items) => items.iter().for_each(|v| each_citation(v, visit)),
        _ => {}
    }
}

/// The same bytes in, the same bytes out: whatever the number of threads and the order of input.
#[test]
fn output_depends_on_neither_threads_nor_order() {
    let folder = Folder::new("same");
    let mut files: Vec<String> = Vec::new();
    for story in ["channel-ferry", "prison-break", "rate-cut", "two-votes"] {
        for file in fs::read_dir(Path::new(FIXTURES).join(story)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension != "toml") {
                files.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    files.sort();
    let told = |jobs: &str, files: &[String], format: &str| {
        let mut args = vec!["read", "-q", "-j", jobs, "--format", format];
        args.extend(files.iter().map(String::as_str));
        folder.run(&args).out
    };
    for format in ["json", "terminal", "md", "html"] {
        let once = told("1", &files, format);
        assert!(once.len() > 1000);
        assert!(once == told("1", &files, format), "two runs differ");
        assert!(once == told("2", &files, format), "two threads tell another story");
        let mut shuffled = files.clone();
        shuffled.reverse();
        shuffled.rotate_left(5);
        assert!(once == told("2", &shuffled, format), "the order of input shows");
    }
}

#[test]
fn colour_is_written_only_where_it_is_wanted() {
    let folder = Folder::with_tellings("colour");
    let args = ["read", ".", "--format", "terminal"];
    let piped = folder.run(&args);
    assert!(!piped.out.contains('\u{1b}'), "a pipe got colour");
    let always = folder.run(&["read", ".", "--format", "terminal", "--color", "always"]);
    assert!(always.out.contains('\u{1b}'), "colour was asked for");
    let plain: String = strip(&always.out);
    assert_eq!(plain, piped.out, "colour alone says something");
    let asked_not = folder.run_with(&args, b"", &[("NO_COLOR", "1")]);
    assert!(!asked_not.out.contains('\u{1b}'));
}

/// Text without escape sequences for colour.
fn strip(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |plain, piece| plain + piece.split_once('m').unwrap().1)
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new("closed");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tellings"))
        .args(["read", FIXTURES, "--format", "json"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let code = child.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 1)), "{code:?}");
}

#[test]
fn a_file_takes_its_format_from_its_name() {
    let folder = Folder::with_tellings("named");
    let run = folder.run(&["read", ".", "-o", "story.json"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let text = fs::read_to_string(folder.path().join("story.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(record["stories"].is_array());
    assert!(!folder.path().join("story.json.part").exists());
    let again = folder.run(&["read", ".", "-o", "story.json"]);
    assert!(again.err.starts_with("3 inputs"), "the report became an article: {}", again.err);
}

/// The defaults of the guide are those of the program: writing them down changes nothing.
#[test]
fn the_settings_of_the_guide_are_the_defaults() {
    let guide = include_str!("../../../../docs/guide/settings.md");
    let mut file = String::new();
    let rows = guide.lines().filter(|row| row.starts_with("| `"));
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        file.push_str(&format!("{} = {}\n", cells[1].trim_matches('`'), cells[3]));
    }
    let folder = Folder::new("guide").with("all.toml", &file);
    let config = folder.path().join("all.toml");
    let with = ["group", FIXTURES, "-q", "--config", config.to_str().unwrap()];
    let (told, plain) = (folder.run(&with), folder.run(&["group", FIXTURES, "-q"]));
    assert!(told.out.len() > 1000 && told.out == plain.out, "{}", told.err);

    let folder = folder.with("wrong.toml", "[group]\nstory = 1.5\n");
    let run = folder.run(&["group", "all.toml", "--config", "wrong.toml"]);
    assert!(run.code == 2 && run.err.contains("1.5 is not between 0 and 1"), "{}", run.err);
}

/// Two prints of one wire text, and a text of its own.
#[test]
fn copied_passages_are_given_with_their_words_in_both() {
    let wire = "PORT ELLEN (Northwire) — The harbour bridge was shut on Tuesday after a barge struck \
        its second pier, and engineers of the county said that repairs would take three weeks at \
        the least. Twelve people were taken off the barge by a pilot boat. Nobody was on the bridge \
        at the time of the accident, the harbour office said in a short statement.\n";
    let folder = Folder::with_tellings("copies")
        .with("w1.txt", wire)
        .with("w2.txt", format!("Bridge shut after barge strike\n\n{wire}"));
    let run = folder.run(&["copies", "."]);
    let pair: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    assert!(pair["share_a"].as_f64().unwrap() > 0.8, "{pair}");
    let passage = &pair["passages"][0];
    assert!(passage["a"]["exact"].as_str().unwrap().contains("repairs would take three weeks"));

    let lines = folder.run(&["stemma", ".", "--corpus"]);
    assert_eq!(lines.out.lines().count(), 5, "{}", lines.out);
}

#[test]
fn the_stemma_is_a_graph_for_other_programs() {
    let folder = Folder::new("graphs");
    let dot = folder.run(&["stemma", FIXTURES, "-q", "--format", "dot"]).out;
    assert!(dot.starts_with("digraph stemma {") && dot.contains("s0_A [label="), "{dot}");
    let graphml = folder.run(&["stemma", FIXTURES, "-q", "--format", "graphml"]).out;
    assert_eq!(graphml.matches("<node ").count(), graphml.matches("</node>").count());
    let lines = folder.run(&["stemma", FIXTURES, "-q"]);
    let nodes = graphml.matches("<data key=\"lost\">false").count();
    assert_eq!(lines.out.lines().count(), nodes);
}

#[test]
fn the_apparatus_is_a_table_and_an_edition() {
    let folder = Folder::new("apparatus");
    let csv = folder.run(&["read", FIXTURES, "-q", "--format", "csv"]).out;
    assert!(csv.starts_with("story,entry,kind,topic,verdict,") && csv.lines().count() > 20);
    let tei = folder.run(&["read", FIXTURES, "-q", "--format", "tei"]).out;
    assert_eq!(tei.matches("<app ").count(), tei.matches("</app>").count());
    assert!(tei.contains("<rdg wit=\"#s"), "no reading");
}

#[test]
fn the_summary_counts_on_standard_error() {
    let folder = Folder::with_tellings("summary");
    let run = folder.run(&["read", "a.txt", "gone.txt"]);
    assert!(run.err.contains("1 input; 1 article read"), "{}", run.err);
    assert!(run.err.contains("1 could not be read"), "{}", run.err);
    assert_eq!(folder.run(&["read", "a.txt", "-q"]).err, "");
}

#[test]
fn an_output_that_cannot_be_written_is_a_broken_environment() {
    let run = Folder::with_tellings("no-place").run(&["read", ".", "-o", "no/such/place.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: cannot write no/such/place.json"), "{}", run.err);
}

/// Every format of `extract` holds the text of every article, once.
#[test]
fn extracted_articles_are_written_in_every_format() {
    let folder = Folder::with_tellings("formats");
    let jsonl = folder.run(&["extract", "."]).out;
    let rows: Vec<serde_json::Value> =
        jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.len() > 1);
    let list = folder.run(&["extract", ".", "--format", "json"]).out;
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&list).unwrap(), rows);
    let text = folder.run(&["extract", ".", "--format", "txt"]).out;
    assert_eq!(text.split('\x0c').count(), rows.len());
    let markdown = folder.run(&["extract", ".", "--format", "md"]).out;
    for row in &rows {
        let words = row["text"].as_str().unwrap();
        assert!(text.contains(words));
        assert!(markdown.contains(words.split(['.', ',', '\n']).next().unwrap()));
    }
}

/// Captions stand beside the text; who leans to recall gets them in it, and who leans to
/// precision gets no more than the rest.
#[test]
fn leaning_takes_out_or_leaves_in() {
    let html = "<!doctype html><html lang=en><title>Ferry aground off Sandvik</title><article>\
        <h1>Ferry aground off Sandvik</h1><figure><img src=a.jpg><figcaption>The ferry on the \
        sandbank, seen from the harbour wall on Monday</figcaption></figure><p>The ferry Marta ran \
        aground on a sandbank outside the harbour early on Monday, the coast guard said.</p><p>All \
        forty people on board were taken off by two lifeboats within the hour, and nobody was hurt, \
        said Ada Cole, who leads the harbour.</p></article>";
    let folder = Folder::new("lean").with("a.html", html);
    let row = |flags: &[&str]| -> serde_json::Value {
        serde_json::from_str(&folder.run(&[&["extract", "a.html", "-q"], flags].concat()).out)
            .unwrap()
    };
    let text = |flags: &[&str]| row(flags)["text"].as_str().unwrap().to_owned();
    let (less, even, more) = (text(&["--precision"]), text(&[]), text(&["--recall"]));
    assert!(more.contains("harbour wall") && !even.contains("harbour wall"), "{more}");
    assert!(
        row(&[])["furniture"].as_array().unwrap().iter().any(|piece| piece["why"] == "caption")
    );
    assert!(less.len() <= even.len());
    assert_eq!(folder.run(&["extract", "a.html", "--precision", "--recall"]).code, 2);
}

#[test]
fn help_completions_and_manual_come_from_one_definition() {
    let folder = Folder::new("help");
    for command in ["read", "extract", "annotate", "group", "copies", "stemma", "quotes"] {
        assert!(folder.run(&["help", command]).out.contains("Example"), "{command}");
        assert!(folder.run(&["man"]).out.contains(&command.to_uppercase()), "{command}");
        assert!(folder.run(&["completions", "bash"]).out.contains(command), "{command}");
    }
}

#[test]
fn words_tags_and_trees_are_written_as_treebanks_have_them() {
    let folder = Folder::with_tellings("conllu");
    let run =
        folder.run(&["annotate", "a.txt", "--layers", "tokens,tags,parse", "--format", "conllu"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let rows: Vec<Vec<&str>> = run
        .out
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == 10));
    let lines = folder.run(&["annotate", "a.txt", "--layers", "tokens,tags,parse"]);
    let line: serde_json::Value = serde_json::from_str(&lines.out).unwrap();
    let tokens = line["tokens"].as_array().unwrap();
    assert_eq!(tokens.len(), rows.len());
    for (token, row) in tokens.iter().zip(&rows) {
        assert_eq!(
            (&token["upos"], &token["lemma"], &token["relation"]),
            (&row[3].into(), &row[2].into(), &row[7].into())
        );
        assert_eq!(token["head"].is_null(), row[6] == "0");
    }
}

#[test]
fn a_file_that_is_no_model_ends_the_run_with_the_reason() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/english-tags.model");
    let bytes = std::fs::read(shipped).unwrap();
    let mut old = bytes.clone();
    old[8] = 200;
    let folder = Folder::with_tellings("models")
        .with("whole.model", &bytes)
        .with("cut.model", &bytes[..1000])
        .with("old.model", old);
    let run = |model: &str| folder.run(&["annotate", "a.txt", "--model", model]);
    for (model, reason) in [
        ("a.txt", "not a language model of Tellings"),
        ("cut.model", "cut short at byte 1000"),
        ("old.model", "has version 200"),
        ("missing.model", "cannot read language model"),
    ] {
        let run = run(model);
        assert_eq!(run.code, 2, "{model}");
        assert!(run.err.contains(reason), "{model}: {}", run.err);
    }
    assert_eq!(run("whole.model").out, folder.run(&["annotate", "a.txt"]).out);
}
