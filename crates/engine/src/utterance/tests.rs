use super::collate;
use crate::entity;
use crate::sample::witness;
use tellings_model::{OriginId, QuoteKind, SpeakerBasis, Utterance, Witness};

/// Tellings of one origin.
fn witnesses(texts: &[&str]) -> Vec<Witness> {
    let of_one = |witness| Witness { origin: OriginId(1), ..witness };
    (0..).zip(texts).map(|(n, text)| of_one(witness(n, text))).collect()
}

/// The wordings of each saying, with the relation and the witnesses of each.
fn show(utterances: &[Utterance]) -> Vec<Vec<String>> {
    utterances
        .iter()
        .map(|utterance| {
            utterance
                .wordings
                .iter()
                .map(|wording| {
                    let sigla: Vec<String> =
                        wording.citations.iter().map(|c| c.witness.to_string()).collect();
                    format!("{:?} {}: {}", wording.relation, sigla.join(""), wording.text)
                })
                .collect()
        })
        .collect()
}

#[test]
fn one_word_in_a_slot_makes_two_wordings_of_one_saying() {
    let mut told = witnesses(&[
        "“No, Mr Ferryman, our river is holy and our river is ours,” Ada Cole said.",
        "Ada Cole answered: “No, Mr Ferryman, our river is sacred and our river is ours.”",
        "“The price of bread has doubled,” said Ben Oak.",
    ]);
    let utterances = collate(&mut told, &[]);
    assert_eq!(
        show(&utterances),
        [
            vec![
                "Same A: No, Mr Ferryman, our river is holy and our river is ours,",
                "Reworded B: No, Mr Ferryman, our river is sacred and our river is ours."
            ],
            vec!["Same C: The price of bread has doubled,"]
        ]
    );
    assert!(utterances.iter().any(|utterance| utterance.altered));
}

#[test]
fn a_speaker_that_others_know_is_lent() {
    let mut told = witnesses(&[
        "“We wait for the spring flood to pass the mill,” Ada Cole said.",
        "The notice was short. It hung on the door. It was wet.\n\n“We wait for the spring flood to pass the mill.”",
    ]);
    for quote in &mut told[1].annotations.quotes {
        quote.speaker = Err(tellings_model::Unsure::NoCue);
    }
    collate(&mut told, &[]);
    let lent = told[1].annotations.quotes[0].speaker.as_ref().map(|s| (s.name.as_str(), s.basis));
    assert_eq!(lent, Ok(("Ada Cole", SpeakerBasis::Siblings)));
}

#[test]
fn words_quoted_inside_a_quotation_are_another_saying() {
    let mut told = witnesses(&[
        "“He asked, ‘How can we help you row the ferry?’ and I laughed,” Ada Cole said.",
        "Ben Oak asked her, “How can we help you row the ferry?”",
    ]);
    let utterances = collate(&mut told, &[]);
    assert_eq!(utterances.len(), 2);
    assert_eq!(utterances[1].wordings[0].citations.len(), 2);
}

#[test]
fn slots_say_who_has_which_word() {
    let mut told = witnesses(&[
        "“No, Mr Ferryman, our river is holy and our river is ours,” Ada Cole said.",
        "Ada Cole answered: “No, Mr Ferryman, our river is sacred and our river is ours.”",
    ]);
    let utterances = collate(&mut told, &[]);
    let slots: Vec<String> = utterances[0]
        .slots
        .iter()
        .flat_map(|slot| &slot.fillings)
        .map(|filling| {
            let sigla: Vec<String> = filling.witnesses.iter().map(ToString::to_string).collect();
            format!("{} {}", filling.text, sigla.join(""))
        })
        .collect();
    assert_eq!(slots, ["holy A", "sacred B"]);
}

#[test]
fn a_copy_that_drops_the_marks_alters_the_saying() {
    let mut told = witnesses(&[
        "“We shall never sell the old mill to the harbour board,” Ada Cole said.",
        "Ada Cole said that they would never sell the old mill to the harbour board.",
    ]);
    let utterances = collate(&mut told, &[]);
    assert!(utterances.iter().any(|utterance| utterance.altered), "{utterances:?}");
}

#[test]
fn other_words_of_a_sentence_do_not_alter_what_stands_between_its_marks() {
    let mut told = witnesses(&[
        "Ada Cole said she was “crestfallen” and had invited both boards to talks on the old mill.",
        "Ada Cole said that she had invited both boards to talks on the old mill.",
    ]);
    let utterances = collate(&mut told, &[]);
    assert!(utterances.iter().all(|utterance| !utterance.altered), "{utterances:?}");
}

