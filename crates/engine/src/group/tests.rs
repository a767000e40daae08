use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tellings_model::{Based, Basis, Decision, DecisionAct, StoryChange};

fn article(id: &str, day: &str, title: &str, text: &str) -> Article {
    let mut article = Article::new(ArticleId::new(id), text.to_owned());
    article.title = Some(Based::new(title.to_owned(), Basis::Declared));
    article.published =
        day.parse().ok().map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
    article
}

/// The ids of the articles, a story in brackets.
fn show(articles: &[Article]) -> String {
    let all: Vec<&Article> = articles.iter().collect();
    let seats = groups(&all, &Config::default());
    let mut stories: Vec<(StoryId, Vec<&str>)> = Vec::new();
    for (article, seat) in articles.iter().zip(seats) {
        match stories.iter_mut().find(|(story, _)| *story == seat.story) {
            Some((_, ids)) => ids.push(article.id.as_str()),
            None => stories.push((seat.story, vec![article.id.as_str()])),
        }
    }
    let mut shown: Vec<String> =
        stories.iter().map(|(_, ids)| format!("[{}]", ids.join(" "))).collect();
    shown.sort();
    shown.join(" ")
}

fn two_fires() -> Vec<Article> {
    vec![
        article(
            "a",
            "2024-03-01",
            "Three die in warehouse fire in Brackwell",
            "Three workers died when a warehouse burned down in Brackwell on Friday, fire chief Tom Hale said. \
             The blaze on Quay Lane broke out near the loading dock of Orrin Freight.",
        ),
        article(
            "b",
            "2024-03-01",
            "Brackwell blaze kills workers",
            "A blaze at Orrin Freight on Quay Lane in Brackwell killed three people, according to chief Tom Hale. \
             Smoke from the warehouse was seen across the harbour.",
        ),
        article(
            "c",
            "2024-03-01",
            "Two hurt in house fire in Linfield",
            "Two people were hurt when a house burned on Mill Road in Linfield on Friday, fire captain Rosa Pike said. \
             Neighbours woke Ada and Ben Stroud, who lived there.",
        ),
        article(
            "d",
            "2024-03-02",
            "Couple escapes Linfield house fire",
            "Ada and Ben Stroud escaped through a window when their house on Mill Road in Linfield caught fire. \
             Captain Rosa Pike said a heater was to blame.",
        ),
    ]
}

#[test]
fn two_fires_on_one_day_are_two_stories() {
    assert_eq!(show(&two_fires()), "[a b] [c d]");
}

#[test]
fn a_pair_is_explained_by_what_it_shares() {
    let annotated = two_fires()
        .into_iter()
        .map(|article| Annotated { article, annotations: tellings_model::Annotations::default() })
        .collect();
    let groups = group(annotated, &Config::default());
    let first = groups.first().and_then(|group| group.why.first());
    let shared = first.map(|why| why.shared.join(", ")).unwrap_or_default();
    assert!(shared.contains("Orrin Freight") && shared.contains("Brackwell"), "{shared}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Grouping is a partition, and the order of the input does not matter.
    #[test]
    fn the_order_of_the_input_does_not_matter(
        order in Just((0..4).collect::<Vec<usize>>()).prop_shuffle(),
        extra in prop::collection::vec("(fire |Linfield |Brackwell |Hale |three |\\. ){0,12}", 0..6),
    ) {
        let mut articles = two_fires();
        articles.extend(extra.iter().enumerate().map(|(n, text)| article(&format!("x{n}"), "", "", text)));
        let all: Vec<&Article> = articles.iter().collect();
        let seats = groups(&all, &Config::default());
        prop_assert_eq!(seats.len(), articles.len());
        let mut places: Vec<usize> = order;
        places.extend(4..articles.len());
        places.reverse();
        let shuffled: Vec<&Article> = places.iter().map(|&at| &articles[at]).collect();
        let again = groups(&shuffled, &Config::default());
        for (place, seat) in places.iter().zip(again) {
            prop_assert_eq!(&seats[*place], &seat);
        }
    }
}

/// The articles of a file under `fixtures/groups`, with the story each is known to tell.
fn labelled(jsonl: &str) -> Vec<(Article, String)> {
    jsonl
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| row[name].as_str().unwrap().to_owned();
            let (id, title, text) = (field("id"), field("title"), field("text"));
            (article(&id, &field("published"), &title, &text), field("story"))
        })
        .collect()
}

