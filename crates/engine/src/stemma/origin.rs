//! Descents, credits and publishers → the independent voices.
//!
//! Whatever may be one voice is taken for one: independence is never invented.

use super::lost::Credited;
use crate::annotate::credit::same_outlet;
use std::collections::BTreeMap;
use tellings_model::{
    Citation, Descent, DescentKind, Direction, NodeId, Origin, OriginId, Witness,
};

/// The origins; every witness stands in exactly one. They are numbered by their first witness.
pub(crate) fn origins(
    witnesses: &[Witness],
    descents: &[Descent],
    credited: &[Credited],
    families: &str,
) -> Vec<Origin> {
    let mut voices = Voices::of(witnesses.len());
    for descent in descents {
        if let NodeId::Witness(model) = descent.model
            && descent.kind != DescentKind::Cites
        {
            let (copy, evidence) = (descent.copy, first(&descent.because));
            let why = match (descent.direction, descent.kind) {
                (Direction::Unknown, _) => format!("{model} and {copy} share one text: {evidence}"),
                (_, DescentKind::Copies) => format!("{copy} copies {model}: {evidence}"),
                (_, DescentKind::Revises) => format!("{copy} revises {model}: {evidence}"),
                (_, DescentKind::Rewords | DescentKind::Cites) => {
                    format!("{copy} rewords {model}: {evidence}")
                }
            };
            voices.join(model.idx(), descent.copy.idx(), why);
        }
    }
    for one in credited {
        for pair in one.witnesses.windows(2) {
            if let &[a, b] = pair {
                let why = format!("both go back to {}", one.outlet);
                voices.join(a, b, why);
            }
        }
    }
    by_publisher(witnesses, families, &mut voices);
    voices.origins(witnesses, credited)
}

fn first(because: &[String]) -> &str {
    because.first().map_or("", String::as_str)
}

/// Outlets of one publisher are one voice.
fn by_publisher(witnesses: &[Witness], families: &str, voices: &mut Voices) {
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for (at, witness) in witnesses.iter().enumerate() {
        let Some(outlet) = witness.article.outlet.as_ref().map(|outlet| outlet.value.as_str())
        else {
            continue;
        };
        let family = family(outlet, families).unwrap_or(outlet);
        match seen.iter().find(|(known, _)| same_outlet(known, family)) {
            Some(&(_, other)) => voices.join(other, at, format!("both are published by {family}")),
            None => seen.push((family, at)),
        }
    }
}

/// The publisher of an outlet, where the user's table or ours lists it, in this order.
fn family<'a>(outlet: &str, families: &'a str) -> Option<&'a str> {
    let ours = include_str!("../lexicon/publisher_families.csv");
    families
        .lines()
        .skip(1)
        .chain(ours.lines().skip(1))
        .filter_map(|line| line.split_once(','))
        .find(|(_, listed)| same_outlet(listed.trim(), outlet))
        .map(|(family, _)| family.trim())
}

/// Witnesses as they join into voices; each voice is named by its first witness.
struct Voices {
    of: Vec<usize>,
    why: Vec<Vec<String>>,
}

impl Voices {
    fn of(n: usize) -> Self {
        Self { of: (0..n).collect(), why: vec![Vec::new(); n] }
    }

    fn join(&mut self, a: usize, b: usize, why: String) {
        let voice = |at: usize| self.of.get(at).copied();
        let (Some(x), Some(y)) = (voice(a), voice(b)) else { return };
        let (kept, gone) = (x.min(y), x.max(y));
        if kept != gone {
            for voice in self.of.iter_mut().filter(|voice| **voice == gone) {
                *voice = kept;
            }
            let moved = self.why.get_mut(gone).map(std::mem::take).unwrap_or_default();
            if let Some(whys) = self.why.get_mut(kept) {
                whys.extend(moved);
            }
        }
        if let Some(whys) = self.why.get_mut(kept)
            && !whys.contains(&why)
        {
            whys.push(why);
        }
    }

    fn origins(mut self, witnesses: &[Witness], credited: &[Credited]) -> Vec<Origin> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, &voice) in self.of.iter().enumerate() {
            members.entry(voice).or_default().push(at);
        }
        (1..)
            .zip(members)
            .map(|(n, (voice, members))| {
                let named =
                    credited.iter().find(|one| members.iter().any(|at| one.witnesses.contains(at)));
                let sigla = members.iter().filter_map(|&at| witnesses.get(at)).map(|w| w.siglum);
                let mut why = self.why.get_mut(voice).map(std::mem::take).unwrap_or_default();
                why.extend(named.map(|one| one.why.clone()));
                let because: Vec<Citation> =
                    named.map(|one| one.because.clone()).unwrap_or_default();
                Origin {
                    id: OriginId(n),
                    witnesses: sigla.collect(),
                    named: named.map(|one| one.outlet.clone()),
                    why,
                    because,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_table_goes_before_ours() {
        let table = "family,outlet\nOrlem Group,Orlem Post\nOrlem Group , The Wend Gazette \n";
        assert_eq!(family("Orlem Post", table), Some("Orlem Group"));
        assert_eq!(family("Wend Gazette", table), family("Orlem Post", table));
        assert_eq!(family("USA Today", table), Some("Gannett"));
        assert_eq!(family("USA Today", "family,outlet\nMine,USA Today"), Some("Mine"));
        assert_eq!(family("Nobody Knows", table), None);
    }
}
