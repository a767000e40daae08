//! Why two articles are told together, in words that people can read.

use super::explain::decision;
use super::score::{Face, Text, score};
use super::term::{Kind, Term, as_lead, each_term, kind_idx};
use crate::Config;
use crate::config::GroupConfig;
use crate::copies::{passage, word};
use rustc_hash::FxHashMap;
use tellings_model::{Article, Share, Siglum, Why};

/// The fewest words that both must have in a row to be shown as a phrase.
const PHRASE: usize = 4;
/// The most phrases and the most single terms shown.
const PHRASES: usize = 2;
const TERMS: usize = 6;
/// The least part of the score that is worth a reader's time: half a per cent of a story's least.
const TELLING: f32 = 0.0005;
/// The longest phrase shown, in words.
const LONGEST: usize = 12;

/// The largest story of which every pair is explained; of a larger one, each article is
/// explained by the one before it that is most like it.
const ALL_PAIRS: usize = 12;
/// How many articles before it an article of a larger story is compared with.
const LOOK_BACK: usize = 64;

/// Why the members of a story are told together.
pub(crate) fn why_together(
    texts: &[Text],
    members: &[u32],
    articles: &[&Article],
    config: &Config,
) -> Vec<Why> {
    let mut why = Vec::new();
    let mut read: FxHashMap<u32, Wordings<'_>> = FxHashMap::default();
    for (later, &b) in members.iter().enumerate() {
        let mut before: Vec<(usize, f32)> = members
            .iter()
            .enumerate()
            .take(later)
            .skip(later.saturating_sub(LOOK_BACK))
            .map(|(earlier, &a)| (earlier, score(texts, a, b, &config.group)))
            .collect();
        if members.len() > ALL_PAIRS {
            before.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            before.truncate(1);
        }
        for (earlier, score) in before {
            let Some(&a) = members.get(earlier) else { continue };
            let pair = (articles.get(a as usize), articles.get(b as usize));
            let (Some(left), Some(right)) = pair else { continue };
            let seen = (texts.get(a as usize), texts.get(b as usize));
            let (Some(x), Some(y)) = seen else { continue };
            let siglum = |n: usize| Siglum(u32::try_from(n).unwrap_or(u32::MAX));
            // Of a large story few are looked at again.
            if read.len() > LOOK_BACK {
                read.clear();
            }
            for (n, article) in [(a, *left), (b, *right)] {
                read.entry(n).or_insert_with(|| Wordings::of(article));
            }
            let (Some(of_left), Some(of_right)) = (read.get(&a), read.get(&b)) else { continue };
            let (words, weights) = shared((x, y), (of_left, of_right), &config.group)
                .into_iter()
                .map(|share| (share.words, share.weight))
                .unzip();
            why.push(Why {
                witnesses: (siglum(earlier), siglum(later)),
                shared: words,
                weights,
                score: f64::from(score),
                decided: decision(&left.id, &right.id, config),
            });
        }
    }
    why.sort_by_key(|why| why.witnesses);
    why
}

/// The member least like the others, with its average score to them; of three and more.
pub(crate) fn weakest(
    texts: &[Text],
    members: &[u32],
    config: &GroupConfig,
) -> Option<(Siglum, f64)> {
    if members.len() < 3 {
        return None;
    }
    let asked = members.iter().step_by(members.len().div_ceil(LOOK_BACK));
    (0..)
        .zip(members)
        .map(|(n, &member)| {
            let others = asked.clone().filter(|&&other| other != member);
            let (sum, n_others) = others.fold((0.0, 0.0), |(sum, n_others), &other| {
                (sum + f64::from(score(texts, member, other, config)), n_others + 1.0)
            });
            (Siglum(n), sum / f64::max(n_others, 1.0))
        })
        .min_by(|x, y| x.1.total_cmp(&y.1).then(x.0.cmp(&y.0)))
}

