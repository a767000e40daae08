//! What must hold for any page, and what each kind of box on a page becomes.

use super::{MAX_PAGE_BYTES, articles};
use crate::extract::{Lean, running};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::time::Instant;
use tellings_model::{Article, BlockKind, Media, Note, Page};

fn page(html: &str) -> Page {
    Page { bytes: html.as_bytes().to_vec(), media: Media::Html, ..Page::default() }
}

fn extract(html: &str) -> (Option<Article>, Vec<Note>) {
    let page = page(html);
    let mut found = articles(&[&page], Lean::Even);
    let is_article = |article: &Article| !article.text().is_empty();
    found.pop().map_or((None, Vec::new()), |found| (found.value.filter(is_article), found.notes))
}

/// Paragraphs of a small invented story.
const STORY: [&str; 5] = [
    "The old swing bridge over the river Lune will close for nine weeks from Monday, the county council said on Friday after engineers found cracks in two of its bearings.",
    "Drivers will be sent over the motorway bridge instead, a detour of about seven miles, while people on foot and on bicycles may still cross between six in the morning and ten at night.",
    "“We know that this is hard on the shops in the old town,” said Ada Cole, who leads the council’s bridge team. “But a bearing that fails cannot be mended in a weekend.”",
    "Shopkeepers on the east bank, who lost a summer of trade when the bridge was last repaired, asked the council to pay for a shuttle bus, and said that they had not been told in advance.",
    "The council expects the work to cost four million pounds and to be finished before the winter floods, which closed the road for eleven days in all last year.",
];

/// A page as outlets make them: the story among menus, boxes and teasers.
fn news_page(story: &[&str]) -> String {
    let mut html = String::from(
        "<!doctype html><html lang=en><head><title>Swing bridge to close for nine weeks | The Lune Post</title>\
         <meta property='og:title' content='Swing bridge to close for nine weeks'>\
         <meta property='og:site_name' content='The Lune Post'>\
         <meta property='article:published_time' content='2031-03-07T09:30:00Z'></head><body>\
         <nav class=menu><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li><li><a href=/weather>Weather</a></li></ul></nav>\
         <article class=article><h1>Swing bridge to close for nine weeks</h1><div class=byline>By Bea Marsh</div><div class=article-body>",
    );
    for paragraph in story {
        let _ = write!(html, "<p>{paragraph}</p>");
    }
    html.push_str(
        "</div></article><aside class=related-articles><h3>More from The Lune Post</h3><ul>\
         <li><a href=/a>Ferry timetable changes in spring</a></li><li><a href=/b>Market hall gets a new roof</a></li></ul></aside>\
         <div class=newsletter-signup><p>Sign up for our newsletter and get the news in your inbox every morning.</p></div>\
         <footer class=site-footer><p>© 2031 The Lune Post. All rights reserved.</p></footer></body></html>",
    );
    html
}

#[test]
fn a_byline_is_no_paragraph() {
    for byline in ["Bea Marsh, in Lancaster", "Bea Marsh · Staff writer", "Bea Marsh"] {
        let page = news_page(&STORY).replace(
            "<div class=byline>By Bea Marsh</div><div class=article-body>",
            &format!("<div class=article-body><p class=byline>{byline}</p>"),
        );
        let (article, _) = extract(&page);
        let article = article.unwrap_or_else(|| Article::from_text(""));
        assert_eq!(article.text(), STORY.join("\n\n"));
        assert!(article.furniture.iter().any(|furniture| furniture.text.contains(byline)));
    }
}

#[test]
fn a_story_is_found_among_the_boxes_of_its_page() {
    let (article, _) = extract(&news_page(&STORY));
    let article = article.unwrap_or_else(|| Article::from_text(""));
    assert_eq!(article.text(), STORY.join("\n\n"));
    assert_eq!(
        article.title.as_ref().map(|title| title.value.as_str()),
        Some("Swing bridge to close for nine weeks")
    );
    assert_eq!(article.byline, ["Bea Marsh"]);
    assert_eq!(
        article.published.map(|time| time.value.day.to_string()).as_deref(),
        Some("2031-03-07")
    );
    assert_eq!(article.outlet.map(|outlet| outlet.value).as_deref(), Some("The Lune Post"));
    let reasons: Vec<&str> = article.furniture.iter().map(|piece| piece.why.as_str()).collect();
    for reason in ["navigation", "headline", "related links", "newsletter box"] {
        assert!(reasons.contains(&reason), "{reason} is not among {reasons:?}");
    }
}

