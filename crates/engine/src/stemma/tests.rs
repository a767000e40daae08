use super::*;
use crate::annotate::credit;
use proptest::prelude::*;
use std::collections::BTreeSet;
use tellings_model::{
    Annotations, Article, ArticleId, Based, Basis, DescentKind, OriginId, Siglum, Stamp,
};

fn witness(n: u32, outlet: &str, day: &str, text: &str) -> Witness {
    let mut article = Article::new(ArticleId::new(format!("w{n}")), text.to_owned());
    article.outlet = (!outlet.is_empty()).then(|| Based::new(outlet.to_owned(), Basis::Declared));
    let stamp = |day| Based::new(Stamp { day, instant: None }, Basis::Declared);
    article.published = day.parse().ok().map(stamp);
    let annotations = Annotations { credits: credit::credits(&article), ..Annotations::default() };
    Witness {
        siglum: Siglum(n),
        published: article.published.clone(),
        published_because: Vec::new(),
        origin: OriginId(1),
        article,
        annotations,
    }
}

/// One edge a line, then the origins.
fn show(witnesses: &[Witness]) -> String {
    let stemma = infer(witnesses, &Settled::default(), &Config::default());
    let label = |node: NodeId| match node {
        NodeId::Witness(siglum) => siglum.to_string(),
        NodeId::Lost(at) => {
            stemma.lost.get(at as usize).map(|lost| lost.label.clone()).unwrap_or_default()
        }
    };
    let mut lines: Vec<String> = stemma
        .descents
        .iter()
        .map(|d| format!("{} → {} {:?} {:?}", label(d.model), d.copy, d.kind, d.direction))
        .collect();
    lines.extend(stemma.origins.iter().map(|origin| {
        let sigla: String = origin.witnesses.iter().map(Siglum::to_string).collect();
        format!("{} {sigla} {}", origin.id, origin.named.as_deref().unwrap_or("-"))
    }));
    lines.join("\n")
}

const WIRE: &str = "The harbour board of Port Hessle voted on Tuesday to close the eastern quay after \
    divers found cracks in eleven of its forty pillars. Chairwoman Ines Vale said repairs would \
    last until spring and cost nine million crowns. Ferries to Orme Island will sail from the \
    coal dock instead, and fishermen may land their catch at Tull.";
const REWRITE: &str = "Cracks that divers discovered in eleven pillars have led the Port Hessle harbour \
    board to shut its eastern quay, a vote on Tuesday decided. The repairs will take until spring, at \
    a cost of nine million crowns, according to chairwoman Ines Vale. From now on the Orme Island \
    ferries leave from the coal dock. Fishermen are allowed to land what they catch at Tull.";
const OWN: &str = "I watched the last boat leave the old pier this morning. Nobody at the board would \
    take my call, yet the baker across the street has sold twice as much bread as on other days, \
    and thinks the closing good for trade.";

const MORE: &str = "The council of Tull offered two cranes for the season. Engineers from Bramley blamed salt, \
    age and a hard winter for the damage. Dutch prisoners built the quay in 1931 with granite \
    from Kelm. Insurance pays a fifth of the bill, treasurer Olaf Kern told members. A petition \
    by sailors for a ferry school failed by one vote.";
const SIGNED: &str = "The harbour board of Port Hessle sat for three hours on Tuesday, by candles, since the power \
    had failed. Divers in blue suits, who went down twice last week, brought up photographs of \
    cracks in eleven pillars, each as wide as an arm. Ines Vale, the chairwoman, handed round \
    cake and spoke of nine million crowns, which made the mayor laugh aloud. The Orme Island \
    people must walk to the coal dock for their ferries, where gulls have nested in a chimney. \
    The council of Tull offered two cranes and sent a choir. Nobody asked the cats, the baker or \
    the lamplighter, whose ladder leans on the oldest lamp of the town.";

#[test]
fn a_reporter_with_a_name_needs_more_than_the_same_facts() {
    let wire = witness(0, "Hessle Echo", "2031-03-04", &format!("{WIRE} {MORE}"));
    let mut own = witness(1, "Tull Tribune", "2031-03-05", SIGNED);
    let rewords = "Rewords";
    assert!(show(&[wire.clone(), own.clone()]).contains(rewords));
    own.article.byline = vec!["Staff Reporter".to_owned()];
    assert!(show(&[wire.clone(), own.clone()]).contains(rewords));
    own.article.byline = vec!["Rosa Lind".to_owned()];
    assert!(!show(&[wire, own]).contains(rewords));
    let mut rewrite = witness(1, "Tull Tribune", "2031-03-05", REWRITE);
    rewrite.article.byline = vec!["Rosa Lind".to_owned()];
    assert!(show(&[witness(0, "Hessle Echo", "2031-03-04", WIRE), rewrite]).contains(rewords));
}

