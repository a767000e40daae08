use crate::{Config, annotate};
use proptest::prelude::*;
use tellings_model::{Article, QuoteKind};

/// Every quotation as `speaker: words`, one a line, indented by depth; `?` for an open speaker.
fn show(text: &str) -> String {
    let article = Article::from_text(text);
    let annotations = annotate(&article, &Config::default());
    let mut lines = Vec::new();
    for quote in &annotations.quotes {
        let depth = std::iter::successors(quote.parent, |&idx| {
            annotations.quotes.get(idx as usize).and_then(|quote| quote.parent)
        })
        .count();
        let speaker = quote.speaker.as_ref().map_or("?", |speaker| speaker.name.as_str());
        let kind = match quote.kind {
            QuoteKind::Direct => "",
            QuoteKind::Mixed => "~",
            QuoteKind::Indirect => "-",
        };
        let goes_on = if quote.continues.is_some() { "+" } else { "" };
        lines.push(format!(
            "{}{speaker}:{kind}{goes_on} {}",
            ">".repeat(depth),
            article.at(quote.content)
        ));
    }
    lines.join("\n")
}

#[test]
fn speaker_after_the_cue() {
    assert_eq!(show("“The bridge is shut,” said Ada Cole."), "Ada Cole: The bridge is shut,");
}

#[test]
fn speaker_before_the_cue() {
    assert_eq!(show("Ada Cole said: “The bridge is shut.”"), "Ada Cole: The bridge is shut.");
    assert_eq!(show("“The bridge is shut,” Ada Cole said."), "Ada Cole: The bridge is shut,");
}

#[test]
fn a_split_quotation_goes_on() {
    assert_eq!(
        show("“The bridge is shut,” Ada Cole said, “and the road is wet.”"),
        "Ada Cole: The bridge is shut,\nAda Cole:+ and the road is wet."
    );
}

#[test]
fn a_quotation_without_cue_carries_the_speaker_on() {
    assert_eq!(
        show("“The bridge is shut,” Ada Cole said. “We wait for spring.”\n“It is cold.”"),
        "Ada Cole: The bridge is shut,\nAda Cole: We wait for spring.\nAda Cole: It is cold."
    );
}

#[test]
fn bodies_and_roles_speak() {
    assert_eq!(
        show("“The mill stays open for now,” the statement said."),
        "statement: The mill stays open for now,"
    );
    assert_eq!(
        show("A spokesman for the Harbour Board said the mill was “a danger to all of us.”"),
        "spokesman for the Harbour Board:- the mill was “a danger to all of us.”\n\
         >spokesman for the Harbour Board:~ a danger to all of us."
    );
}

#[test]
fn titles_are_no_speech() {
    assert_eq!(show("They sang “Rivers of Babylon” in the rain."), "");
}

#[test]
fn reported_clauses_with_their_speakers() {
    assert_eq!(show("Ada Cole said that the mill would close."), "Ada Cole:- the mill would close");
    assert_eq!(show("The mill would close, Ada Cole said."), "Ada Cole:- The mill would close");
    assert_eq!(
        show("According to the Harbour Board, the mill is a ruin."),
        "Harbour Board:- the mill is a ruin"
    );
}

#[test]
fn a_passive_names_nobody() {
    assert_eq!(show("The mill is expected to close."), "?:- The mill\n?:-+ to close");
}

proptest! {
    /// The content of a quotation holds no outer mark; quotations nest in their parents or are
    /// disjoint, and a parent comes before what it holds.
    #[test]
    fn quotations_nest_and_hold_no_outer_mark(
        text in "(“|”|‘|’|\"| said | that |, |\\. |\n|Ada Cole|the mill|she|according to |[a-zé]{1,4} ){0,40}"
    ) {
        let article = Article::from_text(&text);
        let quotes = annotate(&article, &Config::default()).quotes;
        for (idx, quote) in quotes.iter().enumerate() {
            let words = article.at(quote.content);
            if quote.kind != QuoteKind::Indirect {
                // Nothing quoted inside fills it with its marks: those would be its own.
                let inner = quotes.iter().filter(|inner| inner.parent == Some(idx as u32));
                for inner in inner.filter(|inner| inner.kind != QuoteKind::Indirect) {
                    let edges = ['“', '”', '‘', '’', '"', ' '];
                    prop_assert!(words.trim_matches(edges) != article.at(inner.content).trim_matches(edges));
                }
                let before = article.text()[..quote.content.start()].trim_end();
                let marked = before.ends_with(['“', '”', '‘', '’', '"']) || before.is_empty();
                prop_assert!(marked || before.ends_with('\n') || before.ends_with(','), "{before:?} {words:?}");
            }
            if let Some(parent) = quote.parent {
                prop_assert!((parent as usize) < idx);
                prop_assert!(quotes[parent as usize].content.contains(quote.content));
            }
            for other in &quotes[idx + 1..] {
                prop_assert!(
                    quote.content.contains(other.content) || !quote.content.overlaps(other.content)
                );
            }
        }
    }
}

