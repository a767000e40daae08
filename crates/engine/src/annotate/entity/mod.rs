//! Names of people, organisations and places in one article.
//!
//! The language model has found names before this (see `language/name.rs`). Tables and rules add what
//! it missed: read `run.rs` first (which capitalised words belong together), then `kind.rs` (what a
//! name is the name of, decided over the whole article), `merge.rs` (whose word counts where), then
//! `gazetteer.rs` (open facts).

mod kind;
mod merge;
mod run;

use super::words::Words;
use tellings_model::{Annotations, Article};

/// Completes `mentions`; needs `tokens`, `sentences` and the names that the model found.
///
/// A word that only stands where every word is capitalised (the start of a sentence, a
/// heading) is a name only if the tables know it or it is a name elsewhere in the article.
pub(crate) fn mentions(article: &Article, annotations: &mut Annotations) {
    let learned = std::mem::take(&mut annotations.mentions);
    let words = Words { article, annotations };
    let sure = run::names_in_running_text(words);
    let runs = run::runs(words, &sure);
    let by_rule = kind::classify(article, annotations, &runs);
    annotations.mentions = merge::merge(article, annotations, learned, by_rule, &sure);
}

#[cfg(test)]
mod tests {
    use crate::{Config, annotate};
    use tellings_model::Article;

    fn show(text: &str) -> String {
        let article = Article::from_text(text);
        let annotations = annotate(&article, &Config::default());
        let shown: Vec<String> = annotations
            .mentions
            .iter()
            .map(|mention| format!("{} {:?}", article.at(mention.span), mention.kind))
            .collect();
        shown.join("; ")
    }

    #[test]
    fn an_office_is_no_part_of_the_name() {
        assert_eq!(
            show("Peruvian President Ada Cole met Mayor Lund in Lima."),
            "Ada Cole Person; Lund Person; Lima Place"
        );
    }

    #[test]
    fn a_surname_stands_for_the_full_name() {
        assert_eq!(show("Ada Cole spoke. Later Cole left."), "Ada Cole Person; Cole Person");
    }

    #[test]
    fn a_given_name_brings_an_unknown_family_name() {
        assert_eq!(show("I saw it when Henrike Zorvel cut the rope."), "Henrike Zorvel Person");
    }

    #[test]
    fn a_word_that_is_small_elsewhere_is_no_name() {
        assert_eq!(
            show("“Patience is a tide,” said Ada Cole. She asked for patience."),
            "Ada Cole Person"
        );
    }

    #[test]
    fn a_nickname_stands_inside_the_name() {
        assert_eq!(
            show(
                "A jury found Osbert “Ozzy” Quillfeather guilty. Quillfeather left; Quillfeather said no."
            ),
            "Osbert “Ozzy” Quillfeather Person; Quillfeather Person; Quillfeather Person"
        );
    }

    #[test]
    fn organisations_keep_their_small_words() {
        assert_eq!(
            show("The Ministry of Health warned the Board on Tidal Affairs."),
            "Ministry of Health Organisation; Board on Tidal Affairs Organisation"
        );
    }

    #[test]
    fn the_first_word_of_a_sentence_is_not_a_name_by_its_capital() {
        assert_eq!(show("Harbours were shut. Nobody left."), "");
    }
}