const LABELLED: [&str; 5] = [
    include_str!("../../../../fixtures/groups/one-closure-six-vocabularies.jsonl"),
    include_str!("../../../../fixtures/groups/one-strike-two-names.jsonl"),
    include_str!("../../../../fixtures/groups/two-offers-a-month-apart.jsonl"),
    include_str!("../../../../fixtures/groups/two-shootings-one-city.jsonl"),
    include_str!("../../../../fixtures/groups/one-plan-two-votes.jsonl"),
];

/// The articles by story: sorted, each story in one line.
fn partition<'a>(
    ids: impl Iterator<Item = &'a str>,
    stories: impl Iterator<Item = String>,
) -> Vec<String> {
    let mut by_story: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    ids.zip(stories).for_each(|(id, story)| by_story.entry(story).or_default().push(id));
    let mut shown: Vec<String> = by_story.values().map(|ids| ids.join(" ")).collect();
    shown.sort();
    shown
}

fn told(articles: &[(Article, String)], config: &Config) -> Vec<String> {
    let all: Vec<&Article> = articles.iter().map(|(article, _)| article).collect();
    let seats = groups(&all, config);
    partition(all.iter().map(|a| a.id.as_str()), seats.iter().map(|seat| seat.story.to_string()))
}

fn known(articles: &[(Article, String)]) -> Vec<String> {
    partition(
        articles.iter().map(|(a, _)| a.id.as_str()),
        articles.iter().map(|(_, story)| story.clone()),
    )
}

#[test]
fn one_event_in_many_words_is_one_story_and_look_alikes_are_two() {
    for file in LABELLED {
        let articles = labelled(file);
        assert_eq!(told(&articles, &Config::default()), known(&articles));
    }
    let together: Vec<_> = LABELLED.iter().flat_map(|file| labelled(file)).collect();
    assert_eq!(told(&together, &Config::default()), known(&together));
}

#[test]
fn two_steps_of_one_affair_are_one_thread() {
    for file in [LABELLED[2], LABELLED[4]] {
        let articles = labelled(file);
        let all: Vec<&Article> = articles.iter().map(|(article, _)| article).collect();
        let seats = groups(&all, &Config::default());
        assert!(seats.iter().all(|seat| seat.thread == seats[0].thread));
    }
}

/// The stream tells what the batch tells.
#[test]
fn articles_one_by_one_make_the_stories_of_the_batch() {
    let mut articles: Vec<_> = LABELLED.iter().flat_map(|file| labelled(file)).collect();
    articles.sort_by_key(|(article, _)| article.published.as_ref().map(|at| at.value.day));
    let mut stream = Stream::new(Config::default());
    articles.iter().for_each(|(article, _)| drop(stream.push(article)));
    let ids = articles.iter().map(|(article, _)| article.id.as_str());
    let streamed = partition(ids, stream.seats().iter().map(|seat| seat.story.to_string()));
    assert_eq!(streamed, told(&articles, &Config::default()));
}

#[test]
fn a_story_keeps_its_name_as_it_grows() {
    let fires = two_fires();
    let mut stream = Stream::new(Config::default());
    let opened = stream.push(&fires[0]);
    let [StoryChange::Seated { seat: first, opens: true, .. }] = &opened[..] else {
        panic!("{opened:?}")
    };
    let joined = stream.push(&fires[1]);
    let [StoryChange::Seated { seat, opens: false, .. }] = &joined[..] else {
        panic!("{joined:?}")
    };
    assert_eq!(seat, first);
    let alone = groups(&[&fires[0]], &Config::default());
    assert_eq!(alone[0].story, first.story, "batch and stream name a story alike");
}