#[test]
fn a_new_cue_begins_a_new_quotation() {
    assert_eq!(
        show("“The mill is ours,” Ada Cole said, adding that by spring, “we will mend the wheel.”")
            .matches('+')
            .count(),
        0
    );
}

#[test]
fn an_apposition_names_who_holds_an_office() {
    assert_eq!(show("“It is shut,” the mill’s owner, Ada Cole, said."), "Ada Cole: It is shut,");
    assert_eq!(
        show("Harbour Master Ada Cole came late. “It is shut,” the harbour master said."),
        "Ada Cole: It is shut,"
    );
}

#[test]
fn an_office_of_two_people_names_neither() {
    let text = "Minister Ada Cole met Minister Ben Oak. “It is shut,” the minister said.";
    assert_eq!(show(text), "minister: It is shut,");
}

#[test]
fn a_cousin_with_a_name_is_a_person() {
    let text = "My cousin Magnus was on the winch. He said this: “We would have lost them all.”";
    assert!(show(text).contains("Magnus"), "{}", show(text));
}

#[test]
fn a_letter_speaks_for_who_wrote_it() {
    assert_eq!(
        show(
            "The Harbour Board said in a letter that it was sorry. “The mill is shut for good,” the letter read."
        ),
        "Harbour Board:- it was sorry\nHarbour Board: The mill is shut for good,"
    );
}

#[test]
fn words_inside_a_report_are_those_of_who_reports() {
    let text = "Ada Cole said the millers hoped for “a second spring” this year.";
    assert!(show(text).ends_with(">Ada Cole:~ a second spring"), "{}", show(text));
}

#[test]
fn a_possessor_brings_words() {
    let text = "The town laughed at Ada Cole’s claim that the mill was haunted.";
    assert_eq!(show(text), "Ada Cole:- the mill was haunted");
}

#[test]
fn a_dash_or_a_bracket_parts_no_name() {
    let text = "“It is shut,” Senator Ada Cole-Oak (I-Harrow) said in a letter.";
    assert_eq!(show(text), "Ada Cole-Oak: It is shut,");
}

#[test]
fn german_needs_tables_alone() {
    let text = "Am Montag sagte Bürgermeisterin Ada Kohl: „Das Wehr ist seit Jahren zu alt.“ \
        Es sei „eine Schande“, so Kohl.";
    let shown = show(text);
    assert!(shown.contains("Kohl: Das Wehr ist seit Jahren zu alt."), "{shown}");
}

#[test]
fn what_stands_between_a_subject_and_its_verb_speaks_not() {
    let text = "Ada Cole, who has in the past called the mill “a ruin,” sold it.";
    assert!(show(text).contains("Ada Cole:~ a ruin,"), "{}", show(text));
    let text = "The miller rowed home, but in a later letter said the river was “far too low.”";
    assert!(show(text).contains("miller:~ far too low."), "{}", show(text));
}

#[test]
fn a_relative_clause_hands_the_saying_to_its_noun() {
    let text =
        "She mocked the harbour master, Ben Oak, who she said had told her: “It is only rain.”";
    assert!(show(text).contains("Ben Oak: It is only rain."), "{}", show(text));
}

#[test]
fn who_was_quoted_as_saying_speaks() {
    let text =
        "“We lost the key,” the then warden, Ben Oak, was quoted as saying by a radio station.";
    assert_eq!(show(text), "Ben Oak: We lost the key,");
}

#[test]
fn another_subject_ends_the_words_before() {
    let text = "Ada Cole accuses the town of “sleeping” and Ben Oak says it is “losing the river.”";
    assert!(show(text).contains("Ben Oak:~ losing the river."), "{}", show(text));
}

#[test]
fn a_transcript_names_its_speakers_inside_the_marks() {
    let text = "Ada Cole met Ben Oak on air.\n“COLE: Will the mill open this spring?”\n\
        “OAK: It will open when the river allows it.”";
    assert_eq!(
        show(text),
        "Ada Cole: COLE: Will the mill open this spring?\n\
         Ben Oak: OAK: It will open when the river allows it."
    );
}

#[test]
fn small_words_in_capitals_are_names() {
    let text = "Ada left early. “We must mend the weir,” Will urged the council.";
    assert!(show(text).contains("Will: We must mend the weir,"), "{}", show(text));
    let text = "“The river is clean,” a WHO report said.";
    assert_eq!(show(text), "WHO report: The river is clean,");
    let text = "“The river is clean,” the WHO said in a report.";
    assert_eq!(show(text), "WHO: The river is clean,");
}

