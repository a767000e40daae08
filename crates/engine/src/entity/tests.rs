use super::*;
use crate::sample::witness;
use proptest::prelude::*;

fn witnesses(texts: &[String]) -> Vec<Witness> {
    (0..).zip(texts).map(|(n, text)| witness(n, text)).collect()
}

fn told(texts: &[&str]) -> Vec<Entity> {
    entities(&mut witnesses(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()))
}

fn show(texts: &[&str]) -> Vec<String> {
    let line = |e: Entity| {
        let within = e.within.map_or_else(String::new, |within| format!(" in {within}"));
        format!("{} {:?} {:?} {:?}{within}", e.name, e.kind, e.aliases, e.roles)
    };
    told(texts).into_iter().map(line).collect()
}

fn aliases(texts: &[&str], name: &str) -> Vec<String> {
    told(texts).into_iter().find(|e| e.name == name).map_or_else(Vec::new, |e| e.aliases)
}

fn offices(texts: &[&str], name: &str) -> Vec<String> {
    let entity = told(texts).into_iter().find(|entity| entity.name == name);
    let offices = entity.map_or_else(Vec::new, |entity| entity.offices);
    offices
        .into_iter()
        .map(|o| {
            let former = if o.is_former { "former " } else { "" };
            let of = o.of.map_or_else(String::new, |of| format!(" of {of}"));
            let told: Vec<String> = o.citations.iter().map(|c| c.witness.to_string()).collect();
            format!("{former}{}{of} ({})", o.role, told.join(" "))
        })
        .collect()
}

#[test]
fn a_surname_in_one_telling_is_the_full_name_of_another() {
    assert_eq!(
        show(&["Peruvian President Ada Cole spoke.", "The crowd heard Cole in the U.S."]),
        ["Ada Cole Person [\"Cole\"] [\"Peruvian President\"] in Peru", "U.S. Place [] []"]
    );
}

#[test]
fn a_surname_of_two_people_is_left_alone() {
    assert_eq!(show(&["Ada Cole met Ben Cole. The talks pleased Cole."]).len(), 3);
}

#[test]
fn a_description_means_the_one_who_bears_the_office() {
    let texts = [
        "Peruvian President Ada Cole spoke in Lima.",
        "Officials said the Peruvian leader would travel. Ada Cole declined.",
    ];
    assert_eq!(aliases(&texts, "Ada Cole"), ["the Peruvian leader"]);
}

#[test]
fn a_description_of_two_people_means_neither() {
    let texts = [
        "Peruvian President Ada Cole spoke. Norwegian President Ben Lund left.",
        "Reporters asked why the president was late.",
    ];
    assert!(aliases(&texts, "Ada Cole").is_empty() && aliases(&texts, "Ben Lund").is_empty());
}

#[test]
fn a_deputy_bears_another_office() {
    let texts =
        ["Governor Ada Cole spoke. Deputy Governor Ben Lund left.", "The governor was late."];
    assert_eq!(offices(&texts, "Ada Cole"), ["governor (A)"]);
    assert_eq!(offices(&texts, "Ben Lund"), ["deputy governor (A)"]);
}

#[test]
fn a_former_office_is_kept_as_such_and_means_nobody_now() {
    let texts = ["Former Peruvian President Ada Cole spoke.", "The Peruvian president was absent."];
    assert_eq!(offices(&texts, "Ada Cole"), ["former president of Peru (A)"]);
    assert!(aliases(&texts, "Ada Cole").is_empty());
}

#[test]
fn an_office_behind_the_name_is_learned_with_its_tellings() {
    let texts = [
        "Ada Cole, the Peruvian president, spoke in Lima.",
        "Peruvian President Ada Cole spoke on Friday.",
    ];
    assert_eq!(offices(&texts, "Ada Cole"), ["president of Peru (A B)"]);
}

#[test]
fn a_city_lies_where_tables_or_tellings_put_it() {
    assert_eq!(
        show(&["The fair opened in Zarnow, Poland.", "Rain fell on Lima."]),
        ["Zarnow Place [] [] in Poland", "Poland Place [] []", "Lima Place [] [] in Peru"]
    );
}

#[test]
fn a_noun_takes_up_the_one_organisation_that_ends_with_it() {
    let texts = ["The Northwind Ferry Union met in Oslo. On Friday the union called a strike."];
    assert_eq!(aliases(&texts, "Northwind Ferry Union"), ["the union"]);
}

const GIVEN: [&str; 6] = ["Ada", "Ben", "Clara", "David", "Emma", "George"];
const FAMILY: [&str; 4] = ["Cole", "Lund", "Vega", "Hart"];
const ELSEWHERE: [&str; 3] = [
    "Ines Quiroga spoke in Oslo. Quiroga praised the Tidal Board.",
    "Norwegian Prime Minister Olav Berg met Quiroga. The prime minister left.",
    "The Harbour Museum (HM) opened. HM had closed in May.",
];