#[test]
fn one_speaker_says_it_in_other_words() {
    let mut told = witnesses(&[
        "“Whoever promises the town a ferry for the spring is selling fog,” Ada Cole said.",
        "Ada Cole said: “Anyone who promises you a spring ferry wants to sell you fog.”",
        "“Whoever rows in the spring wants a good boat,” said Ada Cole.",
    ]);
    let utterances = collate(&mut told, &[]);
    assert_eq!(utterances.len(), 2, "{utterances:?}");
}

#[test]
fn a_question_is_not_told_by_a_statement() {
    let mut told = witnesses(&[
        "“How can the harbour help you mend the broken pier?” Ada Cole asked.",
        "Ada Cole said that broken parts of the pier would be mended with the help of the harbour.",
    ]);
    let sayings = show(&collate(&mut told, &[]));
    assert!(sayings.iter().all(|wordings| wordings.len() < 2), "{sayings:?}");
}

#[test]
fn one_word_for_another_of_its_family_is_the_same_saying() {
    let mut told = witnesses(&[
        "“It was like somebody shook the pier,” said Ben Oak.",
        "“It was like someone shook the pier,” Ada Cole said.",
    ]);
    let sayings = show(&collate(&mut told, &[]));
    assert_eq!(sayings.len(), 1, "{sayings:?}");
    assert!(sayings[0][1].starts_with("Reworded"), "{sayings:?}");
}

#[test]
fn a_contraction_changes_no_wording() {
    let mut told = witnesses(&[
        "“We can't moor a ferry at a broken pier,” said Ben Oak.",
        "“We cannot moor a ferry at a broken pier,” said Ben Oak.",
    ]);
    let utterances = collate(&mut told, &[]);
    assert_eq!(utterances.len(), 1, "{utterances:?}");
    assert!(!utterances[0].altered);
}

#[test]
fn two_words_are_enough_where_the_speaker_has_them_nowhere_else() {
    let mut told = witnesses(&[
        "“The harbour has no owner, only guests,” Ada Cole said. “We sail tomorrow.”",
        "“Nobody owns a harbour, one just moors there,” said Ada Cole.",
    ]);
    let sayings = show(&collate(&mut told, &[]));
    assert!(sayings.iter().any(|wordings| wordings.len() == 2), "{sayings:?}");
    let mut told = witnesses(&[
        "“The harbour has no owner, only guests,” Ada Cole said. “A harbour needs a wall.”",
        "“Nobody owns a harbour, one just moors there,” said Ada Cole.",
    ]);
    let sayings = show(&collate(&mut told, &[]));
    assert!(sayings.iter().all(|wordings| wordings.len() == 1), "{sayings:?}");
}

#[test]
fn a_report_tells_a_quotation_with_the_sentence_that_leads_to_it() {
    let lead = "Ada Cole stood on the pier when a beam broke loose.";
    let quoted = format!("{lead} “The boat leaned, and I had no floor,” she said.");
    let mut told = witnesses(&[&quoted, "Ada Cole said that it broke loose and hit the ship."]);
    let sayings = show(&collate(&mut told, &[]));
    assert_eq!(sayings[0].len(), 2, "{sayings:?}");
    // Who has the quotation too tells something else by the report.
    let both = "Ada Cole said that it broke loose and hit the ship. “The boat leaned, and I had no floor,” she said.";
    let mut told = witnesses(&[&quoted, both]);
    let sayings = show(&collate(&mut told, &[]));
    assert_eq!(sayings[0].len(), 1, "{sayings:?}");
}

#[test]
fn a_word_between_marks_is_a_part_of_the_one_saying_that_has_it() {
    let mut told = witnesses(&[
        "“We are heartbroken by the loss of the old ferry,” Ada Cole said.",
        "Ada Cole said that the town was “heartbroken” and would rest.",
    ]);
    let utterances = collate(&mut told, &[]);
    let sayings = show(&utterances);
    assert_eq!(sayings[0].get(1).map_or("", |w| w), "Trimmed B: heartbroken", "{utterances:?}");
}

#[test]
fn sentences_in_a_row_are_one_wording() {
    let mut told = witnesses(&[
        "“We have sold the old ferry. From now on we row by hand,” Ada Cole said.",
        "“We have sold the old ferry and from today on we row by hand,” said Ada Cole.",
    ]);
    let sayings = show(&collate(&mut told, &[]));
    assert_eq!(sayings.len(), 1, "{sayings:?}");
    assert_eq!(sayings[0].len(), 2, "{sayings:?}");
}