#[test]
fn a_copy_counts_as_one_article_with_its_model() {
    let fires = two_fires();
    let mut copy = fires[0].clone();
    copy.id = ArticleId::new("copy");
    let mut stream = Stream::new(Config::default());
    let seats: Vec<_> = [&fires[0], &copy].iter().map(|article| stream.push(article)).collect();
    assert!(matches!(&seats[1][..], [StoryChange::Seated { opens: false, .. }]));
}

#[test]
fn what_is_printed_again_years_later_is_told_by_itself() {
    let mut articles = two_fires();
    let mut again = articles.first().cloned().unwrap();
    again.id = ArticleId::new("again");
    again.published = article("", "2028-03-01", "", "").published;
    articles.push(again);
    assert_eq!(show(&articles), "[a b] [again] [c d]");
}

fn decided(act: DecisionAct, a: &str, b: &str) -> Decision {
    let (a, b) = (ArticleId::new(a), ArticleId::new(b));
    Decision { act, a, b, by: "Ada".into(), reason: "read both".into() }
}

#[test]
fn what_people_decide_holds_in_batch_and_stream() {
    let fires: Vec<(Article, String)> =
        two_fires().into_iter().map(|article| (article, String::new())).collect();
    for (decisions, stories) in [
        (vec![decided(DecisionAct::Split, "a", "b")], vec!["a", "b", "c d"]),
        (vec![decided(DecisionAct::Merge, "b", "c")], vec!["a b c d"]),
        (vec![decided(DecisionAct::Pin, "d", "a")], vec!["a b d", "c"]),
        (
            vec![decided(DecisionAct::Merge, "b", "c"), decided(DecisionAct::Undo, "c", "b")],
            vec!["a b", "c d"],
        ),
    ] {
        let config = Config { decisions, ..Config::default() };
        assert_eq!(told(&fires, &config), stories);
        let mut stream = Stream::new(config);
        fires.iter().for_each(|(article, _)| drop(stream.push(article)));
        let ids = fires.iter().map(|(article, _)| article.id.as_str());
        let streamed = partition(ids, stream.seats().iter().map(|seat| seat.story.to_string()));
        assert_eq!(streamed, stories);
    }
}

#[test]
fn two_articles_are_explained_with_the_nearest_other_story() {
    let fires = two_fires();
    let all: Vec<&Article> = fires.iter().collect();
    let explained = explain(&all, (&fires[0].id, &fires[2].id), &Config::default()).unwrap();
    assert!(!explained.together() && explained.score < explained.needed);
    assert_eq!(explained.a.n_articles, 2);
    let nearest = explained.a.nearest_other.unwrap();
    assert_eq!(nearest.0, explained.b.story);
    assert!(explain(&all, (&fires[0].id, &ArticleId::new("none")), &Config::default()).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// An article far away in time changes nothing for the others.
    #[test]
    fn what_is_far_away_changes_nothing(
        text in "(harbour |[a-z]{3,9} |[A-Z][a-z]{3,7} ){5,40}",
        year in 1990_i16..2015,
    ) {
        let mut articles: Vec<_> = LABELLED.iter().flat_map(|file| labelled(file)).collect();
        let before = told(&articles, &Config::default());
        let far = article("far", &format!("{year}-06-01"), "", &text);
        articles.push((far, String::new()));
        let after = told(&articles, &Config::default());
        prop_assert_eq!(after.into_iter().filter(|story| story != "far").collect::<Vec<_>>(), before);
    }

    /// The number of threads does not matter.
    #[test]
    fn the_number_of_threads_does_not_matter(n in 1_usize..5) {
        let articles: Vec<_> = LABELLED.iter().flat_map(|file| labelled(file)).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        let here = pool.install(|| told(&articles, &Config::default()));
        prop_assert_eq!(here, told(&articles, &Config::default()));
    }
}
