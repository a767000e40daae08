//! Small saved texts in, the article and its furniture out.

use super::articles;
use crate::extract::Lean;
use tellings_model::{Article, Basis, Media, Page};

fn page(text: &str) -> Page {
    Page { bytes: text.as_bytes().to_vec(), ..Page::default() }
}

fn extract(pages: &[Page]) -> Vec<Article> {
    let pages: Vec<&Page> = pages.iter().collect();
    articles(&pages, Lean::Even).into_iter().filter_map(|noted| noted.value).collect()
}

fn show(text: &str) -> String {
    let Some(article) = extract(&[page(text)]).pop() else { return "none".into() };
    let mut lines = Vec::new();
    lines.extend(article.title.iter().map(|title| format!("Title: {}", title.value)));
    lines.extend(article.byline.iter().map(|name| format!("By: {name}")));
    lines.extend(article.outlet.iter().map(|outlet| format!("Outlet: {}", outlet.value)));
    lines.extend(article.published.iter().map(|p| format!("Published: {}", p.value.day)));
    let blocks = article.blocks.iter().map(|block| {
        let words: String = article.at(block.span).chars().take(24).collect();
        format!("{:?}: {words}", block.kind)
    });
    lines.extend(blocks);
    lines.extend(article.furniture.iter().map(|furniture| {
        let words: String = furniture.text.chars().take(24).collect();
        format!("({}) {words}", furniture.why)
    }));
    lines.join("\n")
}

const FERRY: &str = "The ferry Marta ran aground on a sandbank outside the harbour of Sandvik early on Monday, the coast guard said, and all passengers were taken ashore.";
const RESCUE: &str = "Two lifeboats reached the ship within twenty minutes, and the last of the passengers stepped onto the quay shortly before six in the morning.";
const INQUIRY: &str = "The ferry company said that it would work with investigators, and that another ship would take over the crossing until the end of the week.";

#[test]
fn counters_calls_labels_and_tags_are_furniture() {
    let text = format!(
        "Ferry Runs Aground Near Sandvik\n\n3\n17\n\n{FERRY}\n\nAll Passengers Safe\n\n{RESCUE}\n\n{INQUIRY}\n\nSubscribe to get our newsletter in your inbox.\n\nSource link\n\nSandvik, Ferry, Coast Guard, Accidents, World News, Shipping, Harbour\n"
    );
    insta::assert_snapshot!(show(&text));
}

#[test]
fn a_dateline_with_a_year_dates_an_article_that_nothing_else_does() {
    let published = |line: &str| {
        let text = format!("{line}{FERRY}\n{RESCUE}\n{INQUIRY}");
        let article = extract(&[page(&text)]).pop();
        article.and_then(|article| article.published).map(|at| (at.value.day.to_string(), at.basis))
    };
    let dated = Some(("2031-03-03".to_owned(), Basis::Dateline));
    assert_eq!(published("SANDVIK, March 3, 2031 (Reuters) - "), dated);
    assert_eq!(published("SANDVIK, March 3 (Reuters) - "), None);
}

#[test]
fn a_sentence_at_the_start_is_no_headline() {
    let text = format!("SANDVIK (AP) — {FERRY}\n{RESCUE}\n{INQUIRY}");
    let article = extract(&[page(&text)]).pop();
    let article = article.as_ref();
    assert_eq!(article.and_then(|article| article.title.clone()), None);
    let dateline = article.and_then(|article| article.dateline.clone());
    let place = dateline.map(|dateline| (dateline.place, dateline.agency));
    assert_eq!(place, Some(("SANDVIK".into(), Some("AP".into()))));
}

#[test]
fn byline_time_and_outlet_are_read_from_the_lines_beside_the_text() {
    let text = format!(
        "Ferry runs aground near Sandvik\n\nBy Ada Cole and Bo Lund\n\nPublished March 3, 2031 10:15 am\n\n{FERRY}\n\n{RESCUE}\n\n{INQUIRY}\n\nDiscover more from Sandvik Herald | News of the Coast\n"
    );
    insta::assert_snapshot!(show(&text));
}