#[test]
fn nothing_visible_is_lost() {
    let html = news_page(&STORY);
    let (article, _) = extract(&html);
    let article = article.unwrap_or_else(|| Article::from_text(""));
    let kept: String = article.furniture.iter().map(|piece| piece.text.as_str()).collect();
    for words in ["Weather", "Ferry timetable changes in spring", "every morning", "All rights"] {
        assert!(kept.contains(words), "{words}");
    }
}

#[test]
fn what_stands_on_several_pages_of_a_site_is_furniture() {
    let promise = "Readers like you keep the paper in print, and every letter that reaches the office is read by the editor in person.";
    let others = [
        "A new roof for the market hall was agreed on Tuesday after three years of talks between the town, the traders and the owner of the land beneath it.",
        "The builders want to start before Easter, and the traders will move to the car park behind the library until the autumn, the mayor told the council.",
        "Two of the traders said that they would rather stop than move, because the car park has no water and the nearest tap is in the library itself.",
    ];
    let mut story = STORY.to_vec();
    story.insert(3, promise);
    let mut other = others.to_vec();
    other.insert(1, promise);
    let pages: Vec<Page> = [story, other]
        .iter()
        .enumerate()
        .map(|(n, story)| Page {
            url: Some(format!("https://lune.example/{n}")),
            ..page(&news_page(story))
        })
        .collect();
    let texts = |order: &[&Page]| -> Vec<String> {
        articles(order, Lean::Even)
            .into_iter()
            .filter_map(|found| found.value)
            .map(|a| a.text().to_owned())
            .collect()
    };
    let [one, two] = pages.as_slice() else { return };
    let mut backwards = texts(&[two, one]);
    backwards.reverse();
    let forwards = texts(&[one, two]);
    assert_eq!(forwards, backwards);
    assert_eq!(forwards.len(), 2);
}

#[test]
fn a_body_that_the_page_links_from_keeps_its_links() {
    let mut story = STORY.map(str::to_owned);
    story[1] = story[1].replace("motorway bridge", "<a href='/bridge?x=1'>motorway bridge</a>");
    let story: Vec<&str> = story.iter().map(String::as_str).collect();
    let page = Page { url: Some("https://lune.example/news/1".into()), ..page(&news_page(&story)) };
    let article = articles(&[&page], Lean::Even).pop().and_then(|found| found.value);
    let article = article.unwrap_or_else(|| Article::from_text(""));
    let links: Vec<(&str, &str)> = article
        .links
        .iter()
        .map(|link| (link.url.as_str(), link.span.map_or("", |span| article.at(span))))
        .collect();
    assert_eq!(links, [("https://lune.example/bridge?x=1", "motorway bridge")]);
}

#[test]
fn a_page_of_only_script_says_that_it_holds_no_article() {
    let script = "var a = 'this is not a text that anybody reads';".repeat(2000);
    let (article, notes) =
        extract(&format!("<html><body><div id=root></div><script>{script}</script></body></html>"));
    assert!(article.is_none());
    assert!(notes.iter().any(|note| note.what.contains("shell")));
}

#[test]
fn an_empty_page_holds_no_article() {
    let (article, notes) = extract("");
    assert!(article.is_none() && notes.len() == 1);
}