/// Sentences about people whose names are made of few parts, so that they share them.
fn article() -> impl Strategy<Value = String> {
    let sentence = (0..4_usize, 0..GIVEN.len(), 0..FAMILY.len(), 0..FAMILY.len()).prop_map(
        |(form, given, family, other)| {
            let (given, family, other) = (GIVEN[given], FAMILY[family], FAMILY[other]);
            match form {
                0 => format!("Mayor {given} {family} met {other} on Monday."),
                1 => format!("Critics of {family} said {given} {other} was late."),
                2 => format!("{given} {family}, the mayor, thanked Mr. {other}."),
                _ => format!("Police questioned {}. {family} and the mayor left.", &given[..1]),
            }
        },
    );
    prop::collection::vec(sentence, 1..5).prop_map(|sentences| sentences.join(" "))
}

/// The names of each entity, as sets: what the numbers say does not matter.
fn partition(texts: &[String]) -> BTreeSet<Vec<String>> {
    let names = |entity: Entity| {
        let mut names = entity.aliases;
        names.push(entity.name);
        names.sort();
        names
    };
    entities(&mut witnesses(texts)).into_iter().map(names).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Two given names never join.
    #[test]
    fn two_given_names_never_join(texts in prop::collection::vec(article(), 1..4)) {
        for names in partition(&texts) {
            let given: BTreeSet<&str> = names
                .iter()
                .filter_map(|name| name.split_once(' '))
                .map(|(given, _)| given)
                .filter(|given| GIVEN.contains(given))
                .collect();
            prop_assert!(given.len() < 2, "{names:?}");
        }
    }

    /// An article that shares no name with the others changes none of their entities.
    #[test]
    fn an_unrelated_article_changes_nothing(texts in prop::collection::vec(article(), 1..4)) {
        let before = partition(&texts);
        let mut more = texts;
        more.extend(ELSEWHERE.map(str::to_owned));
        let after = partition(&more);
        prop_assert!(before.is_subset(&after), "{before:?} {after:?}");
    }

    /// The order of the tellings does not change what is one.
    #[test]
    fn the_order_of_the_tellings_does_not_matter(texts in prop::collection::vec(article(), 2..5)) {
        let mut turned = texts.clone();
        turned.reverse();
        prop_assert_eq!(partition(&texts), partition(&turned));
    }
}

/// A firm stays one wherever it is taken for a person, as `Corvin Motors` may be.
#[test]
fn a_word_of_trade_makes_a_firm_of_all_uses_of_a_name() {
    let texts = [
        "Corvin Motors hired 40 people. “We are glad,” Corvin Motors said on Monday.",
        "Corvin said on Monday that it was glad. Corvin hired 40 people.",
    ];
    assert_eq!(show(&texts), ["Corvin Motors Organisation [\"Corvin\"] []"]);
}

#[test]
fn what_one_telling_calls_a_body_is_one_in_all() {
    let kind =
        |texts: &[&str]| told(texts).into_iter().find(|e| e.name == "Brema Vell").map(|e| e.kind);
    let bare = "The police asked Brema Vell about the fire. Brema Vell said nothing.";
    assert_ne!(kind(&[bare]), Some(EntityKind::Organisation));
    let called = "The grid company Brema Vell denied it.";
    assert_eq!(kind(&[bare, called]), Some(EntityKind::Organisation));
    assert_eq!(
        kind(&[bare, "Ida Rask, chief executive of Brema Vell, denied it."]),
        Some(EntityKind::Organisation)
    );
}

#[test]
fn a_surname_is_not_the_firm_that_begins_with_it() {
    let texts = ["The company Rask Vell denied it.", "Ida Rask spoke. Rask left the hall."];
    assert_eq!(aliases(&texts, "Ida Rask"), ["Rask"]);
}

#[test]
fn an_office_before_the_name_is_not_what_somebody_is_called() {
    let text =
        "The Prime Minister, Lenka Orsova, resigned. The vote was lost, the Prime Minister said.";
    let entity =
        told(&[text]).into_iter().find(|e| e.aliases.iter().any(|a| a.contains("Minister")));
    assert_eq!(entity.map(|entity| entity.name).as_deref(), Some("Lenka Orsova"));
}

#[test]
fn a_body_is_known_by_its_form_and_by_what_stands_behind_it() {
    let kind = |text: &str| told(&[text]).first().map(|entity| entity.kind);
    assert_eq!(
        kind("The hall is by Vestrup Gorse, a small family company."),
        Some(EntityKind::Organisation)
    );
    assert_eq!(
        kind("Corvane Gorse plc confirms the loss of four men."),
        Some(EntityKind::Organisation)
    );
    assert_eq!(kind("The hall is by Ada Cole, a small baker."), Some(EntityKind::Person));
}
