//! What a wording speaks of, whatever the order of its words: for paraphrases and for wordings
//! that run two sentences together.

use super::grouping::Item;
use super::likeness::{Term, Vocabulary};
use super::speaker::Allies;
use crate::annotate::quote::lexicon::{Kinds, Lexicon};
use crate::apparatus::{stem::stem, terms::group};
use crate::sets::Sets;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tellings_model::{Annotations, Article, Span, Upos};

/// Stem → the first word of its family, and whether the word denies what the family says.
static FAMILIES: LazyLock<FxHashMap<String, (&'static str, bool)>> = LazyLock::new(|| {
    let mut families = FxHashMap::default();
    let table = include_str!("../lexicon/en/word_families.txt");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let Some(name) = row.split_whitespace().next() else { continue };
        for word in row.split_whitespace() {
            let bare = word.trim_start_matches(['!', '~']);
            if !bare.is_empty() {
                families.insert(stem(bare), (name, bare != word));
            }
        }
    }
    families
});

/// The word that names a word’s family; the word itself where the table has none.
pub(super) fn family(word: &str) -> &str {
    FAMILIES.get(&stem(word)).map_or(word, |(name, _)| *name)
}

/// Stems that two wordings of one speaker must share to be one saying in other words, as a share
/// of the shorter and as a number.
const SHARE: f32 = 0.6;
const SHARED: usize = 3;
/// The share of a wording that two sentences in a row must hold together, and neither alone.
const TOGETHER: f32 = 0.7;
/// Stems that are enough where the speaker uses none of them in another saying of either telling.
const RARE: usize = 2;
/// The longest wording that may be a part of another by its words alone.
const FRAGMENT: usize = 3;
/// How many wordings with a word are looked at for a fragment.
const MAX_HOLDERS: usize = 64;
/// The share of each of two such sentences that the wording must have.
const PART: f32 = 1.0 / 3.0;
/// How many wordings that share a speaker and a stem are compared each with each; of more, each is
/// compared with the next two.
const MAX_CROWD: usize = 16;

/// The content words of a wording as stems, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matter(Vec<u32>);

/// Stems → numbers.
#[derive(Default)]
pub(crate) struct Stems(FxHashMap<String, u32>);

impl Stems {
    /// The content words of a span: small words left out, numbers kept, all denials as one word;
    /// where `wide`, words that tell the same thing are one word, too.
    pub(crate) fn read(
        &mut self,
        article: &Article,
        annotations: &Annotations,
        span: Span,
        lexicon: &Lexicon,
        wide: bool,
        matter: &mut Matter,
    ) {
        let small = Kinds::FUNCTION.or(Kinds::DETERMINER).or(Kinds::POSSESSIVE);
        let tokens = annotations.tokens.get(annotations.tokens_in(span)).unwrap_or(&[]);
        for token in tokens {
            let text = article.at(token.span);
            let parts = || text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '’' | '\''));
            let lemma = annotations.lemma(token);
            for word in parts() {
                let kinds = lexicon.kinds(&word.to_lowercase());
                let word = word.trim_matches(['’', '\'']);
                let (name, denies) = FAMILIES.get(&stem(word)).copied().unwrap_or(("", false));
                if denies || name == DENIAL || kinds.any(Kinds::NEGATION) {
                    self.add(DENIAL.to_owned(), matter);
                }
                let counts = token.upos == Upos::Num && !kinds.any(Kinds::SUBJECT);
                let is_small = kinds.any(small) && !kinds.any(Kinds::WEEKDAY) && !counts
                    || matches!(token.upos, Upos::Adp | Upos::Pron);
                if word.chars().nth(1).is_none() || is_small || matches!(name, DENIAL | NOTHING) {
                    continue;
                }
                let is_whole = !lemma.is_empty() && parts().nth(1).is_none();
                let word = if is_whole { lemma } else { word };
                let key = if name.is_empty() { family(word) } else { name };
                self.add(if wide { group(key) } else { stem(key) }, matter);
            }
        }
        matter.0.sort_unstable();
        matter.0.dedup();
    }

    /// The number of what all denials bring.
    pub(crate) fn denial(&self) -> Option<u32> {
        self.0.get(DENIAL).copied()
    }

    fn add(&mut self, stem: String, matter: &mut Matter) {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        matter.0.push(*self.0.entry(stem).or_insert(next));
    }
}

/// What `not`, `nobody` and `unpaid` all bring to what a wording speaks of.
const DENIAL: &str = "!";
/// The family of words that say nothing by themselves: `more`, `very`.
const NOTHING: &str = "~";

