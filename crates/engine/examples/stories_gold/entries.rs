//! The apparatus against the gold: entries found, verdicts, conflicts, silences.
//!
//! An entry is one of the gold where both cite overlapping words in two files or more, or in the
//! one file of an entry that only one gives; of several the one that shares most files, then the
//! one of the same kind. Each counts once.
//!
//! The gold lists what its author thought of, not all that can be said. `also.toml` beside it lists
//! entries that were judged right one by one by reading the tellings: all readings speak of the one
//! matter that the topic names, each witness cited gives the reading, no witness that gives one is
//! left out of an `only-in`, and the verdict is what RECORD calls it. An entry that neither lists
//! counts as wrong. Recall is of the gold alone. Where the gold tells one matter in two entries (a conflict,
//! and what is told in round words), or an entry of ours tells a part of it, a conflict has the wrong verdict, but is
//! no false conflict.

use crate::gold::{self, Gold, GoldEntry, locate, name_of};
use crate::{Scores, add, squeeze};
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Entry, EntryKind, Story, Verdict};

/// Which entry given is which of the gold.
struct Matched<'s> {
    given: Vec<(&'s Story, &'s Entry)>,
    /// Index in the gold → index in `given`.
    of_gold: BTreeMap<usize, usize>,
}

impl<'s> Matched<'s> {
    fn new(gold: &Gold, stories: &'s [Story]) -> Self {
        let given: Vec<(&Story, &Entry)> = stories
            .iter()
            .flat_map(|story| story.apparatus.entries.iter().map(move |entry| (story, entry)))
            .collect();
        let mut overlaps: Vec<(usize, usize, usize)> = Vec::new();
        for (gold_idx, wanted) in gold.entry.iter().enumerate() {
            for (idx, (story, entry)) in given.iter().enumerate() {
                if let Some(n_files) = overlap(story, entry, wanted) {
                    let same = usize::from(kind_name(entry.kind) == wanted.kind);
                    overlaps.push((2 * n_files + same, gold_idx, idx));
                }
            }
        }
        overlaps.sort_by_key(|&(n, gold_idx, idx)| (std::cmp::Reverse(n), gold_idx, idx));
        let (mut of_gold, mut used) = (BTreeMap::new(), BTreeSet::new());
        for (_, gold_idx, idx) in overlaps {
            if !of_gold.contains_key(&gold_idx) && used.insert(idx) {
                of_gold.insert(gold_idx, idx);
            }
        }
        Self { given, of_gold }
    }

    /// The entries that the gold does not list.
    fn unlisted(&self) -> impl Iterator<Item = (&'s Story, &'s Entry)> + '_ {
        let listed: BTreeSet<usize> = self.of_gold.values().copied().collect();
        let unlisted = move |(idx, _): &(usize, _)| !listed.contains(idx);
        self.given.iter().copied().enumerate().filter(unlisted).map(|(_, given)| given)
    }
}

/// Compares the apparatus of the stories with the gold.
pub(crate) fn score(gold: &Gold, stories: &[Story], scores: &mut Scores, verbose: bool) {
    let matched = Matched::new(gold, stories);
    for (gold_idx, wanted) in gold.entry.iter().enumerate() {
        let hit = matched.of_gold.get(&gold_idx).map(|&idx| matched.given[idx]);
        add(scores, "entry found", hit.is_some(), hit.is_some(), true);
        if wanted.verdict == "conflict" {
            let found = hit.is_some_and(|(_, entry)| entry.verdict == Verdict::Conflict);
            add(scores, "conflict", found, false, true);
        }
        match hit {
            Some((story, entry)) => {
                add(scores, "entry found, listed only", true, true, true);
                found(story, entry, (gold, wanted), scores, verbose);
            }
            None => {
                add(scores, "entry found, listed only", false, false, true);
                if verbose {
                    println!("  missed entry [{}] {}", wanted.verdict, wanted.topic);
                }
            }
        }
    }
    for (_, entry) in &matched.given {
        add(scores, "false conflict (share)", false, true, true);
        if entry.verdict == Verdict::Conflict {
            add(scores, "conflict", false, true, false);
        }
    }
    let mut also: Vec<&GoldEntry> = gold.also.iter().collect();
    for (story, entry) in matched.unlisted() {
        let judged = also.iter().position(|judged| {
            overlap(story, entry, judged).is_some() && verdict_name(entry.verdict) == judged.verdict
        });
        let right = judged.is_some();
        if let Some(idx) = judged {
            also.remove(idx);
        }
        add(scores, "entry found", right, true, false);
        scores.entry("entry found").or_default().unwanted += usize::from(right);
        add(scores, "entry found, listed only", false, true, false);
        if entry.verdict == Verdict::Conflict {
            // A right conflict that the gold does not list is none of those it wants.
            if right {
                scores.entry("conflict").or_default().given -= 1;
            } else if !is_listed(story, entry, gold) {
                false_conflict(entry, scores, verbose);
            }
        }
        if verbose {
            let word = if right { "also right" } else { "extra entry" };
            let (verdict, kind) = (verdict_name(entry.verdict), kind_name(entry.kind));
            println!("  {word} [{verdict}] {kind}: {}", entry.topic);
        }
    }
}