#[test]
fn a_row_of_pronouns_leads_back_to_a_name() {
    let text = "Ada Cole ran the mill. She rose at four. The river froze. The ferry stopped. \
        She mended nets. Snow fell. Boats sank. The inn shut. She waited. Ice broke. The weir held. \
        “It was a long year,” she said.";
    assert_eq!(show(text), "Ada Cole: It was a long year,");
}

#[test]
fn a_letter_has_the_author_that_an_insertion_names() {
    let text =
        "The letter, dated 2 May and signed by the Harbour Board, calls the weir “a danger.”";
    assert!(show(text).contains("Harbour Board:~ a danger."), "{}", show(text));
}

#[test]
fn a_body_is_called_by_a_word_of_its_name() {
    let text = "The Harbour Bank of Marrow cut its rate. “We move with care,” the bank said.";
    assert_eq!(show(text), "Harbour Bank of Marrow: We move with care,");
}

#[test]
fn an_epithet_takes_up_who_spoke_before() {
    let text =
        "Ada Cole told reporters the fight went on. “Half the room stood,” said the former miller.";
    assert!(show(text).ends_with("Ada Cole: Half the room stood,"), "{}", show(text));
}

#[test]
fn the_names_of_programmes_are_no_speech() {
    let text = "Ada Cole said on the station’s “Morning Tide,” that the mill was safe.";
    assert_eq!(show(text).matches("Morning Tide").count(), 1, "{}", show(text));
    assert!(!show(text).contains(": Morning Tide"), "{}", show(text));
}

#[test]
fn a_writer_without_a_byline_is_the_author() {
    assert_eq!(show("“Open the gate,” I said."), "the author: Open the gate,");
}

#[test]
fn some_of_many_speak() {
    let text = "I asked one of the millers what it cost. “A winter,” she said.";
    assert!(show(text).ends_with("one of the millers: A winter,"), "{}", show(text));
}

#[test]
fn behind_told_stands_whom_it_is_told_to() {
    let text = "In a letter of May, which the Post has seen, the forester, Ada Cole, told Brema of \
        “eleven trees that will fall”.";
    assert!(show(text).contains("Ada Cole:~ eleven trees that will fall"), "{}", show(text));
}

#[test]
fn who_is_quoted_speaks() {
    assert_eq!(
        show("“The mill will open,” the paper quoted Ada Cole as saying."),
        "Ada Cole: The mill will open,"
    );
    assert_eq!(show("“The mill will open,” it quotes Ada Cole."), "Ada Cole: The mill will open,");
}

#[test]
fn who_is_told_to_have_spoken_speaks_on() {
    let text = "The first to ring was the ferryman, Magnus Oak, according to John Reed. No bell had \
        rung, he said. The horses “walked into the water,” he told the Post.";
    assert!(show(text).contains("John Reed:~ walked into the water,"), "{}", show(text));
    // A participle is no turn of speech of its own.
    let text = "Mary Cole, a miller, prayed over Jane Reed, asking God for dry days. “They teach \
        the river nothing,” she said.";
    assert!(show(text).contains("Mary Cole: They teach the river nothing,"), "{}", show(text));
}

#[test]
fn a_subject_of_what_another_tells_speaks_not() {
    let text = "Their man left the tower at two, Jane Reed, head of the wardens, told the Post. “We \
        do not guard by letter,” she said.";
    assert!(show(text).contains("Jane Reed: We do not guard by letter,"), "{}", show(text));
    let text = "The proud mother hoped Wilta would see more than she did, she said.\n\n“They took my \
        spring,” she cried.";
    assert!(show(text).contains("proud mother: They took my spring,"), "{}", show(text));
    let text = "A woman named Kell, who called herself a cousin, said how much he would be missed.\n\n\
        “He was always early,” she said. Mayor John Reed spent the day there.";
    assert!(!show(text).contains("John Reed: He was always early,"), "{}", show(text));
}

#[test]
fn kin_of_somebody_is_not_who_they_are_kin_of() {
    let text = "The wife of the captain, Magnus Oak, found better words. “He went for eels and came \
        home a debt,” she told the Post.";
    assert!(show(text).contains("wife of the captain: He went for eels"), "{}", show(text));
    let text = "“I rang my own mother first. She said, ‘The oven is on.’ I told her to leave it,” \
        Magnus Oak said.";
    assert!(show(text).contains(">my own mother: The oven is on."), "{}", show(text));
}

#[test]
fn a_text_obliges() {
    let text = "Magnus Oak signed it. The text obliges both towns to “leave the weir as it is”.";
    assert!(show(text).contains("text:~ leave the weir as it is"), "{}", show(text));
}

#[test]
fn an_office_in_somebodys_words_is_no_name() {
    let text = "The Minister of the Rivers, Jane Reed, flew to Tull and dismissed the warden. “I asked \
        where the boat was. He told me, ‘Minister, we sold it.’ I have nothing to add,” she said.";
    assert!(show(text).contains("Jane Reed: I asked where"), "{}", show(text));
}