#[test]
fn a_copy_without_credit_gets_the_lost_origin_of_its_twin() {
    let credited = format!("PORT HESSLE (AP) — {WIRE}");
    let all = [
        witness(0, "Hessle Mail", "", &credited),
        witness(1, "Orme Echo", "", WIRE),
        witness(2, "Tull Diary", "", OWN),
    ];
    assert_eq!(
        show(&all),
        "AP report → A Copies Known\n\
         AP report → B Copies Likely\n\
         A → B Copies Unknown\n\
         o1 AB AP\n\
         o2 C -"
    );
}

#[test]
fn other_words_for_the_same_sentences_are_one_voice() {
    let all = [
        witness(0, "Hessle Mail", "2024-03-05", WIRE),
        witness(1, "Orme Echo", "2024-03-06", REWRITE),
        witness(2, "Tull Diary", "2024-03-06", OWN),
    ];
    assert_eq!(show(&all), "A → B Rewords Likely\no1 AB -\no2 C -");
}

#[test]
fn reporters_at_one_speech_are_two_voices() {
    let speech = "“We will close the eastern quay until spring, because divers found cracks in eleven of \
        its forty pillars, and I will not have a ferry tied to a thing that may fall”";
    let a = format!(
        "{speech}, Ines Vale told a full hall, and some of the older men shook their heads."
    );
    let b = format!(
        "Asked about the works, the chairwoman answered: {speech}. A vote followed at once."
    );
    let all = [witness(0, "Hessle Mail", "", &a), witness(1, "Orme Echo", "", &b)];
    assert_eq!(show(&all), "o1 A -\no2 B -");
}

#[test]
fn who_cites_a_report_has_a_voice_of_its_own() {
    let cites = format!("The Hessle Mail reported on Tuesday that the quay would be shut. {OWN}");
    let all = [
        witness(0, "Hessle Mail", "2024-03-05", WIRE),
        witness(1, "Tull Diary", "2024-03-06", &cites),
    ];
    assert_eq!(show(&all), "A → B Cites Known\no1 A -\no2 B -");
}

#[test]
fn citing_in_a_circle_is_named() {
    let a = format!("The Orme Echo reported that the quay would be shut. {WIRE}");
    let b = format!("The Hessle Mail reported that the quay would be shut. {OWN}");
    let all = [witness(0, "Hessle Mail", "", &a), witness(1, "Orme Echo", "", &b)];
    let stemma = infer(&all, &Settled::default(), &Config::default());
    let circular =
        |d: &tellings_model::Descent| d.because.iter().any(|why| why.contains("circular"));
    assert!(stemma.descents.iter().any(circular), "{:?}", stemma.descents);
}

#[test]
fn outlets_of_one_publisher_are_one_voice() {
    let all = [witness(0, "The Age", "", WIRE), witness(1, "The Sydney Morning Herald", "", OWN)];
    assert_eq!(show(&all), "o1 AB -");
}

fn pieces() -> impl Strategy<Value = Vec<(Vec<usize>, usize, usize)>> {
    let piece = (prop::collection::vec(0_usize..8, 1..6), 0_usize..4, 0_usize..4);
    prop::collection::vec(piece, 1..7)
}

fn made(pieces: &[(Vec<usize>, usize, usize)]) -> Vec<Witness> {
    let sentences: Vec<&str> = WIRE.split(". ").chain(REWRITE.split(". ")).collect();
    let outlets = ["Hessle Mail", "Orme Echo", "AP", ""];
    let days = ["2024-03-05", "2024-03-06", "", "2024-03-05"];
    let credits = ["", "(AP) — ", "The Orme Echo reported: ", "The Hessle Mail reported: "];
    (0..)
        .zip(pieces)
        .map(|(n, (places, outlet, day))| {
            let said: Vec<&str> =
                places.iter().map(|&at| sentences[at % sentences.len()]).collect();
            let text = format!("{}{}.", credits[(outlet + day) % 4], said.join(". "));
            witness(n, outlets[*outlet], days[*day], &text)
        })
        .collect()
}