#[test]
fn what_pages_of_one_outlet_share_is_furniture_whatever_their_order() {
    let strip = "Harbour cameras and tide tables for the whole west coast";
    let with_url = |url: &str, text: String| Page { url: Some(url.into()), ..page(&text) };
    let a = with_url("https://herald.example/a", format!("{FERRY}\n\n{strip}\n\n{RESCUE}\n"));
    let b = with_url("https://herald.example/b", format!("{INQUIRY}\n\n{strip}\n"));
    let texts = |pages: &[Page]| {
        let mut texts: Vec<String> = extract(pages).iter().map(|a| a.text().to_owned()).collect();
        texts.sort();
        texts
    };
    let together = texts(&[a.clone(), b.clone()]);
    assert_eq!(together, texts(&[b, a]));
    assert!(together.iter().all(|text| !text.contains(strip)), "{together:?}");
}

#[test]
fn copies_of_one_text_do_not_make_each_other_furniture() {
    let text = format!("{FERRY}\n\n{RESCUE}\n\n{INQUIRY}\n");
    let with_url = |url: &str| Page { url: Some(url.into()), ..page(&text) };
    let articles = extract(&[with_url("https://a.example/1"), with_url("https://a.example/2")]);
    assert_eq!(articles.len(), 2);
    assert!(articles.iter().all(|article| article.text().contains(RESCUE)));
}

#[test]
fn a_verbatim_text_is_taken_as_it_stands() {
    let text = format!("Source link\r\n\n  {FERRY}\n12\n");
    let article = extract(&[Page { verbatim: true, ..page(&text) }]).pop();
    assert_eq!(article.map(|article| article.text().to_owned()), Some(text));
}

#[test]
fn markdown_marks_and_front_matter_are_no_text() {
    let text = format!(
        "---\ntitle: Ferry aground\nauthor: Ada Cole\ndate: 2031-03-03\n---\n# Ferry aground\n\n{FERRY}\n\n## All safe\n\n[{RESCUE}](https://x.example)\n\n{INQUIRY}\n"
    );
    let article = extract(&[Page { media: Media::Markdown, ..page(&text) }]).pop();
    let found = article.map(|a| (a.text().to_owned(), a.title.map(|t| t.value), a.byline));
    let expected = format!("{FERRY}\n\nAll safe\n\n{RESCUE}\n\n{INQUIRY}");
    assert_eq!(found, Some((expected, Some("Ferry aground".into()), vec!["Ada Cole".into()])));
}

#[test]
fn a_page_of_zeros_or_nothing_leaves_a_note() {
    for bytes in [vec![0; 100_000], Vec::new(), b" \n\t\n".to_vec()] {
        let page = Page { bytes, ..Page::default() };
        let noted = articles(&[&page], Lean::Even).pop();
        assert!(noted.is_some_and(|noted| noted.value.is_none() && !noted.notes.is_empty()));
    }
}

proptest::proptest! {
    /// No text appears that the page does not have, and every block lies in the text.
    #[test]
    fn an_article_holds_only_lines_of_its_page(
        text in "(The ferry ran aground near Sandvik on Monday, the coast guard said\\.|Share|By Ada Cole|SANDVIK \\(AP\\) — |é|12|Read more|\n|\n\n){0,30}"
    ) {
        for article in extract(&[page(&text)]) {
            for line in article.text().lines() {
                proptest::prop_assert!(text.contains(line));
            }
            let mut last = 0;
            for block in &article.blocks {
                proptest::prop_assert!(last <= block.span.start());
                proptest::prop_assert!(!article.at(block.span).is_empty());
                last = block.span.end();
            }
            for furniture in &article.furniture {
                proptest::prop_assert!(text.contains(&furniture.text) && !furniture.why.is_empty());
            }
        }
    }
}
