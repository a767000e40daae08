//! Reads treebanks in CoNLL-U, plain or gzipped.

use anyhow::{Context, Result};
use std::{io::Read, path::Path};

/// One document of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// The first part of its name: `weblog`, `GUM_news`.
    pub(crate) genre: String,
    /// Its whole name.
    pub(crate) name: String,
    /// Its raw text: paragraphs parted by blank lines.
    pub(crate) text: String,
    /// Its sentences.
    pub(crate) sentences: Vec<Sentence>,
}

/// One sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// Its words.
    pub(crate) words: Vec<Word>,
    /// Where it stands in the text of its document.
    pub(crate) span: (usize, usize),
}

/// One word of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    /// The word as printed.
    pub(crate) form: String,
    /// Its dictionary form.
    pub(crate) lemma: String,
    /// Its universal part of speech.
    pub(crate) upos: String,
    /// Its Penn tag.
    pub(crate) xpos: String,
    /// Its head: 0 for the root, else the number of the word.
    pub(crate) head: usize,
    /// Its relation to the head, with sub-type.
    pub(crate) relation: String,
    /// Where it stands in the text of its document.
    pub(crate) span: (usize, usize),
}

/// Reads a text file, unpacking `.gz`.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::MultiGzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .with_context(|| format!("unpacking {}", path.display()))?;
    } else {
        text = String::from_utf8(bytes).with_context(|| format!("{}", path.display()))?;
    }
    Ok(text)
}

/// Reads the documents of a treebank.
pub(crate) fn documents(path: &Path) -> Result<Vec<Document>> {
    let mut out: Vec<Document> = Vec::new();
    for block in read_text(path)?.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let mut paragraph = false;
        let mut text = "";
        for line in block.lines().filter_map(|line| line.strip_prefix("# ")) {
            if let Some(name) = line.strip_prefix("newdoc id = ") {
                out.push(Document {
                    genre: genre(name),
                    name: name.to_owned(),
                    ..Document::default()
                });
            }
            paragraph |= line.starts_with("newpar") || line.starts_with("newdoc");
            text = line.strip_prefix("text = ").unwrap_or(text);
        }
        let Some(document) = out.last_mut() else { continue };
        // The treebanks keep few borders of headings and list items; a sentence without a closing
        // mark stands on a line of its own, as it does on the page.
        paragraph |= !document.text.ends_with(['.', '!', '?', '…', '"', '”', ')', ']', '\'', '’']);
        if !document.text.is_empty() {
            document.text.push_str(if paragraph { "\n\n" } else { " " });
        }
        let start = document.text.len();
        document.text.push_str(text);
        document.sentences.push(sentence(block, text, start));
    }
    Ok(out)
}

fn genre(name: &str) -> String {
    let mut parts = name.split(['_', '-']);
    match parts.next() {
        Some("GUM") => format!("GUM_{}", parts.next().unwrap_or("")),
        part => part.unwrap_or("").to_owned(),
    }
}

/// Reads one sentence; its words are found in `text`, which stands at `start` of the document.
fn sentence(block: &str, text: &str, start: usize) -> Sentence {
    let mut words = Vec::new();
    let mut at = 0;
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap_or("").to_owned();
        let id = column();
        if id.parse::<usize>().is_err() {
            continue; // a range of words or an empty node
        }
        let (form, lemma, upos, xpos) = (column(), column(), column(), column());
        let (_, head, relation) = (column(), column().parse().unwrap_or(0), column());
        at += text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let span = (start + at, start + at + form.len());
        at += form.len();
        words.push(Word { form, lemma, upos, xpos, head, relation, span });
    }
    Sentence { words, span: (start, start + text.len()) }
}