/// Witnesses that go back to no witness of a cycle.
fn out_of_cycles(witnesses: &[Witness], stemma: &Stemma) -> usize {
    let mut free: BTreeSet<NodeId> = BTreeSet::new();
    for _ in 0..=witnesses.len() {
        for witness in witnesses {
            let mut models = stemma.descents.iter().filter(|d| d.copy == witness.siglum);
            let settled = |node| matches!(node, NodeId::Lost(_)) || free.contains(&node);
            if models.all(|d| settled(d.model)) {
                free.insert(NodeId::Witness(witness.siglum));
            }
        }
    }
    free.len()
}

#[test]
fn what_is_borrowed_closes_no_cycle() {
    let pieces = [
        (vec![6, 2, 3, 4, 0], 2, 1),
        (vec![6, 0, 2, 2], 3, 2),
        (vec![3, 5, 0], 0, 3),
        (vec![6, 5], 0, 0),
    ];
    let witnesses = made(&pieces);
    let stemma = infer(&witnesses, &Settled::default(), &Config::default());
    assert_eq!(out_of_cycles(&witnesses, &stemma), 4, "{:?}", stemma.descents);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// The stemma has no cycle, no parent is younger than its copy, every witness has one voice.
    #[test]
    fn no_cycle_and_no_younger_parent(pieces in pieces()) {
        let witnesses = made(&pieces);
        let stemma = infer(&witnesses, &Settled::default(), &Config::default());
        prop_assert_eq!(out_of_cycles(&witnesses, &stemma), witnesses.len());
        for descent in stemma.descents.iter().filter(|d| d.kind != DescentKind::Cites) {
            if let NodeId::Witness(model) = descent.model {
                let day = |siglum: Siglum| witnesses[siglum.idx()].published.as_ref().map(|p| p.value.day);
                if let (Some(model), Some(copy)) = (day(model), day(descent.copy)) {
                    prop_assert!(model <= copy);
                }
            }
        }
        let mut seated: Vec<Siglum> = stemma.origins.iter().flat_map(|o| o.witnesses.clone()).collect();
        seated.sort_unstable();
        prop_assert_eq!(seated, witnesses.iter().map(|w| w.siglum).collect::<Vec<_>>());
    }
}

fn because(witnesses: &[Witness], fits: &str) -> usize {
    let stemma = infer(witnesses, &Settled::default(), &Config::default());
    stemma.descents.iter().filter(|d| d.because.iter().any(|why| why.contains(fits))).count()
}

#[test]
fn a_longer_circle_is_named() {
    let by = |outlet: &str| format!("The {outlet} reported that the quay would be shut. {OWN}");
    let all = [
        witness(0, "Hessle Mail", "", &by("Orme Echo")),
        witness(1, "Orme Echo", "", &by("Tull Herald")),
        witness(2, "Tull Herald", "", &by("Hessle Mail")),
    ];
    let whole = "circular: A goes back to B, B goes back to C, C goes back to A";
    assert!(
        because(&all, whole) > 0,
        "{:?}",
        infer(&all, &Settled::default(), &Config::default()).descents
    );
}

#[test]
fn chains_that_end_in_nobody_are_named() {
    let all = [
        witness(
            0,
            "Hessle Mail",
            "",
            &format!("According to media reports, a quay is shut. {OWN}"),
        ),
        witness(
            1,
            "Orme Echo",
            "",
            "The Hessle Mail reported that a quay is shut. Few believed it here, and the lamps burned on.",
        ),
    ];
    assert_eq!(because(&all, "ends in one text that nobody names: media reports"), 2);
}

#[test]
fn a_later_capture_of_a_page_is_a_revision() {
    let mut all = [
        witness(0, "Hessle Mail", "2024-03-05", WIRE),
        witness(1, "Hessle Mail", "2024-03-05", &format!("{WIRE} The board meets again in May.")),
    ];
    for (hour, witness) in [9, 14].into_iter().zip(&mut all) {
        witness.article.url = Some("https://www.mail.example/quay/".to_owned());
        let noon = jiff::civil::date(2024, 3, 5).at(hour, 0, 0, 0);
        witness.article.captured =
            noon.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp());
    }
    assert_eq!(show(&all), "A → B Revises Known\no1 AB -");
}