impl Matter {
    fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = u32> + 'a {
        self.0.iter().copied().filter(|stem| other.0.binary_search(stem).is_ok())
    }

    fn shared(&self, other: &Self) -> usize {
        self.common(other).count()
    }

    fn is_like(&self, other: &Self) -> bool {
        self.shares(other, SHARED)
    }

    fn shares(&self, other: &Self, least: usize) -> bool {
        let shared = self.shared(other);
        let shorter = self.0.len().min(other.0.len());
        shared >= least && shared as f32 >= SHARE * shorter as f32
    }

    /// Without what denials bring.
    fn affirmed(&self, denial: Option<u32>) -> Self {
        Self(self.0.iter().copied().filter(|stem| Some(*stem) != denial).collect())
    }

    fn with(&self, other: &Self) -> Self {
        let mut both = [self.0.as_slice(), other.0.as_slice()].concat();
        both.sort_unstable();
        both.dedup();
        Self(both)
    }
}

/// Joins wordings of one speaker in different tellings that speak of the same in other words.
///
/// Words between marks bring the clause they stand in along where the other wording has no marks.
pub(super) fn join_paraphrases(items: &[Item], denial: Option<u32>, sets: &mut Sets) {
    let mut crowds: BTreeMap<(&str, u32), Vec<usize>> = BTreeMap::new();
    // By speaker, witness and stem: the quotations between marks that have it.
    let mut uses: BTreeMap<(&str, usize, u32), BTreeSet<usize>> = BTreeMap::new();
    for (idx, item) in items.iter().enumerate() {
        let Some(speaker) = &item.speaker else { continue };
        for &stem in &item.clause.0 {
            crowds.entry((speaker, stem)).or_default().push(idx);
        }
        for &stem in item.matter.0.iter().filter(|_| item.marked) {
            uses.entry((speaker, item.witness, stem)).or_default().insert(item.quote);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for crowd in crowds.values() {
        let reach = if crowd.len() <= MAX_CROWD { crowd.len() } else { 2 };
        for (at, &a) in crowd.iter().enumerate() {
            pairs.extend(crowd.iter().skip(at + 1).take(reach).map(|&b| (a, b)));
        }
    }
    // Nothing else that the speaker says in the telling has the word.
    let peculiar = |item: &Item, stem: u32| {
        let key = (item.speaker.as_deref().unwrap_or(""), item.witness, stem);
        uses.get(&key).is_some_and(|quotes| quotes.len() == 1)
    };
    let is_rare = |x: &Item, y: &Item, own: &Matter, others: &Matter| {
        own.shares(others, RARE)
            && own.common(others).all(|stem| peculiar(x, stem) && peculiar(y, stem))
    };
    let heard = heard(items, sets);
    for &(a, b) in &pairs {
        let (Some(x), Some(y)) = (items.get(a), items.get(b)) else { continue };
        // A telling that has the saying already says nothing else by it.
        let is_new = |item: &Item, other: usize, sets: &mut Sets| {
            !heard.contains(&(sets.find(other), item.witness))
        };
        let [own, others] = [x, y].map(|item| item.matter.affirmed(denial));
        let like = match (x.marked, y.marked) {
            (true, true) if own.is_like(&others) => true,
            (true, true) => {
                is_rare(x, y, &own, &others) && is_new(x, b, sets) && is_new(y, a, sets)
            }
            (true, false) | (false, true) => x.clause.is_like(&y.clause),
            (false, false) => false,
        };
        // A question is not told by a statement.
        if x.witness != y.witness && x.asks == y.asks && like {
            sets.join(a, b);
        }
    }
    join_scenes(items, &pairs, sets);
}

/// Which telling has a wording between marks of which saying, as found so far.
fn heard(items: &[Item], sets: &mut Sets) -> BTreeSet<(usize, usize)> {
    let marked = items.iter().enumerate().filter(|(_, item)| item.marked);
    marked.map(|(idx, item)| (sets.find(idx), item.witness)).collect()
}

/// Joins a report without marks to the quotation of another telling that says it together with the
/// sentence that leads to it: `A lorry broke loose. “The boat leaned, and there was no floor.”`
fn join_scenes(items: &[Item], pairs: &BTreeSet<(usize, usize)>, sets: &mut Sets) {
    let heard = heard(items, sets);
    let mut tellers: BTreeMap<u32, usize> = BTreeMap::new();
    for stem in items.iter().filter(|item| item.marked).flat_map(|item| &item.clause.0) {
        *tellers.entry(*stem).or_default() += 1;
    }
    // For each report, by witness: its quotations with what each holds of the report.
    let mut told: BTreeMap<(usize, usize), BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for &(a, b) in pairs {
        let (Some(x), Some(y)) = (items.get(a), items.get(b)) else { continue };
        let (report, words) = if x.marked { (b, a) } else { (a, b) };
        let Some(quoted) = items.get(words).filter(|_| x.marked != y.marked) else { continue };
        let teller = if x.marked { y.witness } else { x.witness };
        let is_new = !heard.contains(&(sets.find(words), teller));
        if x.witness != y.witness && x.asks == y.asks && !quoted.scene.0.is_empty() && is_new {
            let quotes = told.entry((report, quoted.witness)).or_default();
            quotes.entry(quoted.quote).or_default().push(words);
        }
    }
    for ((report, _), quotes) in told {
        let Some(y) = items.get(report) else { continue };
        let held = |parts: &[usize]| {
            let mut own = Matter::default();
            let mut scene = Matter::default();
            for item in parts.iter().filter_map(|&part| items.get(part)) {
                own = own.with(&item.clause);
                scene = scene.with(&item.scene);
            }
            (own.with(&scene).shared(&y.clause), own.shared(&y.clause))
        };
        let mut ranked: Vec<((usize, usize), &Vec<usize>)> =
            quotes.values().map(|parts| (held(parts), parts)).collect();
        ranked.sort_by_key(|(held, _)| std::cmp::Reverse(*held));
        let [((all, own), parts), rest @ ..] = ranked.as_slice() else { continue };
        let alone = rest.first().is_none_or(|(next, _)| *next < (*all, *own));
        if alone && *own > 0 && *all >= SHARED && *all as f32 >= SHARE * y.clause.0.len() as f32 {
            // Of several sentences the one whose shared words are the rarest.
            let weight = |part: &usize| {
                let shared = items.get(*part).into_iter().flat_map(|x| x.clause.common(&y.clause));
                shared.map(|stem| 1.0 / tellers.get(&stem).map_or(1.0, |n| *n as f32)).sum::<f32>()
            };
            let best = parts.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)).then(b.cmp(a)));
            best.into_iter().for_each(|&part| sets.join(report, part));
        }
    }
}