#[test]
fn deep_nesting_costs_no_more_than_length() {
    let deep =
        format!("{}{}{}", "<div>".repeat(100_000), STORY.join(" "), "</div>".repeat(100_000));
    let start = Instant::now();
    let (article, _) = extract(&deep);
    assert!(article.is_some());
    let card = "<a href=x>Ada Cole</a><span>";
    for tag in ["<b>", "<p><b id=x>", "<table><tr><td>", "<ul><li>", "<a href=x>", card] {
        extract(&tag.repeat(100_000));
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_page_of_linked_headlines_is_no_article() {
    let teaser = |n: usize| {
        format!(
            "<div class=teaser><h3><a href=/{n}>Bridge number {n} over the Lune closes for repairs</a></h3></div>"
        )
    };
    let teasers: String = (0..60).map(teaser).collect();
    let (article, notes) = extract(&format!("<title>News</title><body>{teasers}"));
    assert!(article.is_none());
    let what: Vec<&str> = notes.iter().map(|note| note.what.as_str()).collect();
    assert_eq!(what, ["holds no article: the page is a list of links"]);
}

#[test]
fn a_page_longer_than_the_cap_is_cut_with_a_note() {
    let line = "a line without any end ".repeat(MAX_PAGE_BYTES / 20);
    let (_, notes) = extract(&format!("<p>{line}"));
    assert!(notes.iter().any(|note| note.what.starts_with("longer than")));
}

/// The text of a page whose article body holds something more.
fn text_with(more: &str) -> String {
    let page =
        news_page(&STORY).replace("</p></div></article>", &format!("</p>{more}</div></article>"));
    extract(&page).0.map_or(String::new(), |article| article.text().to_owned())
}

#[test]
fn a_table_in_the_text_is_kept_whole() {
    let row = |n: usize| format!("<tr><td>{n}</td><td>Bridge {n}</td><td>{n} weeks</td></tr>");
    let rows: String = (1..9).map(row).collect();
    let text =
        text_with(&format!("<table>{rows}</table><p>{}</p>", STORY[0].replace("nine", "ten")));
    for n in 1..9 {
        assert!(text.contains(&format!("{n} Bridge {n} {n} weeks")), "{text}");
    }
}

#[test]
fn a_copy_of_the_text_is_left_out_and_a_question_asked_twice_is_not() {
    let copy: String = STORY.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect();
    assert_eq!(text_with(&copy), STORY.join("\n\n"));
    let question = "What did you think when you first heard that the bridge would close?";
    let answers = [
        "“I thought of my shop first, and then of the children on the east bank,” Dora Finch said.",
        "“I was glad, to be honest, because the bearings have been loud for years,” Tom Reed said.",
    ];
    let asked: String =
        answers.iter().map(|answer| format!("<p>{question}</p><p>{answer}</p>")).collect();
    assert_eq!(text_with(&asked).matches(question).count(), 2);
}

#[test]
fn lines_between_the_paragraphs_that_lead_away_or_tell_the_time_are_left_out() {
    for line in [
        "<p>Read more: <a href=/a>Ferry timetable changes in spring</a></p>",
        "<p>Lesen Sie auch: <a href=/a>Fähren fahren im Frühling anders</a></p>",
        "<p><a href=/b>FERRY COMPANY OWNS UP TO LATE BOATS</a></p>",
        "<p>Updated at 1:23 p.m.</p>",
        "<p>Last updated on March 7, 2031</p>",
    ] {
        let page = news_page(&STORY);
        let at = page.find("<p>Shopkeepers").unwrap_or_default();
        let (article, _) = extract(&format!("{}{line}{}", &page[..at], &page[at..]));
        let article = article.unwrap_or_else(|| Article::from_text(""));
        assert_eq!(article.text(), STORY.join("\n\n"), "{line}");
    }
}

#[test]
fn short_items_between_the_paragraphs_stay_with_them() {
    let text = text_with(
        "<h2>What stays open</h2><p>The council named the ways over the river that people can still take while the work goes on:</p>\
         <ul><li>the footpath</li><li>the weir</li><li>the motorway bridge</li></ul>\
         <p>All three will be lit at night, and the council will send wardens to each of them in the first week of the work.</p>",
    );
    for item in ["What stays open", "the footpath", "the weir", "the motorway bridge"] {
        assert!(text.contains(item), "{item} is not in {text}");
    }
}

#[test]
fn a_body_in_a_box_named_for_comments_stays() {
    let page = news_page(&STORY)
        .replace("class=article-body", "class='article-body comments'")
        .replace("<meta property='og:site_name'", &format!("<meta name=description content='{}'><meta property='og:site_name'", STORY[0]))
        .replace("<div class=byline>By Bea Marsh</div>", &format!("<div class=claim><p>“{} {}”</p></div>", "The bridge is as safe as it has ever been, and nobody who crosses it needs to fear for himself or for his children,", "the council still told its readers as late as last autumn, when the cracks had long been found and photographed by its own engineers."));
    let (article, _) = extract(&page);
    let text = article.map(|article| article.text().to_owned()).unwrap_or_default();
    assert!(text.contains(STORY[4]), "{text}");
}

#[test]
fn an_empty_element_that_is_called_a_line_break_breaks_the_line() {
    let page = news_page(&STORY)
        .replace("weekend.”</p>", "weekend.”<span class='gap br'></span>Bea Marsh asked her.</p>");
    let (article, _) = extract(&page);
    let text = article.map(|article| article.text().to_owned()).unwrap_or_default();
    assert!(text.contains("weekend.” Bea") || text.contains("weekend.”\n\nBea"), "{text}");
}

#[test]
fn a_card_behind_a_link_is_no_part_of_the_sentence() {
    let card = "<span class=card><img src=x><a href=/cole>Ada Cole</a><a href=/a>Council meets on Monday</a></span>";
    let text = text_with(&format!(
        "<p>The plan was drawn up by <span><a href=/cole>Ada Cole</a>{card}</span> of the council, who showed it to the traders in May.</p>"
    ));
    assert!(text.contains("drawn up by Ada Cole of the council"), "{text}");
}

/// Pieces of pages, sound and broken.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<div class=article-body>".to_owned()),
        Just("</div>".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("</table>".to_owned()),
        Just("<li><a href='/x'>".to_owned()),
        Just("</a></li>".to_owned()),
        Just("<br><br>".to_owned()),
        Just("<b>".to_owned()),
        Just("<!-- ".to_owned()),
        Just("<script>".to_owned()),
        Just("</script>".to_owned()),
        Just("<h2>".to_owned()),
        Just("&eacute;&#x1F600;".to_owned()),
        prop::sample::select(STORY.to_vec()).prop_map(str::to_owned),
        "[ a-zé“”.,]{0,40}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No text appears that the page does not have.
    #[test]
    fn every_word_stands_on_the_page(html in markup()) {
        let dom = super::Dom::parse(&html);
        let on_page = super::spaced_text(&dom, dom.root());
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let on_page = squeezed(&on_page);
        if let (Some(article), _) = extract(&html) {
            for block in &article.blocks {
                let words = squeezed(article.at(block.span));
                prop_assert!(on_page.contains(&words), "{words}");
            }
        }
    }

    /// Blocks are ordered, disjoint and lie in the text.
    #[test]
    fn blocks_lie_in_the_text_in_order(html in markup()) {
        if let (Some(article), _) = extract(&html) {
            let mut end = 0;
            for block in &article.blocks {
                prop_assert!(end <= block.span.start() && block.span.end() <= article.text().len());
                end = block.span.end();
            }
        }
    }

    /// Extracting an extracted article gives the same text.
    #[test]
    fn an_extracted_article_is_extracted_whole(n in 2_usize..=5, skip in 0_usize..3) {
        let story: Vec<&str> = STORY.iter().skip(skip).take(n).copied().collect();
        if let (Some(first), _) = extract(&news_page(&story)) {
            let paragraphs: Vec<&str> = first.blocks.iter().map(|block| first.at(block.span)).collect();
            let (second, _) = extract(&news_page(&paragraphs));
            prop_assert_eq!(second.map(|second| second.text().to_owned()), Some(first.text().to_owned()));
        }
    }
}

#[test]
fn the_view_of_the_body_leaves_captions_out() {
    let mut html = news_page(&STORY);
    html = html.replace(
        "<div class=article-body>",
        "<div class=article-body><figure><img src=x><figcaption>The bridge seen from the east bank last week</figcaption></figure>",
    );
    let (article, _) = extract(&html);
    let article = article.unwrap_or_else(|| Article::from_text(""));
    let captions = article.blocks.iter().filter(|block| block.kind == BlockKind::Caption).count();
    assert_eq!(captions, 1);
    let view = running(article);
    assert_eq!(view.text(), STORY.join("\n\n"));
    let blocks: Vec<&str> = view.blocks.iter().map(|block| view.at(block.span)).collect();
    assert_eq!(blocks, STORY);
    assert!(view.furniture.iter().any(|piece| piece.why == "caption"));
}

#[test]
fn a_short_post_among_the_dialogs_of_its_site_is_the_text() {
    let post = "The swing bridge over the Lune will stay shut until Monday noon, see lune.example/b for the detour";
    let dialog = "<div role=dialog><h3>Add a place to your posts</h3><ul><li>You can add your town or your exact place from the web and from other programs, and take them out again whenever you like. Learn more</li><li>You can keep lists of those whom you follow, give them names that nobody else sees, and mend them at any time from the page of your own account. Learn more</li></ul>\
        <table><tr><td>Country</td><td>Number</td></tr><tr><td>Ireland</td><td>51210 Vodafone</td></tr></table></div>";
    let page = |kind: &str| {
        format!(
            "<head><title>Lune Post on Chirp</title><meta property=og:type content={kind}>\
             <meta property=og:description content='“{post}”'></head><body>\
             <div class='comments has-replies'><span class=timestamp data-time=1930803300>25 min</span><p class=post>{post}</p></div>{dialog}"
        )
    };
    let (article, _) = extract(&page("article"));
    let article = article.unwrap_or_else(|| Article::from_text(""));
    assert_eq!(article.text(), post);
    assert_eq!(
        article.published.map(|time| time.value.day.to_string()).as_deref(),
        Some("2031-03-09")
    );
    // What a site says of itself on its front page is no post.
    assert_ne!(
        extract(&page("website")).0.map(|article| article.text().to_owned()).as_deref(),
        Some(post)
    );
}

#[test]
fn what_says_nothing_to_a_reader_is_no_text() {
    let mut story = STORY.to_vec();
    story.insert(2, "{{promo=\"/banners/hire-a-boat\"}}");
    story.push("https://lune.example/a/bridge-report-2031.pdf https://lune.example/b/detour-map");
    let (article, _) = extract(&news_page(&story));
    assert_eq!(article.map(|article| article.text().to_owned()), Some(STORY.join("\n\n")));
}

#[test]
fn a_list_in_the_text_stays_whole_and_one_of_links_goes() {
    let items = ["Rope", "Two lamps", "A whistle", "Tent", "Map of the detour", "Bread and salt"];
    let list = |item: &dyn Fn(&str) -> String| {
        let items: String = items.iter().map(|text| format!("<li>{}</li>", item(text))).collect();
        format!(
            "</p><p>Those who walk it should carry what the guide of the county names:</p><ul>{items}</ul><p>"
        )
    };
    let page = |list: String| {
        let mut story = STORY.map(str::to_owned);
        story[2].push_str(&list);
        let story: Vec<&str> = story.iter().map(String::as_str).collect();
        let article = extract(&news_page(&story)).0.unwrap_or_else(|| Article::from_text(""));
        items.iter().filter(|item| article.text().contains(*item)).count()
    };
    assert_eq!(page(list(&|text| text.to_owned())), items.len());
    assert_eq!(page(list(&|text| format!("<a href=/story/{}>{text}</a>", text.len()))), 0);
}

#[test]
fn boxes_about_the_author_and_dialogs_are_no_text_unless_they_hold_most_of_it() {
    let about = "Bea Marsh has covered all roads and bridges of the county for eleven years, and was given the prize of the harbour for it twice.";
    let vows = "We check each claim, number and date with two people who know of it, and mend our slips where they were made, for our readers rely on us.";
    let boxes = format!(
        "</p><div class=author-about><p>{about}</p></div><div class=modal-body><p>{vows}</p></div><p>"
    );
    let last = format!("{}{boxes}", STORY[4]);
    let story = [STORY[0], STORY[1], STORY[2], STORY[3], &last];
    let text = |html: &str| extract(html).0.map(|article| article.text().to_owned());
    assert_eq!(text(&news_page(&story)), Some(STORY.join("\n\n")));
    let named = news_page(&STORY).replace("class=article-body", "class=about-page-footer");
    assert_eq!(text(&named), Some(STORY.join("\n\n")));
}
