//! Proves a sentence of the digest against the words it cites.

use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words that change what a sentence says, by class.
static CLASSES: LazyLock<FxHashMap<&'static str, Class>> = LazyLock::new(|| {
    let mut classes = FxHashMap::default();
    let table = include_str!("../lexicon/en/hedges.txt");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let Some((name, words)) = row.split_once('|') else { continue };
        let class = match name {
            "hedge" => Class::Hedge,
            "modal" => Class::Modal,
            _ => Class::Negation,
        };
        classes.extend(words.split_whitespace().map(|word| (word, class)));
    }
    classes
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Hedge,
    Modal,
    Negation,
}

/// What a sentence says that its cited words do not, or drops of them; empty where it is proved.
///
/// Every figure, every name and every quotation of `sentence` must stand in one of the
/// `cited` texts; what they deny, hedge or only plan, the sentence must deny, hedge or plan
/// too. `frame` holds the words that the template itself brings along.
pub(super) fn faults(sentence: &str, cited: &[&str], frame: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let known: BTreeSet<String> = cited.iter().flat_map(|text| words(text)).collect();
    let frame: BTreeSet<String> = frame.iter().flat_map(|text| words(text)).collect();
    let own: Vec<String> = words(sentence).collect();
    for word in &own {
        let carries = word.chars().any(|c| c.is_ascii_digit())
            || word.starts_with(char::is_uppercase)
            || CLASSES.contains_key(word.as_str());
        let lower = word.to_lowercase();
        let stands = |set: &BTreeSet<String>| set.contains(word) || set.contains(&lower);
        if carries && !stands(&known) && !stands(&frame) {
            faults.push(format!("“{word}” stands in none of the cited words"));
        }
    }
    for quotation in quotations(sentence) {
        if !cited.iter().any(|text| text.contains(quotation)) {
            faults.push(format!("the quotation “{quotation}” is not in the cited words"));
        }
    }
    for text in cited {
        let own_classes: BTreeSet<Class> = own
            .iter()
            .filter_map(|word| CLASSES.get(word.to_lowercase().as_str()))
            .copied()
            .collect();
        for word in words(text) {
            if let Some(class) = CLASSES.get(word.to_lowercase().as_str())
                && !own_classes.contains(class)
            {
                faults.push(format!("“{word}” of the cited words is dropped"));
            }
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// The words of a text; figures keep their points and commas, marks at the ends fall off.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| c.is_whitespace() || "—–-“”‘\"()[]/".contains(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && !"$€£%".contains(c)))
        .map(|word| word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
}

/// The pieces between double quotation marks.
fn quotations(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split('“').skip(1).filter_map(|rest| rest.split('”').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITED: &str = "Officials said 29 boats did not reach Port Alder on Friday.";

    #[test]
    fn the_cited_words_prove_themselves() {
        assert_eq!(faults(CITED, &[CITED], &[]), Vec::<String>::new());
    }

    #[test]
    fn each_planted_fault_is_found() {
        for (from, to) in [
            ("29", "28"),
            ("Port Alder", "Port Elder"),
            ("Friday", "Monday"),
            ("did not reach", "reached"),
            ("Officials said ", ""),
            ("did not reach", "would not reach"),
        ] {
            let planted = CITED.replace(from, to);
            assert_ne!(faults(&planted, &[CITED], &[]), Vec::<String>::new(), "{planted}");
        }
    }

    #[test]
    fn a_changed_quotation_is_found() {
        let cited = "She said: “The harbour is shut.”";
        assert_ne!(faults("She said: “The harbour is open.”", &[cited], &[]), Vec::<String>::new());
    }
}
