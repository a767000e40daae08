//! The pairs of values that the weights are fitted on.

use super::matter::{Bearing, Item, Value, pairs};
use super::tellings::Tellings;
use super::{date, figure, name, place};
use tellings_model::{Citation, Siglum, Witness};

/// Two values of different tellings, with the signals by which they are judged to be of one
/// matter or not.
#[derive(Clone, Debug)]
pub struct ValuePair {
    /// `date`, `hour`, `figure`, `place` or `name`.
    pub sort: &'static str,
    /// Where they stand.
    pub places: [Citation; 2],
    /// The values in a form that compares.
    pub values: [String; 2],
    /// How they stand to one another: `equal`, `finer` or `apart`.
    pub bearing: &'static str,
    /// The signals; the first is always 1.
    pub signals: Vec<f32>,
}

/// All pairs of values of a story that may be of one matter, for fitting the weights.
///
/// The witnesses are those of a story that has been told: with entities and days resolved.
pub fn value_pairs(witnesses: &[Witness]) -> Vec<ValuePair> {
    let tellings = Tellings::of(witnesses);
    let mut all = Vec::new();
    read(&tellings, "date", &date::days(&tellings), &mut all);
    read(&tellings, "hour", &date::hours(&tellings), &mut all);
    read(&tellings, "figure", &figure::items(&tellings), &mut all);
    read(&tellings, "place", &place::places(&tellings), &mut all);
    read(&tellings, "name", &name::designations(&tellings), &mut all);
    all
}

fn read<V: Value>(
    tellings: &Tellings<'_>,
    sort: &'static str,
    items: &[Item<V>],
    all: &mut Vec<ValuePair>,
) {
    let place = |item: &Item<V>| Citation {
        witness: tellings.witnesses.get(item.witness_idx).map_or(Siglum(0), |w| w.siglum),
        span: item.span,
    };
    all.extend(pairs(tellings, items).into_iter().map(|pair| ValuePair {
        sort,
        places: [place(pair.a), place(pair.b)],
        values: [pair.a.value.key(), pair.b.value.key()],
        bearing: match pair.bearing {
            Bearing::Equal => "equal",
            Bearing::Finer => "finer",
            Bearing::Apart | Bearing::Unlike => "apart",
        },
        signals: pair.signals(tellings).to_vec(),
    }));
}