#[test]
fn a_part_of_another_wording_is_not_reworded() {
    let mut told = witnesses(&[
        "“No, Mr Ferryman, the pier is ours, the pier cannot be bought, the pier is loved,” Ada Cole said.",
        "“No, Mr Ferryman, the pier is ours, our pier is not for sale,” said Ada Cole.",
        "Ada Cole wrote that “our pier is not for sale”.",
    ]);
    let sayings = show(&collate(&mut told, &[]));
    assert_eq!(sayings.len(), 1, "{sayings:?}");
    assert!(sayings[0].iter().any(|w| w.starts_with("Trimmed C")), "{sayings:?}");
}

#[test]
fn what_somebody_is_said_to_have_said_between_marks_is_theirs() {
    let mut told = witnesses(&[
        "“Ada Cole said that water, like a guest, should be welcome,” Ben Oak said.",
        "“Water is like a guest, it is welcome,” Ada Cole said.",
    ]);
    let utterances = collate(&mut told, &[]);
    let saying = utterances.iter().find(|utterance| utterance.wordings.len() == 2);
    assert_eq!(saying.and_then(|s| s.name.as_deref()), Some("Ada Cole"), "{utterances:?}");
    assert!(!utterances.iter().any(|utterance| utterance.speakers_differ));
}

#[test]
fn the_company_is_the_firm_that_the_chief_executive_heads() {
    let mut told = witnesses(&[
        "Cole Lines Inc. sold the ferry. “Nobody will miss the old boat,” chief executive Ada Cole said.",
        "The company said “nobody will miss the old boat”.",
    ]);
    let entities = crate::entity::entities(&mut told);
    collate(&mut told, &entities);
    let speaker = told[1].annotations.quotes[0].speaker.as_ref();
    assert_eq!(speaker.map(|speaker| speaker.name.as_str()), Ok("Cole Lines Inc."));
}

#[test]
fn two_sentences_run_together_are_one_saying() {
    let mut told = witnesses(&[
        "“Thirty votes are a harbour and twenty a storm. I have weighed both sides,” Ada Cole said.",
        "“A harbour and a storm, weighed on both sides,” said Ada Cole.",
    ]);
    let utterances = collate(&mut told, &[]);
    assert_eq!(utterances.len(), 1, "{utterances:?}");
}

#[test]
fn a_reported_clause_brings_its_marked_words_along() {
    let mut told = witnesses(&[
        "Ada Cole said that the old ferry had been sold “to pay for the winter bread.”",
        "Ada Cole said that the old ferry was sold so that the poor had bread.",
    ]);
    let utterances = collate(&mut told, &[]);
    assert_eq!(utterances[0].wordings.len(), 2, "{utterances:?}");
}

#[test]
fn small_words_alone_are_compared_as_a_run() {
    let mut told = witnesses(&[
        "“Ada, do what you must, but do it soon,” Ben Oak said.",
        "“Do what you must, but do it soon,” said Ben Oak.",
    ]);
    assert_eq!(collate(&mut told, &[]).len(), 1);
}

#[test]
fn a_speaker_has_the_whole_name_of_the_story() {
    let mut witnesses = witnesses(&[
        "The council of Tull sold the mill to Coral Bay Partners for little. Coral Bay Partners did \
         not answer. “We shall treat it as our \
         own, every beam,” Coral Bay said in a statement. Ana Holt heads Friends of the Mill.",
        "“We are glad, and we shall be dull until June,” said Ana Holt of Friends of the Mill. Ana Holt \
         is a printer.",
    ]);
    let entities = entity::entities(&mut witnesses);
    collate(&mut witnesses, &entities);
    let speakers: Vec<&str> = witnesses
        .iter()
        .flat_map(|witness| &witness.annotations.quotes)
        .filter(|quote| quote.kind != QuoteKind::Indirect)
        .filter_map(|quote| Some(quote.speaker.as_ref().ok()?.name.as_str()))
        .collect();
    assert_eq!(speakers, ["Coral Bay Partners", "Ana Holt"]);
}

#[test]
fn a_description_contradicts_no_name() {
    let mut told = witnesses(&[
        "Ada Cole spoke of “single vials” of oil.",
        "The company spoke of “single vials.”",
    ]);
    let utterances = collate(&mut told, &[]);
    assert_eq!(utterances.len(), 1, "{utterances:?}");
    assert!(!utterances[0].speakers_differ);
}

/// The sayings of tellings with the entities of their story.
fn told(texts: &[&str]) -> (Vec<Witness>, Vec<Vec<String>>) {
    let mut witnesses = witnesses(texts);
    let entities = entity::entities(&mut witnesses);
    let sayings = show(&collate(&mut witnesses, &entities));
    (witnesses, sayings)
}