/// Compares an entry that the gold lists.
fn found(
    story: &Story,
    entry: &Entry,
    (gold, wanted): (&Gold, &GoldEntry),
    scores: &mut Scores,
    verbose: bool,
) {
    let verdict = verdict_name(entry.verdict);
    let right = verdict == wanted.verdict;
    add(scores, "verdict of found", right, true, true);
    if verbose && !right {
        println!(
            "  verdict {verdict} wanted {}: {} / {}",
            wanted.verdict, entry.topic, wanted.topic
        );
        for reading in &entry.readings {
            let sigla: BTreeSet<String> =
                reading.citations.iter().map(|citation| citation.witness.to_string()).collect();
            println!("      {} – {} {sigla:?}", reading.value, squeeze(&reading.text));
        }
    }
    if entry.verdict == Verdict::Conflict && !right && !is_listed(story, entry, gold) {
        false_conflict(entry, scores, verbose);
    }
    for siglum in &entry.silent {
        let file = name_of(&story.witnesses[siglum.idx()]);
        if wanted.open.contains(&file) {
            continue;
        }
        let right = wanted.silent.contains(&file);
        add(scores, "silence", right, true, false);
        if verbose && !right {
            println!(
                "  FALSE SILENCE ({}) of {file}: {} / {}",
                kind_name(entry.kind),
                entry.topic,
                wanted.topic
            );
        }
    }
    scores.entry("silence").or_default().wanted += wanted.silent.len();
    let given = |file: &String| {
        entry.silent.iter().any(|siglum| name_of(&story.witnesses[siglum.idx()]) == *file)
    };
    if verbose {
        for file in wanted.silent.iter().filter(|file| !given(file)) {
            println!("  missed silence of {file}: {} / {}", entry.topic, wanted.topic);
        }
    }
}

/// Whether the gold lists a conflict on the words of an entry.
fn is_listed(story: &Story, entry: &Entry, gold: &Gold) -> bool {
    let mut conflicts = gold.entry.iter().filter(|other| other.verdict == "conflict");
    conflicts.any(|other| overlap(story, entry, other).is_some())
}

fn false_conflict(entry: &Entry, scores: &mut Scores, verbose: bool) {
    scores.entry("false conflict (share)").or_default().right += 1;
    if verbose {
        let readings: Vec<&String> = entry.readings.iter().map(|reading| &reading.text).collect();
        println!("  FALSE CONFLICT [{}] {readings:?}", entry.topic);
    }
}

/// Prints the entries that the gold does not list, in the shape of `also.toml`, to be judged.
pub(crate) fn print_unlisted(folder: &str, split: Option<&str>) {
    for (path, gold) in gold::stories(folder, split) {
        println!("# {}", path.display());
        let stories = gold::told_as_grouped(&path, &gold);
        for (story, entry) in Matched::new(&gold, &stories).unlisted() {
            println!("\n[[entry]]\ntopic = {:?}", entry.topic);
            println!("kind = {:?}", kind_name(entry.kind));
            println!("verdict = {:?}", verdict_name(entry.verdict));
            for reading in &entry.readings {
                println!("[[entry.readings]]\nvalue = {:?}\ncites = [", reading.value);
                let mut files = BTreeSet::new();
                for citation in &reading.citations {
                    let witness = &story.witnesses[citation.witness.idx()];
                    let annotations = &witness.annotations;
                    let sentence = annotations
                        .sentence_at(citation.span.start())
                        .map_or("", |idx| witness.article.at(annotations.sentences[idx].span));
                    let file = name_of(witness);
                    if files.insert(file.clone()) {
                        let (text, within) = (squeeze(story.exact(*citation)), squeeze(sentence));
                        println!("  {{ file = {file:?}, text = {text:?}, within = {within:?} }},");
                    }
                }
                println!("]");
            }
        }
    }
}

/// In how many files an entry and one of the gold cite overlapping words, where that makes them one.
///
/// What a saying is about, a thing or a day, is not the saying.
fn overlap(story: &Story, entry: &Entry, wanted: &GoldEntry) -> Option<usize> {
    let of_words = matches!(entry.kind, EntryKind::Quote | EntryKind::Action | EntryKind::Name);
    if wanted.kind == "quote" && !of_words {
        return None;
    }
    let n_files = files_in_common(story, entry, wanted);
    let places = wanted.readings.iter().flat_map(|reading| &reading.cites);
    let n_wanted = places.map(|place| &place.file).collect::<BTreeSet<_>>().len();
    (n_files >= 2 || (n_files == 1 && n_wanted == 1)).then_some(n_files)
}

/// In how many files an entry and a gold entry cite overlapping words.
fn files_in_common(story: &Story, entry: &Entry, wanted: &GoldEntry) -> usize {
    let mut files = BTreeSet::new();
    for place in wanted.readings.iter().flat_map(|reading| &reading.cites) {
        for citation in entry.readings.iter().flat_map(|reading| &reading.citations) {
            let witness = &story.witnesses[citation.witness.idx()];
            if name_of(witness) == place.file
                && locate(witness, place).is_some_and(|(start, end)| {
                    citation.span.start() < end && start < citation.span.end()
                })
            {
                files.insert(place.file.as_str());
            }
        }
    }
    files.len()
}

fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agree => "agree",
        Verdict::Echo => "echo",
        Verdict::Finer => "finer",
        Verdict::Superseded => "superseded",
        Verdict::Conflict => "conflict",
        Verdict::OnlyIn => "only-in",
    }
}

fn kind_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Date => "date",
        EntryKind::Quantity => "quantity",
        EntryKind::Place => "place",
        EntryKind::Actor => "actor",
        EntryKind::Action => "action",
        EntryKind::Name => "name",
        EntryKind::Quote => "quote",
        EntryKind::Other => "other",
    }
}
