//! The tables of quantities of one language: units, bounds, vague numbers, plurals.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;
use tellings_model::Bound;

/// What the tables know.
#[derive(Debug, Default)]
pub(super) struct Table {
    signs: FxHashMap<&'static str, &'static str>,
    units: Forms<&'static str>,
    before: Forms<Bound>,
    after: Forms<Bound>,
    vague: Forms<(f64, Bound)>,
    parts: Forms<f64>,
    scale_parts: Forms<f64>,
    words: FxHashMap<&'static str, Role>,
    plurals: FxHashMap<&'static str, &'static str>,
    groups: Forms<f64>,
}

/// Forms of one or more words, by their first (or last) word; the longest is tried first.
type Forms<T> = FxHashMap<&'static str, Vec<(Vec<&'static str>, T)>>;

/// What a word does behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It ends the noun phrase.
    Stop,
    /// It stands between the number and its noun.
    Skip,
    /// It counts people without naming them.
    People,
    /// It makes the number behind it less than nothing.
    Minus,
    /// A number behind it names one of a row (`apartment 304`).
    Label,
    /// An ending of digits that rank (`rd` of `53rd`).
    Rank,
}

/// The tables of English.
pub(super) fn english() -> &'static Table {
    static ENGLISH: OnceLock<Table> = OnceLock::new();
    ENGLISH.get_or_init(|| {
        let mut table = Table::default();
        let units = include_str!("../../lexicon/en/quantity_units.txt");
        let words = include_str!("../../lexicon/en/quantity_words.txt");
        for line in units.lines().chain(words.lines()) {
            table.read(line.trim());
        }
        table
    })
}

impl Table {
    fn read(&mut self, line: &'static str) {
        let Some((head, forms)) = line.split_once(" = ") else { return };
        if line.starts_with('#') {
            return;
        }
        let (kind, code) = head.split_once(' ').unwrap_or((head, ""));
        for form in forms.split(',').map(str::trim).filter(|form| !form.is_empty()) {
            self.read_form(kind, code.trim(), form);
        }
    }

    fn read_form(&mut self, kind: &str, code: &'static str, form: &'static str) {
        match kind {
            "sign" => {
                self.signs.insert(form, code);
            }
            "unit" => add(&mut self.units, form, code),
            "over" => add_back(&mut self.before, form, Bound::Over),
            "under" => add_back(&mut self.before, form, Bound::Under),
            "about" => add_back(&mut self.before, form, Bound::About),
            "over-after" => add(&mut self.after, form, Bound::Over),
            "under-after" => add(&mut self.after, form, Bound::Under),
            "about-after" => add(&mut self.after, form, Bound::About),
            "vague" | "exact" => {
                let bound = if kind == "vague" { Bound::About } else { Bound::Exact };
                if let Ok(value) = code.parse() {
                    add(&mut self.vague, form, (value, bound));
                }
            }
            "part" => {
                if let Ok(value) = code.parse() {
                    add(&mut self.parts, form, value);
                }
            }
            "scale-part" => {
                if let Ok(value) = code.parse() {
                    add(&mut self.scale_parts, form, value);
                }
            }
            "group" => {
                if let Ok(value) = code.parse() {
                    add(&mut self.groups, form, value);
                }
            }
            "plural" => {
                self.plurals.insert(form, code);
            }
            "stop" | "skip" | "people" | "minus" | "label" | "rank" => {
                let role = match kind {
                    "stop" => Role::Stop,
                    "skip" => Role::Skip,
                    "minus" => Role::Minus,
                    "label" => Role::Label,
                    "rank" => Role::Rank,
                    _ => Role::People,
                };
                // A word of two lists keeps the later, more special role.
                self.words.insert(form, role);
            }
            _ => {}
        }
    }

    /// The currency of a sign in front of a number.
    pub(super) fn sign(&self, word: &str) -> Option<&'static str> {
        self.signs.get(word).copied()
    }

    /// The unit that begins with these words, and how many words it takes.
    pub(super) fn unit(&self, words: &[&str]) -> Option<(usize, &'static str)> {
        longest(&self.units, words)
    }

    /// The bound that ends with these words, the nearest first, and how many words it takes.
    pub(super) fn before(&self, words: &[&str]) -> Option<(usize, Bound)> {
        longest(&self.before, words)
    }

    /// The bound that begins with these words.
    pub(super) fn after(&self, words: &[&str]) -> Option<(usize, Bound)> {
        longest(&self.after, words)
    }

    /// The vague number that begins with these words.
    pub(super) fn vague(&self, words: &[&str]) -> Option<(usize, (f64, Bound))> {
        longest(&self.vague, words)
    }

    /// How many a word for a group stands for (`dozen`), behind a number.
    pub(super) fn group(&self, words: &[&str]) -> Option<(usize, f64)> {
        longest(&self.groups, words)
    }

    /// The share that begins with these words.
    pub(super) fn part(&self, words: &[&str]) -> Option<(usize, f64)> {
        longest(&self.parts, words)
    }

    /// The share of the scale behind it that begins with these words: `a quarter million`.
    pub(super) fn scale_part(&self, words: &[&str]) -> Option<(usize, f64)> {
        longest(&self.scale_parts, words)
    }

    /// What a word does behind a number.
    pub(super) fn role(&self, word: &str) -> Option<Role> {
        self.words.get(word).copied()
    }

    /// The singular of a plural noun; `None` for a word that does not look like one.
    pub(super) fn singular(&self, word: &str) -> Option<String> {
        if let Some(singular) = self.plurals.get(word) {
            return Some((*singular).to_owned());
        }
        let stem = word.strip_suffix('s')?;
        let letters = stem.chars().count();
        if letters < 2 || stem.ends_with(['s', 'u', 'i', '\'', '’']) {
            return None;
        }
        if let Some(stem) = stem.strip_suffix("ie").filter(|stem| stem.len() > 1) {
            return Some(format!("{stem}y"));
        }
        let sibilant = ["sse", "she", "che", "xe", "zze"].iter().any(|end| stem.ends_with(end));
        let stem = if sibilant { stem.strip_suffix('e').unwrap_or(stem) } else { stem };
        Some(stem.to_owned())
    }
}

fn words(form: &'static str) -> Vec<&'static str> {
    form.split(' ').collect()
}

fn add<T>(forms: &mut Forms<T>, form: &'static str, value: T) {
    let mut words = words(form);
    let first = words.remove(0);
    insert(forms, first, words, value);
}

/// Adds a form that is read backwards, from the number to the left.
fn add_back<T>(forms: &mut Forms<T>, form: &'static str, value: T) {
    let mut words = words(form);
    words.reverse();
    let first = words.remove(0);
    insert(forms, first, words, value);
}

fn insert<T>(forms: &mut Forms<T>, first: &'static str, rest: Vec<&'static str>, value: T) {
    let known = forms.entry(first).or_default();
    known.push((rest, value));
    known.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
}

fn longest<T: Copy>(forms: &Forms<T>, words: &[&str]) -> Option<(usize, T)> {
    let (first, rest) = words.split_first()?;
    let forms = forms.get(first)?;
    let (tail, value) = forms.iter().find(|(tail, _)| {
        rest.get(..tail.len()).is_some_and(|next| next.iter().zip(tail).all(|(a, b)| a == b))
    })?;
    Some((tail.len() + 1, *value))
}