#[test]
fn two_translations_of_one_sentence_are_one_saying() {
    let texts = [
        "“A ferry nobody boards is a house adrift,” Ada Cole said. “Oars are cheap,” she said.",
        "“A ferry that no one enters is nothing but a house afloat,” said Ada Cole.",
        "“A ferry is what we have and a bridge is what we want,” Ada Cole said.",
    ];
    let mut witnesses = witnesses(&texts);
    let sayings = show(&collate(&mut witnesses, &[]));
    let of_ferry: Vec<usize> =
        sayings.iter().filter(|saying| saying[0].contains("ferry")).map(Vec::len).collect();
    assert_eq!(of_ferry, [2, 1], "{sayings:?}");
}

#[test]
fn kin_is_who_the_others_name() {
    let (witnesses, sayings) = told(&[
        "“He went out for eels and became a debt,” said Marta Oak. Her man, Magnus Oak, is a fisherman.",
        "The wife of the captain, Magnus Oak, found better words. “He left for eels and has turned into \
         a debt,” she told the Post.",
    ]);
    assert_eq!(sayings.iter().map(Vec::len).collect::<Vec<_>>(), [2], "{sayings:?}");
    let mut direct = witnesses[1].annotations.quotes.iter().filter(|q| q.kind == QuoteKind::Direct);
    let speaker = direct.next().and_then(|quote| quote.speaker.as_ref().ok());
    assert_eq!(speaker.map(|speaker| speaker.name.as_str()), Some("Marta Oak"));
}

#[test]
fn kin_are_no_office() {
    let (witnesses, _) = told(&[
        "Wilta Oak, 15, was hurt on the pier. Her proud mom Ada Oak wept. Proud mom Ada Oak is a printer.",
        "“They took away my spring,” the proud mom told the Post.",
    ]);
    let speaker = witnesses[1].annotations.quotes[0].speaker.as_ref();
    assert_eq!(speaker.map(|speaker| speaker.name.as_str()), Ok("proud mom"));
}

#[test]
fn what_a_speaker_adds_is_what_follows_elsewhere() {
    let (_, sayings) = told(&[
        "“You cannot row a ferry on goodwill alone,” said Ada Cole, the warden. “The gate of the \
         Harbourmaster is open, and so is ours.”",
        "“You cannot row a ferry on goodwill alone,” says Ada Cole, the warden. She adds that the \
         town is ready to talk, at the Harbourmaster's table or at its own.",
    ]);
    assert_eq!(sayings.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2], "{sayings:?}");
}

#[test]
fn all_that_a_spokeswoman_is_told_to_have_said_is_what_she_said() {
    let (_, sayings) = told(&[
        "“No fault was recorded on this weir on Monday,” spokeswoman Petra Holm said. “We sleep well.”",
        "And so a spokeswoman could say on Monday that nothing had been recorded.",
    ]);
    assert!(sayings.iter().any(|saying| saying.len() == 2), "{sayings:?}");
}

#[test]
fn other_people_do_not_tell_it_in_their_words() {
    let (_, sayings) = told(&[
        "“I don't know. I don't know what's going on,” the miller said.",
        "They also don't know what time it began and aren't sure who rang, Inspector Dan Reed said.",
    ]);
    assert!(
        sayings.iter().all(|saying| saying.iter().all(|w| !w.contains("what time"))),
        "{sayings:?}"
    );
}

proptest::proptest! {
    /// Another telling changes no quotation of the others; it may only name an open speaker.
    #[test]
    fn another_telling_changes_no_quotation(
        texts in proptest::collection::vec(
            "(“We (shut|sold|lost) the (old|new) mill (today|last spring)\\.” |Ada Cole said\\. |Ben Oak said that |She said: ){1,5}",
            2..4,
        )
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (mut all, mut fewer) = (witnesses(&texts), witnesses(&texts[..texts.len() - 1]));
        collate(&mut all, &[]);
        collate(&mut fewer, &[]);
        for (more, less) in all.iter().zip(&fewer) {
            let pairs = more.annotations.quotes.iter().zip(&less.annotations.quotes);
            proptest::prop_assert_eq!(
                more.annotations.quotes.len(),
                less.annotations.quotes.len()
            );
            for (a, b) in pairs {
                proptest::prop_assert_eq!((a.content, a.kind, a.parent), (b.content, b.kind, b.parent));
                let lent = a.speaker.as_ref().is_ok_and(|s| s.basis == SpeakerBasis::Siblings);
                let open = b.speaker.as_ref().is_ok_and(|s| s.basis == SpeakerBasis::Siblings);
                proptest::prop_assert!(lent || open || a.speaker == b.speaker);
            }
        }
    }
}