/// Joins a few words between marks to the one saying of the same speaker that has them:
/// `“devastated”` to `“We are devastated by the loss.”`
pub(super) fn join_fragments(
    items: &[Item],
    vocabulary: &Vocabulary,
    allies: &Allies,
    sets: &mut Sets,
) {
    let tells = |term: &&Term| vocabulary.weight(**term) >= 1.0;
    let mut holders: BTreeMap<Term, Vec<usize>> = BTreeMap::new();
    for (idx, item) in items.iter().enumerate().filter(|(_, item)| item.marked) {
        let words: BTreeSet<Term> = item.terms.list.iter().filter(tells).copied().collect();
        words.into_iter().for_each(|word| holders.entry(word).or_default().push(idx));
    }
    for (idx, item) in items.iter().enumerate().filter(|(_, item)| item.marked) {
        let words = item.terms.list.as_slice();
        let Some(first) = words.iter().find(tells).filter(|_| words.len() <= FRAGMENT) else {
            continue;
        };
        let one_voice = |other: &Item| match (&item.speaker, &other.speaker) {
            (Some(a), Some(b)) => a == b || allies.speak_for(a, b),
            _ => false,
        };
        let found: Vec<usize> = holders
            .get(first)
            .into_iter()
            .flatten()
            .copied()
            .take(MAX_HOLDERS)
            .filter(|&other| {
                items.get(other).is_some_and(|other| {
                    other.witness != item.witness
                        && other.terms.list.len() > FRAGMENT
                        && other.terms.list.windows(words.len()).any(|run| run == words)
                        && one_voice(other)
                })
            })
            .collect();
        let sayings: BTreeSet<usize> = found.iter().map(|&other| sets.find(other)).collect();
        if let (Some(&other), 1) = (found.first(), sayings.len()) {
            sets.join(idx, other);
        }
    }
}

/// Joins a wording to two sentences in a row of another telling that hold its words together, and
/// neither of them alone: `“A summer, taken back in minutes”`.
pub(super) fn join_run_together(items: &[Item], a: &[usize], b: &[usize], sets: &mut Sets) {
    for &whole in a {
        let Some(x) = items.get(whole).filter(|x| x.speaker.is_some()) else { continue };
        for pair in b.windows(2) {
            let [first, second] = *pair else { continue };
            let (Some(y), Some(z)) = (items.get(first), items.get(second)) else { continue };
            if y.speaker != x.speaker || z.speaker != x.speaker {
                continue;
            }
            let held = |matter: &Matter| x.matter.shared(matter) as f32;
            let (length, both) = (x.matter.0.len() as f32, held(&y.matter.with(&z.matter)));
            let (of_first, of_second) = (held(&y.matter), held(&z.matter));
            let together = both >= SHARED as f32 && both >= TOGETHER * length;
            let needed = both > of_first && both > of_second;
            let alone = of_first.max(of_second) >= TOGETHER * length;
            // A long sentence that shares a word is no part of it.
            let is_part = |held: f32, part: &Matter| held >= PART * part.0.len() as f32;
            let parts = is_part(of_first, &y.matter) && is_part(of_second, &z.matter);
            if together && needed && !alone && parts {
                sets.join(whole, first);
                sets.join(whole, second);
            }
        }
    }
}
