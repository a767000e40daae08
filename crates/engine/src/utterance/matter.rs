//! What a wording speaks of, whatever the order of its words: for paraphrases and for wordings
//! that run two sentences together.

use super::grouping::{Item, pairs_of, speeches};
use super::likeness::{Likeness, Term, Vocabulary};
use super::speaker::Allies;
use crate::annotate::quote::lexicon::{Kinds, Lexicon};
use crate::apparatus::{stem::stem, terms::group};
use crate::sets::Sets;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tellings_language::tables::rows;
use tellings_model::{Annotations, Article, Span, Upos};

/// Stem → the first word of its family, and whether the word denies what the family says.
static FAMILIES: LazyLock<FxHashMap<String, (&'static str, bool)>> = LazyLock::new(|| {
    let mut families = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/word_families.txt")) {
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
/// The share of the shorter that is enough where each telling has nothing else of the speaker.
const ONLY_SHARE: f32 = 0.4;
/// The longest wording that may be a part of another by its words alone.
const FRAGMENT: usize = 3;
/// How many wordings with a word are looked at for a fragment.
const MAX_HOLDERS: usize = 64;
/// The share of each of two such sentences that the wording must have.
const PART: f32 = 1.0 / 3.0;

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

/// Joins wordings of one voice in different tellings that speak of the same in other words: first
/// those that share much, then those that share little which the speaker says nowhere else.
///
/// Words between marks bring the clause they stand in along where the other wording has no marks.
pub(super) fn join_paraphrases(
    items: &[Item],
    vocabulary: &Vocabulary,
    denial: Option<u32>,
    allies: &Allies,
    sets: &mut Sets,
) {
    let pairs = of_one_voice(items, allies);
    let pairs: Vec<(usize, usize, &Item, &Item)> = pairs
        .into_iter()
        .filter_map(|(a, b)| Some((a, b, items.get(a)?, items.get(b)?)))
        // A question is not told by a statement.
        .filter(|(_, _, x, y)| x.witness != y.witness && x.asks == y.asks && (x.marked || y.marked))
        .collect();
    for &(a, b, x, y) in &pairs {
        let [own, others] = [x, y].map(|item| item.matter.affirmed(denial));
        if if x.marked && y.marked { own.is_like(&others) } else { x.clause.is_like(&y.clause) } {
            sets.join(a, b);
        }
    }
    let peculiar = Peculiar::of(items, allies);
    let mut heard = Heard::of(items, sets);
    for &(a, b, x, y) in &pairs {
        if peculiar.is_one(x, y, vocabulary, denial) {
            heard.join(items, a, b, sets);
        }
    }
    let pairs = pairs.into_iter().map(|(a, b, ..)| (a, b)).collect();
    join_scenes(items, &pairs, sets);
}

/// Pairs of items of one voice that share a stem.
fn of_one_voice(items: &[Item], allies: &Allies) -> BTreeSet<(usize, usize)> {
    let mut crowds: BTreeMap<(&str, u32), Vec<usize>> = BTreeMap::new();
    for (idx, item) in items.iter().enumerate() {
        let Some(speaker) = &item.speaker else { continue };
        for &stem in &item.clause.0 {
            crowds.entry((allies.voice(speaker), stem)).or_default().push(idx);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> =
        crowds.values().flat_map(|crowd| pairs_of(crowd)).collect();
    pairs.retain(|&(a, b)| match (items.get(a), items.get(b)) {
        (Some(x), Some(y)) => allies.one_voice(x, y),
        _ => false,
    });
    pairs
}

/// What a voice says in one quotation of a telling and in no other.
struct Peculiar<'a> {
    allies: &'a Allies,
    /// By voice, witness and stem: the quotations that have it.
    uses: BTreeMap<(&'a str, usize, u32), BTreeSet<usize>>,
    /// By voice and witness: the quotations.
    said: BTreeMap<(&'a str, usize), BTreeSet<usize>>,
}

impl<'a> Peculiar<'a> {
    fn of(items: &'a [Item], allies: &'a Allies) -> Self {
        let mut uses: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        let mut said: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        for item in items {
            let Some(speaker) = &item.speaker else { continue };
            said.entry((allies.voice(speaker), item.witness)).or_default().insert(item.quote);
            let own = item.matter.0.iter().filter(|_| item.marked);
            for &stem in own.chain(&item.clause.0) {
                let key = (allies.voice(speaker), item.witness, stem);
                uses.entry(key).or_default().insert(item.quote);
            }
        }
        Self { allies, uses, said }
    }

    /// Whether two wordings of one voice that share little are one saying: what they share, the
    /// speaker says nowhere else.
    fn is_one(&self, x: &Item, y: &Item, vocabulary: &Vocabulary, denial: Option<u32>) -> bool {
        let has = |stem: &u32| Some(*stem) == denial || self.has(x, y, *stem);
        if x.marked && y.marked {
            let [own, others] = [x, y].map(|item| item.matter.affirmed(denial));
            return own.shares(&others, RARE) && own.common(&others).all(|stem| has(&stem))
                || own.common(&others).any(|stem| has(&stem))
                    && Likeness::is_one_frame(&x.terms, &y.terms, vocabulary);
        }
        let shared: Vec<u32> = x.clause.common(&y.clause).collect();
        let held = shared.len() as f32 / x.clause.0.len().min(y.clause.0.len()).max(1) as f32;
        let only = || self.is_only(x) && self.is_only(y);
        let enough = held >= 1.0 || held >= ONLY_SHARE && only();
        shared.len() >= RARE && enough && shared.iter().all(has)
    }

    /// Whether the voice of an item says nothing else in its telling.
    fn is_only(&self, item: &Item) -> bool {
        let voice = self.allies.voice(item.speaker.as_deref().unwrap_or(""));
        self.said.get(&(voice, item.witness)).is_some_and(|quotes| quotes.len() == 1)
    }

    /// Whether each of two items has a stem as the only one of its voice and telling.
    fn has(&self, x: &Item, y: &Item, stem: u32) -> bool {
        [x, y].into_iter().all(|item| {
            let voice = self.allies.voice(item.speaker.as_deref().unwrap_or(""));
            self.uses.get(&(voice, item.witness, stem)).is_some_and(|quotes| quotes.len() == 1)
        })
    }
}

/// Which tellings have a wording between marks of which saying, as found so far.
struct Heard(BTreeMap<usize, BTreeSet<usize>>);

impl Heard {
    fn of(items: &[Item], sets: &mut Sets) -> Self {
        let mut heard: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (idx, item) in items.iter().enumerate().filter(|(_, item)| item.marked) {
            heard.entry(sets.find(idx)).or_default().insert(item.witness);
        }
        Self(heard)
    }

    fn has(&self, saying: usize, witness: usize) -> bool {
        self.0.get(&saying).is_some_and(|witnesses| witnesses.contains(&witness))
    }

    /// Joins two items, unless a telling that has the one saying already says something else by the other.
    fn join(&mut self, items: &[Item], a: usize, b: usize, sets: &mut Sets) {
        let (of_a, of_b) = (sets.find(a), sets.find(b));
        let (Some(x), Some(y)) = (items.get(a), items.get(b)) else { return };
        if of_a == of_b || self.has(of_b, x.witness) || self.has(of_a, y.witness) {
            return;
        }
        let [mut both, more] =
            [of_a, of_b].map(|saying| self.0.remove(&saying).unwrap_or_default());
        both.extend(more);
        sets.join(a, b);
        self.0.insert(sets.find(a), both);
    }
}

/// Joins a report without marks to the quotation of another telling that says it together with the
/// sentence that leads to it: `A lorry broke loose. “The boat leaned, and there was no floor.”`
fn join_scenes(items: &[Item], pairs: &BTreeSet<(usize, usize)>, sets: &mut Sets) {
    let heard = Heard::of(items, sets);
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
        let is_new = !heard.has(sets.find(words), teller);
        if x.witness != y.witness && x.asks == y.asks && is_new {
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
        let led = *own > 0 && *all >= SHARED && *all as f32 >= SHARE * y.clause.0.len() as f32;
        let has_lead =
            parts.iter().any(|&part| items.get(part).is_some_and(|x| !x.scene.0.is_empty()));
        // `“I have felt the island breathe. Last night it shouted.”` holds `the island had shouted`.
        let whole = parts.len() > 1 && *own >= RARE && *own == y.clause.0.len();
        if alone && whole {
            parts.iter().for_each(|&part| sets.join(report, part));
        } else if alone && led && has_lead {
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

/// Joins what a speaker is told to have said next, in marks or without, where two tellings have one
/// saying of theirs and a word of what follows it: `He added that the door was open.`
pub(super) fn join_followers(items: &[Item], allies: &Allies, sets: &mut Sets) {
    // By saying between marks: what the same speaker is told to have said next.
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for pair in speeches(items, |_| true).iter().flat_map(|speech| speech.windows(2)) {
        let [a, b] = *pair else { continue };
        if let (Some(x), Some(y)) = (items.get(a), items.get(b))
            && x.marked
            && allies.one_voice(x, y)
        {
            next.entry(sets.find(a)).or_default().push(b);
        }
    }
    let peculiar = Peculiar::of(items, allies);
    let mut heard = Heard::of(items, sets);
    for (a, b) in next.values().flat_map(|followers| pairs_of(followers)) {
        let (Some(x), Some(y)) = (items.get(a), items.get(b)) else { continue };
        let told = x.witness != y.witness && x.marked != y.marked && x.asks == y.asks;
        let mut shared = x.clause.common(&y.clause);
        if told && allies.one_voice(x, y) && shared.any(|stem| peculiar.has(x, y, stem)) {
            heard.join(items, a, b, sets);
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
                        && allies.one_voice(item, other)
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
    // Stem → the pairs of `b` whose first has it.
    let mut holders: FxHashMap<u32, Vec<(usize, usize)>> = FxHashMap::default();
    for pair in b.windows(2) {
        let [first, second] = *pair else { continue };
        for &stem in items.get(first).map_or(&[][..], |item| &item.matter.0) {
            holders.entry(stem).or_default().push((first, second));
        }
    }
    holders.retain(|_, pairs| pairs.len() <= MAX_HOLDERS);
    for &whole in a {
        let Some(x) = items.get(whole).filter(|x| x.speaker.is_some()) else { continue };
        let pairs = x.matter.0.iter().filter_map(|stem| holders.get(stem));
        for (first, second) in pairs.flatten().copied().collect::<BTreeSet<_>>() {
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
