//! What must hold of any apparatus, on made-up tellings of one made-up flood.

use super::collate;
use crate::{Config, annotate, entity};
use proptest::prelude::*;
use std::collections::BTreeSet;
use tellings_model::{Apparatus, Article, Entry, OriginId, Siglum, Verdict, Witness};

/// A telling: which figure of three, which day of two, which ending.
type Choice = (usize, usize, usize);

fn text((figure, day, ending): Choice) -> String {
    let figure = ["12", "15", "40"][figure % 3];
    let day = ["2 March 2021", "3 March 2021"][day % 2];
    let ending = [
        "Mayor Ana Holt opened the sports hall to families.",
        "The council closed the coast road for repairs.",
        "Volunteers filled sandbags along the quay all night.",
    ][ending % 3];
    format!(
        "The storm destroyed {figure} boats in the harbour of Greywater. \
         The council met in Greywater on {day} to count the damage. {ending}"
    )
}

fn witnesses(choices: &[Choice]) -> Vec<Witness> {
    let mut witnesses: Vec<Witness> = (0..)
        .zip(choices)
        .map(|(n, choice)| {
            let article = Article::from_text(&text(*choice));
            let annotations = annotate(&article, &Config::default());
            Witness {
                siglum: Siglum(n),
                article,
                annotations,
                published: None,
                published_because: Vec::new(),
                origin: OriginId(n + 1),
            }
        })
        .collect();
    entity::entities(&mut witnesses);
    witnesses
}

fn apparatus(witnesses: &[Witness]) -> Apparatus {
    collate(witnesses, &[], &[])
}

fn with_value<'a>(apparatus: &'a Apparatus, value: &str) -> Vec<&'a Entry> {
    let gives = |entry: &&Entry| entry.readings.iter().any(|reading| reading.value == value);
    apparatus.entries.iter().filter(gives).collect()
}

#[test]
fn equal_figures_agree_and_others_part() {
    let told = apparatus(&witnesses(&[(0, 0, 0), (0, 0, 1), (1, 0, 2)]));
    let entries = with_value(&told, "12 boat");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].verdict, Verdict::Conflict);
    assert_eq!(entries[0].readings[0].n_origins, 2);
    assert_eq!(with_value(&told, "2021-03-02")[0].verdict, Verdict::Agree);
}

#[test]
fn a_single_telling_has_no_apparatus() {
    assert_eq!(apparatus(&witnesses(&[(0, 0, 0)])), Apparatus::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A copy added to a story adds no origin to any reading: what it gives, its model gives.
    #[test]
    fn a_copy_adds_no_origin(choices in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..3), 2..5)) {
        let mut copied = choices.clone();
        copied.push(choices[0]);
        let mut witnesses = witnesses(&copied);
        let copy = witnesses.len() - 1;
        witnesses[copy].origin = witnesses[0].origin;
        for entry in apparatus(&witnesses).entries {
            for reading in entry.readings {
                let own: BTreeSet<OriginId> = reading
                    .citations
                    .iter()
                    .filter(|citation| citation.witness.idx() != copy)
                    .map(|citation| witnesses[citation.witness.idx()].origin)
                    .collect();
                prop_assert_eq!(own.len(), reading.n_origins as usize, "{}", reading.value);
            }
        }
    }

    /// Removing a telling never turns `agree` into `conflict`.
    #[test]
    fn a_telling_less_makes_no_conflict(choices in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..3), 3..6)) {
        let all = apparatus(&witnesses(&choices));
        let less = apparatus(&witnesses(&choices[..choices.len() - 1]));
        for entry in all.entries.iter().filter(|entry| entry.verdict == Verdict::Agree) {
            for left in with_value(&less, &entry.readings[0].value) {
                prop_assert_ne!(left.verdict, Verdict::Conflict, "{}", left.topic);
            }
        }
    }

    /// Verdicts do not depend on the order of the tellings.
    #[test]
    fn order_does_not_matter(choices in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..3), 2..6)) {
        let shown = |choices: &[Choice]| -> Vec<(Verdict, Vec<String>)> {
            let mut shown: Vec<_> = apparatus(&witnesses(choices))
                .entries
                .into_iter()
                .filter(|entry| entry.kind != tellings_model::EntryKind::Action)
                .map(|entry| {
                    let mut values: Vec<String> =
                        entry.readings.into_iter().map(|reading| reading.value).collect();
                    values.sort();
                    (entry.verdict, values)
                })
                .collect();
            shown.sort_by(|a, b| a.1.cmp(&b.1));
            shown
        };
        let reversed: Vec<Choice> = choices.iter().rev().copied().collect();
        prop_assert_eq!(shown(&choices), shown(&reversed));
    }
}
