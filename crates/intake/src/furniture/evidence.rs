//! What speaks for and against a line being part of the telling.
//!
//! Each piece of evidence is a name and a step on its scale; `weights.tsv` says what each
//! step weighs. The first look sees each line and its surroundings; the second look sees
//! also how the first one judged the neighbours (stacking: Wolpert 1992,
//! doi:10.1016/S0893-6080(05)80023-1). The shapes are those of shallow text features
//! (Kohlschütter, Fankhauser, Nejdl 2010, doi:10.1145/1718487.1718542), with cue words added.

use super::cue::{self, Cue};
use super::line::{End, Line, Prose};
use rustc_hash::{FxHashMap, FxHashSet};

/// One piece of evidence: what was looked at, and the step it stands at.
pub(crate) type Evidence = (&'static str, u8);

/// The step of a value on a scale: how many of the rising borders it reaches.
fn step(value: usize, borders: &[usize]) -> u8 {
    u8::try_from(borders.iter().take_while(|&&border| border <= value).count()).unwrap_or(u8::MAX)
}

/// The step of a share among four equal ones, whole and none kept apart.
fn share(part: usize, whole: usize) -> u8 {
    match (part, whole) {
        (_, 0) => 6,
        (0, _) => 0,
        _ if part >= whole => 5,
        _ => u8::try_from(1 + part * 4 / whole).unwrap_or(4),
    }
}

const CHARS: [usize; 12] = [4, 9, 16, 25, 40, 60, 90, 140, 220, 400, 800, 1600];
const FEW: [usize; 6] = [1, 2, 3, 5, 9, 17];

/// The first look: evidence for each line.
///
/// `n_repeats` tells for each line on how many other pages of the batch it stands.
pub(crate) fn first_look(lines: &[Line], n_repeats: &[usize]) -> Vec<Vec<Evidence>> {
    let page = Surroundings::of(lines);
    let mut seen: Vec<Vec<Evidence>> = lines.iter().map(shape).collect();
    for (idx, (evidence, line)) in seen.iter_mut().zip(lines).enumerate() {
        page.around(idx, line, evidence);
        let n_repeats = n_repeats.get(idx).copied().unwrap_or(0);
        evidence.push(("repeats", step(n_repeats, &[1, 2, 3])));
    }
    seen
}

/// The second look: evidence from how the first one judged the lines around, `0.0..=1.0` each.
pub(crate) fn second_look(judged: &[f64], lines: &[Line]) -> Vec<Vec<Evidence>> {
    let at = |idx: Option<usize>| {
        idx.and_then(|idx| judged.get(idx)).map_or(7, |&p| step((p * 100.0) as usize, &TENTHS))
    };
    let good: Vec<usize> = sums(judged.iter().map(|&p| usize::from(p > 0.7)));
    let mass: Vec<usize> = sums(judged.iter().map(|&p| (p * 100.0) as usize));
    let between = |sums: &[usize], from: usize, to: usize| {
        let to = to.min(sums.len().saturating_sub(1));
        sums.get(to).copied().unwrap_or(0).saturating_sub(sums.get(from).copied().unwrap_or(0))
    };
    let n_lines = judged.len();
    (0..n_lines)
        .map(|idx| {
            let own = at(Some(idx));
            let (last, next) = (at(idx.checked_sub(1)), at(Some(idx + 1)));
            let prose = lines.get(idx).map_or(0, Line::prose);
            let mut evidence =
                vec![("own", own), ("last", last), ("next", next), ("beside", last * 8 + next)];
            evidence.push(("last.own", last * 8 + own));
            evidence.push(("next.own", next * 8 + own));
            evidence.push(("last2", at(idx.checked_sub(2))));
            evidence.push(("next2", at(Some(idx + 2))));
            for (name, reach) in [("near", 3), ("wide", 8)] {
                let from = idx.saturating_sub(reach);
                let to = (idx + reach + 1).min(n_lines);
                let mean = between(&mass, from, to) / (to - from).max(1);
                evidence.push((name, step(mean, &TENTHS)));
                if name == "wide" {
                    evidence.push(("wide.prose", step(mean, &TENTHS) * 4 + prose));
                }
            }
            let before = step(between(&good, 0, idx), &[1, 2, 4, 8]);
            let after = step(between(&good, idx + 1, n_lines), &[1, 2, 4, 8]);
            evidence.push(("good.before.after", before * 5 + after));
            evidence.push(("good.prose", (before.min(1) * 2 + after.min(1)) * 4 + prose));
            evidence
        })
        .collect()
}

const TENTHS: [usize; 6] = [5, 15, 35, 65, 85, 95];

/// Running sums: place `n` holds the sum of the first `n` values.
fn sums(values: impl Iterator<Item = usize>) -> Vec<usize> {
    std::iter::once(0)
        .chain(values.scan(0_usize, |sum, value| {
            *sum += value;
            Some(*sum)
        }))
        .collect()
}

/// What a line shows by itself.
fn shape(line: &Line) -> Vec<Evidence> {
    let cues = &line.cues;
    let chars = step(line.n_chars, &CHARS);
    let end = line.end as u8;
    let mut evidence = vec![
        ("bias", 0),
        ("chars", chars),
        ("words", step(cues.n_words, &[1, 2, 3, 4, 6, 9, 13, 21, 36])),
        ("end", end),
        ("end.chars", end * 13 + chars),
        ("first", first(line.text)),
        ("first.end", first(line.text) * 5 + end),
        ("label", share(cues.n_label, cues.n_words)),
        ("label.words", share(cues.n_label, cues.n_words) * 5 + step(cues.n_words, &[2, 4, 7, 13])),
        ("stamp", share(cues.n_stamp, cues.n_words)),
        ("numbers", share(cues.n_numbers, cues.n_words)),
        ("capitals", capitals(line.text)),
        ("capitals.chars", capitals(line.text) * 13 + chars),
        ("commas", step(line.text.matches([',', '、', '，', '،']).count(), &[1, 2, 4, 8])),
        ("list", u8::from(is_list(line)) * 4 + line.prose()),
    ];
    for (idx, (cue, _)) in Cue::ALL.iter().enumerate() {
        let idx = u8::try_from(idx).unwrap_or(0);
        let prose = line.prose();
        if cues.opens(*cue) {
            evidence.push(("opens", idx));
            evidence.push(("opens.prose", idx * 4 + prose));
            evidence.push(("opens.end", idx * 5 + end));
        }
        if cues.has(*cue) {
            evidence.push(("has", idx));
            evidence.push(("has.prose", idx * 4 + prose));
        }
    }
    let asks = u8::from(cues.opens(Cue::Act));
    let about = u8::from(cues.has(Cue::Reader)) * 2 + u8::from(cues.has(Cue::Channel));
    evidence.push(("asks", (asks * 4 + about) * 4 + line.prose()));
    for (idx, mark) in MARKS.iter().enumerate() {
        if line.text.contains(mark) {
            evidence.push(("mark", u8::try_from(idx).unwrap_or(0)));
        }
    }
    let n_stops = line.text.matches(['.', '!', '?', '。']).count();
    evidence.push(("stops", step(n_stops, &[1, 2, 3, 5, 9])));
    evidence.push(("stops.prose", step(n_stops, &[1, 2, 3, 5, 9]) * 4 + line.prose()));
    evidence.push(("quoted", u8::from(line.text.contains(['“', '”', '"', '«', '„', '「']))));
    evidence
}

/// Marks that menus, counters and addresses are made with.
const MARKS: [&str; 14] =
    ["|", "›", "»", "•", "/", "@", "#", "http", "www.", "...", "→", ">", "{", "___"];

/// How a line begins: upper, lower, digit, quotation mark, dash or dot of a list, other letters, mark.
fn first(text: &str) -> u8 {
    match text.chars().next() {
        Some(c) if c.is_uppercase() => 0,
        Some(c) if c.is_lowercase() => 1,
        Some(c) if c.is_numeric() => 2,
        Some('"' | '“' | '„' | '«' | '»' | '‘' | '\'' | '「') => 3,
        Some('-' | '–' | '—' | '•' | '*' | '·' | '●' | '▪') => 4,
        Some(c) if c.is_alphabetic() => 5,
        Some(_) | None => 6,
    }
}

/// How many words of a line begin with a capital; the first word counts only where it is alone.
fn capitals(text: &str) -> u8 {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    if text.chars().filter(|c| c.is_alphabetic()).count() > 3 && letters.all(char::is_uppercase) {
        return 7;
    }
    let starts = || {
        text.split_whitespace().skip(1).filter_map(|word| word.chars().find(|c| c.is_alphabetic()))
    };
    share(starts().filter(|c| c.is_uppercase()).count(), starts().count())
}

/// Whether a line is a list of names: short items between commas or bars, capitals first, no full stop.
pub(crate) fn is_list(line: &Line) -> bool {
    if line.end == End::Stop {
        return false;
    }
    let items: Vec<&str> = line
        .text
        .split([',', '|', '•', '·', ';', '、'])
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect();
    let is_name = |item: &&str| {
        item.split_whitespace().count() <= 4
            && item.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
    };
    items.len() >= 3 && items.iter().filter(|item| is_name(item)).count() * 5 >= items.len() * 4
}

/// What the lines of one page tell of each other.
struct Surroundings {
    prose: Vec<Prose>,
    /// Paragraphs up to each line.
    n_prose: Vec<usize>,
    /// Lines since the last paragraph, and to the next one.
    since: Vec<usize>,
    until: Vec<usize>,
    /// Lines since a heading of comments, or of a box with other articles.
    since_box: Vec<usize>,
    /// Length of the run of lines without an empty one, and place in it.
    run: Vec<(usize, usize)>,
    /// How often the line stands on this page, and whether this is its last place.
    same: Vec<(usize, bool)>,
    /// Where the line stands to the last repetition of the first line: unknown, before, at, after.
    headline: Vec<u8>,
    /// How much of its words the paragraphs have too.
    shared_words: Vec<u8>,
    has_gaps: bool,
}

/// A distance that stands for "none".
const FAR: usize = 1000;

impl Surroundings {
    fn of(lines: &[Line]) -> Self {
        let prose: Vec<Prose> = lines.iter().map(Line::prose).collect();
        let since = distances(prose.iter().map(|&p| p == 3));
        let mut until = distances(prose.iter().rev().map(|&p| p == 3));
        until.reverse();
        let opens_box = |line: &Line| {
            line.n_chars <= 40 && (line.cues.opens(Cue::More) || line.cues.opens(Cue::Talk))
        };
        let n_gaps = lines.iter().filter(|line| line.gap_before).count();
        Self {
            n_prose: sums(prose.iter().map(|&p| usize::from(p == 3))),
            since,
            until,
            since_box: distances(lines.iter().map(opens_box)),
            run: runs(lines),
            same: same(lines),
            headline: headline(lines),
            shared_words: shared_words(lines),
            has_gaps: n_gaps > 1,
            prose,
        }
    }

    fn around(&self, idx: usize, line: &Line, evidence: &mut Vec<Evidence>) {
        let at = |idx: Option<usize>| idx.and_then(|idx| self.prose.get(idx)).copied().unwrap_or(4);
        let own = at(Some(idx));
        let (last, next) = (at(idx.checked_sub(1)), at(Some(idx + 1)));
        let value = |list: &[usize]| list.get(idx).copied().unwrap_or(FAR);
        let (since, until) = (step(value(&self.since), &FEW), step(value(&self.until), &FEW));
        let n_before = value(&self.n_prose);
        let n_after = self.n_prose.last().copied().unwrap_or(0)
            - n_before.min(self.n_prose.last().copied().unwrap_or(0));
        let (before, after) = (step(n_before, &[1, 2, 3, 6, 12]), step(n_after, &[1, 2, 3, 6, 12]));
        evidence.push(("prose", own));
        evidence.push(("prose.beside", (last * 5 + next) * 4 + own));
        evidence
            .push(("prose.beside2", (at(idx.checked_sub(2)) * 5 + at(Some(idx + 2))) * 4 + own));
        evidence.push(("since.prose", since * 4 + own));
        evidence.push(("until.prose", until * 4 + own));
        evidence.push(("since.until", since * 7 + until));
        evidence.push(("before.prose", before * 4 + own));
        evidence.push(("after.prose", after * 4 + own));
        evidence.push(("before.after", before * 6 + after));
        evidence
            .push(("box.prose", step(value(&self.since_box), &[1, 2, 4, 8, 16, FAR]) * 4 + own));
        let (n_run, place) = self.run.get(idx).copied().unwrap_or((1, 0));
        let run = step(n_run, &[2, 3, 5, 9, 20]);
        if self.has_gaps {
            evidence.push(("run.prose", run * 4 + own));
            evidence.push(("run.place", run * 3 + step(place, &[1, 2])));
        } else {
            evidence.push(("dense", own));
        }
        let (n_same, is_last) = self.same.get(idx).copied().unwrap_or((1, true));
        evidence.push(("same", step(n_same, &[2, 3, 5]) * 2 + u8::from(is_last)));
        evidence.push(("same.prose", step(n_same, &[2, 3, 5]) * 4 + own));
        let headline = self.headline.get(idx).copied().unwrap_or(0);
        evidence.push(("headline", headline));
        evidence.push(("headline.prose", headline * 4 + own));
        evidence.push(("place", step(idx, &[1, 2, 3, 5, 9])));
        evidence.push(("place.end", step(idx, &[1, 2, 3, 5]) * 5 + line.end as u8));
        let left = self.prose.len() - idx.min(self.prose.len());
        evidence.push(("left", step(left, &[2, 3, 4, 6, 10])));
        let shared = self.shared_words.get(idx).copied().unwrap_or(6);
        evidence.push(("shared.prose", shared * 4 + own));
    }
}

/// For each line, how many lines ago the last one was for which `is` held; itself is 0.
fn distances(is: impl Iterator<Item = bool>) -> Vec<usize> {
    is.scan(FAR, |distance, is| {
        *distance = if is { 0 } else { (*distance + 1).min(FAR) };
        Some(*distance)
    })
    .collect()
}

/// The length of the run of lines without an empty one between them, and the place in it.
fn runs(lines: &[Line]) -> Vec<(usize, usize)> {
    let mut runs = Vec::with_capacity(lines.len());
    for run in lines.chunk_by(|_, next| !next.gap_before) {
        runs.extend((0..run.len()).map(|place| (run.len(), place)));
    }
    runs
}

fn same(lines: &[Line]) -> Vec<(usize, bool)> {
    let mut n_seen: FxHashMap<&str, usize> = FxHashMap::default();
    for line in lines {
        *n_seen.entry(line.text).or_default() += 1;
    }
    let mut n_left = n_seen.clone();
    lines
        .iter()
        .map(|line| {
            let left = n_left.entry(line.text).or_default();
            *left = left.saturating_sub(1);
            (n_seen.get(line.text).copied().unwrap_or(1), *left == 0)
        })
        .collect()
}

/// Where each line stands to the last line that gives the first line again.
fn headline(lines: &[Line]) -> Vec<u8> {
    let Some(first) = lines.first().map(|line| line.text) else { return Vec::new() };
    let is_same = |line: &Line| {
        line.n_chars >= 15
            && (first.starts_with(line.text) || line.text.starts_with(first) && first.len() >= 15)
    };
    let first_prose = lines.iter().position(|line| line.prose() == 3).unwrap_or(lines.len());
    let head = lines.get(1..first_prose.max(1)).unwrap_or(&[]);
    let Some(at) = head.iter().rposition(is_same).map(|idx| idx + 1) else {
        return vec![0; lines.len()];
    };
    (0..lines.len())
        .map(|idx| {
            if idx < at {
                1
            } else if idx == at {
                2
            } else {
                3
            }
        })
        .collect()
}

/// How much of the longer words of each line stand in paragraphs other than itself.
fn shared_words(lines: &[Line]) -> Vec<u8> {
    let long = |line: &Line| -> FxHashSet<String> {
        cue::words(line.text).take(60).filter(|word| word.chars().count() >= 5).collect()
    };
    let mut n_paragraphs: FxHashMap<String, usize> = FxHashMap::default();
    let of_line: Vec<FxHashSet<String>> = lines.iter().map(long).collect();
    for (line, words) in lines.iter().zip(&of_line) {
        if line.prose() == 3 {
            words.iter().for_each(|word| *n_paragraphs.entry(word.clone()).or_default() += 1);
        }
    }
    lines
        .iter()
        .zip(&of_line)
        .map(|(line, words)| {
            let own = usize::from(line.prose() == 3);
            let is_known = |word: &&String| n_paragraphs.get(*word).copied().unwrap_or(0) > own;
            share(words.iter().filter(is_known).count(), words.len())
        })
        .collect()
}
