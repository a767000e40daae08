use super::*;
use proptest::prelude::*;
use tellings_model::{Based, Basis};

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