#[test]
fn a_text_made_of_two_has_two_models() {
    let both = format!("{WIRE}\n{}", REWRITE.replace("harbour board", "board of the port"));
    let second = format!("{OWN}\n{REWRITE}");
    let all = [
        witness(0, "Hessle Mail", "2024-03-05", WIRE),
        witness(1, "Tull Diary", "2024-03-05", &second),
        witness(2, "Orme Echo", "2024-03-06", &both),
    ];
    let shown = show(&all);
    assert!(
        shown.contains("A → C Copies Likely") && shown.contains("B → C Copies Likely"),
        "{shown}"
    );
}

#[test]
fn a_photo_credit_joins_no_texts() {
    let all = [
        witness(0, "Hessle Mail", "", &format!("Photo: Reuters\n{WIRE}")),
        witness(1, "Tull Diary", "", &format!("HESSLE (Reuters) - {OWN}")),
    ];
    assert!(show(&all).ends_with("o1 A -\no2 B Reuters"), "{}", show(&all));
}

#[test]
fn a_page_that_says_what_it_is_based_on_is_the_copy() {
    let mut all = [witness(0, "", "", WIRE), witness(1, "", "", WIRE)];
    all[1].article.url = Some("https://echo.example/quay".to_owned());
    let url = "https://echo.example/quay".to_owned();
    all[0].article.links = vec![tellings_model::Link { url, based_on: true, span: None }];
    assert!(show(&all).starts_with("B → A Copies Known"), "{}", show(&all));
}

#[test]
fn a_large_story_is_searched_for_rewordings_too() {
    let mut all: Vec<Witness> = (0..60)
        .map(|n| {
            let own = format!(
                "Correspondent {n} saw {} gulls at pier {} and wrote of item{n} alone.",
                n * 7,
                n % 9
            );
            witness(n, &format!("Outlet{n} Post"), "2024-03-05", &own)
        })
        .collect();
    all[7] = witness(7, "Hessle Mail", "2024-03-05", WIRE);
    all[52] = witness(52, "Orme Echo", "2024-03-06", REWRITE);
    assert!(show(&all).contains("H → BA Rewords Likely"), "{}", show(&all));
}

/// Families of a corpus, one line an article: `copy < model`.
fn lines(articles: &[Article]) -> Vec<String> {
    let all: Vec<&Article> = articles.iter().collect();
    let mut lines: Vec<String> = articles
        .iter()
        .zip(lineage(&all, &Config::default()))
        .map(|(article, line)| {
            let models: Vec<&str> =
                line.models.iter().map(|&at| articles[at].id.as_str()).collect();
            format!("{} < {} {:?}", article.id, models.join(" "), line.direction)
        })
        .collect();
    lines.sort();
    lines
}

fn corpus(pieces: &[(Vec<usize>, usize, usize)]) -> Vec<Article> {
    made(pieces).into_iter().map(|witness| witness.article).collect()
}

