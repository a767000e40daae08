//! Offices → who holds them: `the minister` is the one named minister before or after; and bodies
//! → their names: `the bank` is the National Bank of Harrow.

use super::frame::Word;
use super::lexicon::Kinds;
use rustc_hash::FxHashMap;
use tellings_model::{Annotations, Article, EntityKind, Span, Upos};

/// The most words of an office before a name, and of a description behind it.
const LONGEST_TITLE: usize = 6;

/// What people are called in an article beside their names.
#[derive(Default)]
pub(crate) struct Offices {
    /// By its noun, in lower case: the holders, each with the words of the office.
    holders: FxHashMap<String, Vec<Holder>>,
}

struct Holder {
    /// The words of the office, in lower case; the noun comes last.
    words: Vec<String>,
    /// The person, as an index; `None` where somebody without a name holds it.
    person: Option<usize>,
}

impl Offices {
    /// Reads what stands beside the names of people: `Harbour Master Ada Cole`, `Ada Cole, the
    /// harbour master,` and `the harbour master, Ada Cole`.
    ///
    /// Takes the names in order, each with its person. An office that somebody without a name
    /// holds as well (`a minister`) names nobody.
    pub(crate) fn of(article: &Article, words: &[Word], named: &[(Span, usize)]) -> Self {
        let mut offices = Self::default();
        for &(name, person) in named {
            let first = words.partition_point(|word| word.span.start() < name.start());
            let behind = words.partition_point(|word| word.span.start() < name.end());
            for office in [before(words, first), described(words, behind)].into_iter().flatten() {
                offices.add(article, words.get(office).unwrap_or(&[]), Some(person));
            }
        }
        let mut at = 0;
        while let Some(word) = words.get(at) {
            if word.is(Kinds::INDEFINITE)
                && let Some(office) = nouns(words, at + 1)
            {
                let named_so = words.get(office.end).is_some_and(|next| {
                    named.binary_search_by_key(&next.span.start(), |n| n.0.start()).is_ok()
                });
                if !named_so && !is_apposition(words, at) {
                    offices.add(article, words.get(office).unwrap_or(&[]), None);
                }
            }
            at += 1;
        }
        offices
    }

    fn add(&mut self, article: &Article, words: &[Word], person: Option<usize>) {
        if words.iter().any(|word| word.is(Kinds::LESSER)) {
            return; // `Deputy Mayor`, `former mayor`: not the mayor.
        }
        let words: Vec<String> =
            words.iter().map(|word| article.at(word.span).to_lowercase()).collect();
        if let Some(noun) = words.last() {
            self.holders.entry(noun.clone()).or_default().push(Holder { words, person });
        }
    }

    /// The one person who is meant by a definite noun phrase, as an index.
    pub(crate) fn bearer(&self, article: &Article, phrase: &[Word]) -> Option<usize> {
        let (determiner, rest) = phrase.split_first()?;
        if !determiner.is(Kinds::DEFINITE) {
            return None;
        }
        let words: Vec<String> =
            rest.iter().map(|word| article.at(word.span).to_lowercase()).collect();
        let (noun, others) = words.split_last()?;
        let holders = self.holders.get(noun)?;
        let exact = |holder: &&Holder| holder.words == words && holder.person.is_some();
        let exact_only = holders.iter().any(|holder| exact(&holder));
        let mut found = None;
        for holder in holders {
            let fits = if exact_only {
                exact(&holder)
            } else {
                others.iter().all(|word| holder.words.contains(word))
            };
            match (holder.person, found) {
                (None, _) if others.is_empty() => return None,
                (Some(person), None) if fits => found = Some(person),
                (Some(person), Some(known)) if fits && person != known => return None,
                _ => {}
            }
        }
        found
    }
}

/// The bodies of an article by the words of their names.
#[derive(Default)]
pub(crate) struct Bodies {
    /// By each word of a name, in lower case: the longest name; `None` where bodies share the word.
    names: FxHashMap<String, Option<Span>>,
}

impl Bodies {
    /// Reads the names of organisations that stand where `counts` says.
    pub(crate) fn of(
        article: &Article,
        annotations: &Annotations,
        counts: impl Fn(Span) -> bool,
    ) -> Self {
        let mut names: FxHashMap<String, Option<Span>> = FxHashMap::default();
        let bodies = annotations
            .mentions
            .iter()
            .filter(|mention| mention.kind == EntityKind::Organisation && counts(mention.span));
        for mention in bodies {
            let name = article.at(mention.span);
            if !name.contains(' ') {
                continue;
            }
            for word in name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase))
            {
                let known = names.entry(word.to_lowercase()).or_insert(Some(mention.span));
                if let Some(other) = known.map(|other| article.at(other)) {
                    if name.contains(other) {
                        *known = Some(mention.span);
                    } else if !other.contains(name) {
                        *known = None;
                    }
                }
            }
        }
        Self { names }
    }

    /// The one body that `the NOUN` calls by a word of its name.
    pub(crate) fn called(&self, article: &Article, phrase: &[Word]) -> Option<Span> {
        let [the, noun] = phrase else { return None };
        let common = the.is(Kinds::DEFINITE) && !noun.is(Kinds::CAPITAL) && noun.upos == Upos::Noun;
        if !common {
            return None;
        }
        *self.names.get(&article.at(noun.span).to_lowercase())?
    }
}

/// The common or capital nouns directly before a name, or before the comma before it.
fn before(words: &[Word], name: usize) -> Option<std::ops::Range<usize>> {
    let mut end = name;
    if words.get(end.checked_sub(1)?)?.is(Kinds::STOP) {
        end = end.checked_sub(2)?; // `Col. Ada Cole`
    }
    if words.get(end.checked_sub(1)?)?.is(Kinds::COMMA) {
        end -= 1;
        let start = run_before(words, end);
        let definite = words.get(start.checked_sub(1)?)?.is(Kinds::DEFINITE.or(Kinds::GENITIVE));
        return (definite && start < end).then_some(start..end);
    }
    let start = run_before(words, end);
    (start < end).then_some(start..end)
}

fn run_before(words: &[Word], end: usize) -> usize {
    let mut start = end;
    while start > 0
        && end - start < LONGEST_TITLE
        && words.get(start - 1).is_some_and(|word| is_office_word(*word))
    {
        start -= 1;
    }
    start
}

/// `, the harbour master` behind a name: the nouns before the next sign or link.
fn described(words: &[Word], behind: usize) -> Option<std::ops::Range<usize>> {
    words.get(behind).filter(|word| word.is(Kinds::COMMA))?;
    let determiner = Kinds::DETERMINER.or(Kinds::POSSESSIVE);
    let start = behind + 1 + usize::from(words.get(behind + 1)?.is(determiner));
    nouns(words, start)
}

/// The run of nouns that begins at a place.
fn nouns(words: &[Word], start: usize) -> Option<std::ops::Range<usize>> {
    let run = words.get(start..)?.iter().take(LONGEST_TITLE);
    let len = run.take_while(|word| is_office_word(**word)).count();
    (len > 0).then_some(start..start + len)
}

/// Whether an indefinite phrase only says what somebody is: `Ada Cole, a miller`.
fn is_apposition(words: &[Word], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| words.get(before))
        .is_some_and(|before| before.is(Kinds::COMMA.or(Kinds::BE).or(Kinds::AS)))
}

fn is_office_word(word: Word) -> bool {
    let noun = matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj)
        || word.upos == Upos::X && word.is(Kinds::CAPITAL);
    noun && !word.is(Kinds::SIGN.or(Kinds::FUNCTION).or(Kinds::DETERMINER).or(Kinds::TIME))
}
