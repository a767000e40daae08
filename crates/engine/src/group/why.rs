//! Why two articles are told together, in words that people can read.

use super::score::Texts;
use super::vector::{Kind, Term, each_term, kind_idx};
use crate::copies::{passage, word};
use rustc_hash::FxHashMap;
use tellings_model::Article;

/// The fewest words that both must have in a row to be shown as a phrase.
const PHRASE: usize = 4;
/// The most phrases and the most single terms shown.
const PHRASES: usize = 2;
const TERMS: usize = 6;
/// The longest phrase shown, in words.
const LONGEST: usize = 12;

/// What two articles share, the weightiest first: names, words, figures, then phrases.
pub(crate) fn shared(texts: &Texts, at: (u32, u32), articles: (&Article, &Article)) -> Vec<String> {
    let (a, b) = at;
    let vectors = (texts.vectors.get(a as usize), texts.vectors.get(b as usize));
    let (Some(left), Some(right)) = vectors else { return Vec::new() };
    let mut weighty: Vec<(Term, f32)> = Vec::new();
    left.each_shared(right, |term, product| weighty.push((term, product)));
    // A name says more to a reader than the words it is made of.
    let rank = |&(term, product): &(Term, f32)| {
        if kind_idx(term) == Kind::Name as usize { product * 2.0 } else { product }
    };
    weighty.sort_unstable_by(|x, y| rank(y).total_cmp(&rank(x)).then(x.0.cmp(&y.0)));
    let wordings = wordings(articles.0);
    let mut shown: Vec<String> = Vec::new();
    for (term, _) in weighty {
        let Some(wording) = wordings.get(&term) else { continue };
        let known = |other: &String| holds(other, wording) || holds(wording, other);
        if shown.len() < TERMS && !shown.iter().any(known) {
            shown.push(wording.clone());
        }
    }
    shown.extend(phrases(articles.0, articles.1));
    shown
}

/// How each term of an article is written where it stands first.
fn wordings(article: &Article) -> FxHashMap<Term, String> {
    let mut wordings = FxHashMap::default();
    let title = article.title.as_ref().map_or("", |title| title.value.as_str());
    for text in [article.text(), title] {
        each_term(text, |found| {
            let words = text.get(found.start as usize..found.end as usize).unwrap_or("");
            wordings.entry(found.term).or_insert_with(|| words.to_owned());
        });
    }
    wordings
}

/// Whether the words of `part` stand in `whole`, whatever their case.
fn holds(whole: &str, part: &str) -> bool {
    let (whole, part) = (whole.to_lowercase(), part.to_lowercase());
    whole.split(' ').any(|word| word == part) || whole == part
}

/// The longest runs of words that stand in both, as the first article writes them.
fn phrases(a: &Article, b: &Article) -> Vec<String> {
    let a_words: Vec<word::Word> = word::words(a.text()).collect();
    let b_words: Vec<word::Word> = word::words(b.text()).collect();
    let mut runs = passage::runs(&a_words, &b_words, PHRASE);
    runs.sort_by_key(|run| (std::cmp::Reverse(run.len), run.a));
    runs.iter()
        .filter_map(|run| {
            let first = a_words.get(run.a)?;
            let last = a_words.get(run.a + run.len.min(LONGEST) - 1)?;
            let words = a.text().get(first.start as usize..last.end as usize)?;
            (!words.contains('\n')).then(|| words.to_owned())
        })
        .take(PHRASES)
        .collect()
}