#[test]
fn a_wrong_clock_does_not_outvote_credits() {
    let copy = |n: u32, outlet: &str, hour: i8, text: &str| {
        let mut article = witness(n, outlet, "2024-03-05", text).article;
        let clock = jiff::civil::date(2024, 3, 5).at(hour, 0, 0, 0);
        let instant = clock.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
        let stamp = Stamp { day: clock.date(), instant };
        article.published = Some(Based::new(stamp, Basis::Declared));
        article
    };
    let wire = format!("PORT HESSLE (AP) - {WIRE}");
    let articles = [
        copy(0, "AP", 15, &wire),
        copy(1, "Hessle Mail", 10, &format!("By AP\n{wire}")),
        copy(
            2,
            "Orme Echo",
            11,
            &format!("{wire}\nReaders told the Orme Echo that they will miss it."),
        ),
    ];
    let lines = lines(&articles);
    assert!(lines[0] == "w0 <  None" && lines[1].starts_with("w1 < w0"), "{lines:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// In a corpus the order does not matter, an unrelated article changes nothing, and no line
    /// runs in a circle or back in time.
    #[test]
    fn lines_of_a_corpus(pieces in pieces(), seed in any::<u64>()) {
        let mut articles = corpus(&pieces);
        let before = lines(&articles);
        let at = usize::try_from(seed % 97).unwrap_or(0) % articles.len();
        articles.rotate_left(at);
        prop_assert_eq!(&lines(&articles), &before);
        articles.reverse();
        prop_assert_eq!(&lines(&articles), &before);

        let stranger = "Snow fell on Karst overnight and the passes stayed shut, so that nobody came.";
        articles.push(witness(99, "Karst Post", "2024-03-05", stranger).article);
        let with_stranger: Vec<String> =
            lines(&articles).into_iter().filter(|line| !line.starts_with("w99")).collect();
        prop_assert_eq!(with_stranger, before);

        let all: Vec<&Article> = articles.iter().collect();
        let found = lineage(&all, &Config::default());
        for start in 0..articles.len() {
            let mut at = start;
            for _ in 0..articles.len() {
                let Some(&model) = found[at].models.first() else { break };
                let day = |at: usize| articles[at].published.as_ref().map(|p| p.value.day);
                if let (Some(earlier), Some(later)) = (day(model), day(at)) {
                    prop_assert!(earlier <= later);
                }
                at = model;
            }
            prop_assert!(found[at].models.is_empty());
            let mut open = found[start].models.clone();
            let mut seen = BTreeSet::new();
            while let Some(model) = open.pop() {
                prop_assert_ne!(model, start, "it goes back to itself");
                if seen.insert(model) {
                    open.extend(&found[model].models);
                }
            }
        }
    }
}

#[test]
fn who_names_a_release_has_it_in_hand_and_who_does_not_is_another_writer() {
    let mut release =
        witness(0, "", "2031-03-04", &format!("Repairs of the eastern quay\n\n{WIRE} {MORE}"));
    let title = Based::new("PORT HESSLE HARBOUR BOARD".to_owned(), Basis::Text);
    release.article.title = Some(title);
    release.article.furniture.push(tellings_model::Furniture {
        text: "Press release".to_owned(),
        why: "label".to_owned(),
    });
    let telling = |names: &str| {
        let text = format!("{SIGNED} {names}");
        witness(1, "Tull Tribune", "2031-03-05", &text)
    };
    let named = telling("The Port Hessle harbour board said so in a press release.");
    assert!(show(&[release.clone(), named]).contains("Rewords"));
    assert!(!show(&[release, telling("So it goes at sea.")]).contains("Rewords"));
}

#[test]
fn two_who_have_one_release_in_hand_share_what_it_tells() {
    let mut release =
        witness(0, "", "2031-03-04", &format!("Repairs of the quay\n\n{WIRE} {MORE}"));
    let title = Based::new("PORT HESSLE HARBOUR BOARD".to_owned(), Basis::Text);
    release.article.title = Some(title);
    let mark = "Press release".to_owned();
    release
        .article
        .furniture
        .push(tellings_model::Furniture { text: mark, why: "label".to_owned() });
    let named = "The Port Hessle harbour board said so in a statement.";
    let mut readings = [release, witness(1, "Tull Tribune", "2031-03-05", named)];
    let drawn = |witnesses: &[Witness]| {
        let mut readings: Vec<_> = witnesses.iter().map(super::reading::Reading::new).collect();
        super::reading::Reading::mark_draws(&mut readings);
        readings.iter().map(|reading| reading.draws).collect::<Vec<bool>>()
    };
    assert_eq!(drawn(&readings), [false, true]);
    readings[0].article.furniture.clear();
    assert_eq!(drawn(&readings), [false, false]);
}

#[test]
fn a_release_is_known_by_its_foot_and_named_by_what_it_begins_with() {
    let text = "Quay, 4 March 2031 – Hessle Harbour plc confirms the repairs.\n\nPress enquiries: a@quay.example";
    let release = witness(0, "", "2031-03-04", text);
    let read = super::release::Release::of(&release.article);
    assert!(read.is_marked);
    assert_eq!(read.body.iter().map(String::as_str).collect::<Vec<_>>(), ["harbour", "hessle"]);
    let text = "Tuesday was a good day for the quay.\n\nPress enquiries: a@quay.example";
    let bare = witness(0, "", "2031-03-04", text);
    assert!(super::release::Release::of(&bare.article).body.is_empty());
}

#[test]
fn a_release_is_known_by_the_line_above_its_mark() {
    let text = format!("Repairs of the eastern quay\n\n{WIRE} {MORE}");
    let mut release = witness(0, "", "2031-03-04", &text);
    release.article.furniture.push(tellings_model::Furniture {
        text: "SO EN DE\nHESSLE HARBOUR\nPress information 4/2031".to_owned(),
        why: "label".to_owned(),
    });
    let read = super::release::Release::of(&release.article);
    assert!(read.is_marked);
    assert_eq!(read.body.iter().map(String::as_str).collect::<Vec<_>>(), ["harbour", "hessle"]);
}