/// What two articles share, the weightiest first: names, words, figures, then phrases.
pub(crate) fn shared(
    texts: (&Text, &Text),
    articles: (&Wordings<'_>, &Wordings<'_>),
    config: &GroupConfig,
) -> Vec<Share> {
    let face = Face::new(texts.0);
    let left = face.compare(texts.1, config).left;
    let weights = config.weights();
    let mut weighty: FxHashMap<Term, f32> = FxHashMap::default();
    let mut in_lead: FxHashMap<Term, f32> = FxHashMap::default();
    face.each_shared(texts.1, |term, product| {
        let part = product * weights.get(kind_idx(term)).copied().unwrap_or(0.0) * left;
        let of_kind =
            if kind_idx(term) == Kind::Lead as usize { &mut in_lead } else { &mut weighty };
        of_kind.insert(term, part);
    });
    let mut weighty: Vec<(Term, f32)> = weighty
        .into_iter()
        .filter(|&(_, part)| part >= TELLING)
        .map(|(term, part)| (term, part + in_lead.get(&as_lead(term)).copied().unwrap_or(0.0)))
        .collect();
    // A name says more to a reader than the words it is made of.
    let rank = |&(term, part): &(Term, f32)| {
        if kind_idx(term) == Kind::Name as usize { part * 2.0 } else { part }
    };
    weighty.sort_unstable_by(|x, y| rank(y).total_cmp(&rank(x)).then(x.0.cmp(&y.0)));
    let mut shown: Vec<Share> = Vec::new();
    for (term, part) in weighty {
        if shown.len() == TERMS {
            break;
        }
        let wording = articles.0.of_terms.get(&term);
        let Some(wording) = wording.filter(|words| !is_bare_number(words)) else {
            continue;
        };
        let known = |other: &Share| holds(&other.words, wording) || holds(wording, &other.words);
        if !shown.iter().any(known) {
            shown.push(Share { words: (*wording).to_owned(), weight: f64::from(part) });
        }
    }
    let phrases = phrases(articles.0, articles.1).into_iter();
    shown.extend(phrases.map(|words| Share { words, weight: 0.0 }));
    shown
}

/// Whether words are a number of a digit or two, which tells a reader nothing by itself.
fn is_bare_number(words: &str) -> bool {
    words.len() < 3 && words.chars().all(|c| c.is_ascii_digit())
}

/// The words of an article.
pub(crate) struct Wordings<'a> {
    text: &'a str,
    words: Vec<word::Word>,
    /// How each term is written where it stands first.
    of_terms: FxHashMap<Term, &'a str>,
}

impl<'a> Wordings<'a> {
    pub(crate) fn of(article: &'a Article) -> Self {
        let title = article.title.as_ref().map_or("", |title| title.value.as_str());
        let [words, of_title] =
            [article.text(), title].map(|text| word::words(text).collect::<Vec<_>>());
        let mut of_terms = FxHashMap::default();
        for (text, words) in [(article.text(), &words), (title, &of_title)] {
            each_term(text, words, |found| {
                let words = text.get(found.start as usize..found.end as usize).unwrap_or("");
                of_terms.entry(found.term).or_insert(words);
            });
        }
        Self { text: article.text(), words, of_terms }
    }
}

/// Whether the words of `part` stand in `whole`, whatever their case.
fn holds(whole: &str, part: &str) -> bool {
    let (whole, part) = (whole.to_lowercase(), part.to_lowercase());
    whole.split(' ').any(|word| word == part) || whole == part
}

/// The longest runs of words that stand in both, as the first article writes them.
fn phrases(a: &Wordings<'_>, b: &Wordings<'_>) -> Vec<String> {
    let mut runs = passage::runs(&a.words, &b.words, PHRASE);
    runs.sort_by_key(|run| (std::cmp::Reverse(run.len), run.a));
    runs.iter()
        .filter_map(|run| {
            let first = a.words.get(run.a)?;
            let last = a.words.get(run.a + run.len.min(LONGEST) - 1)?;
            let words = a.text.get(first.start as usize..last.end as usize)?;
            (!words.contains('\n')).then(|| words.to_owned())
        })
        .take(PHRASES)
        .collect()
}
