//! The words of an article as treebanks write them: CoNLL-U (Universal Dependencies), one word a line.
//!
//! Layers that are not asked for, and columns nothing is known of, are `_`. Names stand among the remarks as
//! `Name=B-PER`, `Name=I-PER`; `SpaceAfter=No` says that no white space follows.

use crate::rows::Layer;
use std::io::{self, Write};
use tellings_model::{Annotated, EntityKind, Token};

/// Writes an article: a head, then its sentences, each with a blank line behind it.
pub fn annotated(annotated: &Annotated, layers: &[Layer], out: &mut dyn Write) -> io::Result<()> {
    let Annotated { article, annotations } = annotated;
    let asked = |layer| layers.contains(&layer);
    let names = if asked(Layer::Entities) { names(annotated) } else { Vec::new() };
    writeln!(out, "# newdoc id = {}", one_line(article.id.as_str()))?;
    for (number, sentence) in (1..).zip(&annotations.sentences) {
        writeln!(out, "# sent_id = {}-{number}", one_line(article.id.as_str()))?;
        writeln!(out, "# text = {}", one_line(article.at(sentence.span)))?;
        let start = sentence.tokens.0;
        for (at, token) in (start..).zip(annotations.tokens_of(sentence)) {
            let word = one_line(article.at(token.span));
            let (lemma, upos) = if asked(Layer::Tags) {
                (one_line(annotations.lemma(token)), token.upos.name())
            } else {
                ("_".to_owned(), "_")
            };
            let lemma = if lemma.is_empty() { "_" } else { &lemma };
            write!(out, "{}\t{word}\t{lemma}\t{upos}\t_\t_\t", at - start + 1)?;
            if !asked(Layer::Parse) {
                write!(out, "_\t_")?;
            } else if token.head == at {
                write!(out, "0\troot")?;
            } else {
                let head = (token.head + 1).saturating_sub(start);
                write!(out, "{head}\t{}", token.relation.name())?;
            }
            writeln!(out, "\t_\t{}", remarks(annotated, at, token, &names))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What is said of a word in the last column.
fn remarks(annotated: &Annotated, at: u32, token: &Token, names: &[Option<Name>]) -> String {
    let mut remarks = Vec::new();
    if let Some(Some((kind, is_first))) = names.get(at as usize) {
        remarks.push(format!("Name={}-{}", if *is_first { "B" } else { "I" }, short(*kind)));
    }
    let next = annotated.annotations.tokens.get(at as usize + 1);
    if next.is_some_and(|next| next.span.start() == token.span.end()) {
        remarks.push("SpaceAfter=No".to_owned());
    }
    if remarks.is_empty() { "_".to_owned() } else { remarks.join("|") }
}

/// The kind of the name a word belongs to, and whether it is its first word.
type Name = (EntityKind, bool);

/// The name of each word.
fn names(annotated: &Annotated) -> Vec<Option<Name>> {
    let annotations = &annotated.annotations;
    let mut names = vec![None; annotations.tokens.len()];
    for mention in &annotations.mentions {
        let range = annotations.tokens_in(mention.span);
        for (place, slot) in names.get_mut(range).into_iter().flatten().enumerate() {
            *slot = Some((mention.kind, place == 0));
        }
    }
    names
}

fn short(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organisation => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Other => "MISC",
    }
}

/// Text without the characters that end a column or a line.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tellings_model::{Annotations, Article, Mention, Relation, Sentence, Upos};

    fn sample() -> Annotated {
        let article = Article::from_text("Ada\tran.");
        let token = |start, end, upos, head, relation| Token {
            span: article.span(start, end),
            upos,
            lemma: (0, 0),
            head,
            relation,
        };
        let tokens = vec![
            token(0, 3, Upos::Propn, 1, Relation::Nsubj),
            token(4, 7, Upos::Verb, 1, Relation::Root),
            token(7, 8, Upos::Punct, 1, Relation::Punct),
        ];
        let sentences = vec![Sentence { span: article.span(0, 8), tokens: (0, 3) }];
        let mentions =
            vec![Mention { span: article.span(0, 3), kind: EntityKind::Person, entity: None }];
        let annotations = Annotations { tokens, sentences, mentions, ..Annotations::default() };
        Annotated { article, annotations }
    }

    fn show(layers: &[Layer]) -> String {
        let mut out = Vec::new();
        annotated(&sample(), layers, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        text.lines()
            .filter(|line| !line.starts_with("# newdoc") && !line.starts_with("# sent"))
            .map(|line| format!("{line}\n"))
            .collect()
    }

    #[test]
    fn a_tree_is_written_as_treebanks_have_it() {
        assert_eq!(
            show(&[Layer::Tags, Layer::Parse, Layer::Entities]),
            "# text = Ada ran.\n\
             1\tAda\t_\tPROPN\t_\t_\t2\tnsubj\t_\tName=B-PER\n\
             2\tran\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n\
             3\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
        );
    }

    #[test]
    fn a_layer_that_is_not_asked_for_is_left_open() {
        let shown = show(&[Layer::Tokens]);
        assert!(shown.contains("1\tAda\t_\t_\t_\t_\t_\t_\t_\t_\n"), "{shown}");
    }
}
