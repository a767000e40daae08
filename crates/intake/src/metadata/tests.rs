//! Who wrote it and when, from the places where pages say so.

use crate::extract::{ExtractConfig, articles, extracted};
use tellings_model::{Article, Media, Page};

const TEXT: &str = "<p>The old swing bridge over the river Lune will close for nine weeks, the county council said after engineers found cracks in two of its bearings.</p>\
    <p>Drivers will be sent over the motorway bridge instead, a detour of about seven miles, while people on foot may still cross by day.</p>";

/// The article of a page with something in its head and something above its text.
fn article(url: &str, head: &str, above: &str) -> Article {
    let html = format!(
        "<!doctype html><html lang=en-US><head><title>Swing bridge to close</title>{head}</head>\
         <body><article><h1>Swing bridge to close</h1>{above}<div class=article-body>{TEXT}</div></article></body></html>"
    );
    let page = Page {
        bytes: html.into_bytes(),
        media: Media::Html,
        url: Some(url.to_owned()),
        ..Page::default()
    };
    let found = articles(&[page], &ExtractConfig::default()).value.pop();
    found.unwrap_or_else(|| Article::from_text(""))
}

fn day(url: &str, head: &str, above: &str) -> String {
    article(url, head, above).published.map_or("none".into(), |time| time.value.day.to_string())
}

const URL: &str = "https://post.example/bridge";

fn told(time: &str) -> String {
    format!(
        "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"x\",\"datePublished\":\"{time}\"}}</script>"
    )
}

#[test]
fn the_day_of_the_newsroom_stands_in_the_address() {
    let west = "https://post.example/2031/03/07/bridge";
    assert_eq!(day(west, &told("2031-03-08T02:18:00Z"), ""), "2031-03-07");
    // No newsroom was still on the seventh then; and the other value is kept.
    assert_eq!(day(west, &told("2031-03-08T14:18:00Z"), ""), "2031-03-08");
    assert_eq!(article(west, &told("2031-03-08T14:18:00Z"), "").published_other.len(), 1);
    assert_eq!(day(west, &told("2031-03-06T02:18:00Z"), ""), "2031-03-06");
}

#[test]
fn the_day_of_the_newsroom_is_told_by_another_zone_or_by_what_the_page_shows() {
    let zone = "<meta name=date content='Fri, 07 Mar 2031 23:37:37 -0400'>";
    let head = told("2031-03-08T03:37:37Z") + zone;
    assert_eq!(day(URL, &head, ""), "2031-03-07");
    // Early: the page shows the day before, and no other.
    let before = "<time datetime='7 March 2031'>7 March 2031</time>";
    assert_eq!(day(URL, &told("2031-03-08T02:18:00Z"), before), "2031-03-07");
    let both = "<time datetime='7 March 2031'>7 March 2031</time><p>Updated 8 March 2031</p>";
    assert_eq!(day(URL, &told("2031-03-08T02:18:00Z"), both), "2031-03-08");
    // The newsroom's own zone needs no help.
    assert_eq!(day(URL, &told("2031-03-08T02:18:00+01:00"), before), "2031-03-08");
    // Late: only where the page calls the next day that of publication.
    let after = "<p itemprop=datePublished>8 March 2031</p>";
    assert_eq!(day(URL, &told("2031-03-07T23:15:0Z"), after), "2031-03-08");
    assert_eq!(day(URL, &told("2031-03-07T23:15:00Z"), "<p>8 March 2031</p>"), "2031-03-07");
}

#[test]
fn names_of_meta_are_compared_by_their_letters() {
    for name in ["published-date", "publish_date", "article:published_time", "DC.date.issued"] {
        let head = format!("<meta name='{name}' content='2031-03-07'>");
        assert_eq!(day(URL, &head, ""), "2031-03-07", "{name}");
    }
}

#[test]
fn broken_structured_data_still_tell_the_day() {
    let head = "<script type=application/ld+json>{\"@type\":\"NewsArticle\" \"datePublished\": \"2031-03-07T10:00:00+01:00\", }</script>";
    assert_eq!(day(URL, head, ""), "2031-03-07");
    let head = "<script>page.publication_date = '2031-03-07 10:00';</script>";
    assert_eq!(day(URL, head, ""), "2031-03-07");
}

#[test]
fn the_time_by_the_headline_is_the_articles() {
    let above = "<div class=related><time datetime=2031-02-01>1 Feb</time></div><time datetime=2031-03-07>7 March</time>";
    assert_eq!(day(URL, "", above), "2031-03-07");
    assert_eq!(day(URL, "", "<span>3/7/2031</span>"), "2031-03-07");
    assert_eq!(day(URL, "", "<div class=date>Roads, 7.3.31</div>"), "2031-03-07");
    assert_eq!(day(URL, "", ""), "none");
}

#[test]
fn people_are_told_from_the_house() {
    let byline = |url: &str, head: &str, above: &str| article(url, head, above).byline.join("; ");
    let author = |name: &str| format!("<meta name=author content='{name}'>");
    let by = "<div class=byline>By Ada Cole</div>";
    assert_eq!(
        byline("https://www.thelunepost.example/a", &author("The Lune Post"), by),
        "Ada Cole"
    );
    assert_eq!(byline("https://adacole.example/a", &author("Ada Cole"), ""), "Ada Cole");
    assert_eq!(byline(URL, "", "<a href=/newsteam/ada-cole>Ada Cole</a>"), "Ada Cole");
    assert_eq!(byline(URL, "", "<p>7.3.2031 - Ada Cole</p>"), "Ada Cole");
    assert_eq!(byline(URL, &author("Interview: Ada Cole"), ""), "Ada Cole");
}

#[test]
fn a_time_beside_the_headline_counts_whatever_the_box_around_both_is_called() {
    let time = "<div class=meta><time>7 March 2031</time></div>";
    let page = |class: &str, above: &str| {
        let html = format!(
            "<!doctype html><html lang=en><body><div class='{class}'><article><h1>Swing bridge to close</h1>\
             {above}<div class=article-body>{TEXT}</div></article></div></body></html>"
        );
        let page = Page { bytes: html.into_bytes(), media: Media::Html, ..Page::default() };
        let found = articles(&[page], &ExtractConfig::default()).value.pop();
        found.and_then(|article| article.published).map(|time| time.value.day.to_string())
    };
    assert_eq!(page("site top", time).as_deref(), Some("2031-03-07"));
    assert_eq!(
        page("site", &format!("<div class=related>{time}</div>")).as_deref(),
        Some("2031-03-07")
    );
}

#[test]
fn seconds_that_an_element_tells_machines_are_read() {
    let above = "<p><a class=js-nav href=/7><span class=timestamp data-time=1930645800>a while ago</span></a></p>";
    assert_eq!(day(URL, "", above), "2031-03-07");
}

/// What a page without a text says of itself: its title and day.
fn said(body: &str) -> Vec<(String, String)> {
    let html = format!(
        "<head><title>Morning on the Lune</title></head><body><h1>Morning on the Lune</h1>{body}"
    );
    let page = Page { bytes: html.into_bytes(), media: Media::Html, ..Page::default() };
    assert!(articles(std::slice::from_ref(&page), &ExtractConfig::default()).value.is_empty());
    let found = extracted(&[page], &ExtractConfig::default());
    assert_eq!(found.notes.len(), 1);
    let day = |article: &Article| article.published.as_ref().map(|time| time.value.day.to_string());
    let show = |article: Article| {
        assert!(article.text().is_empty());
        (
            article.title.as_ref().map_or("none".into(), |title| title.value.clone()),
            day(&article).unwrap_or("none".into()),
        )
    };
    found.value.into_iter().map(show).collect()
}

#[test]
fn a_broadcast_without_a_text_still_has_its_day() {
    let row = |day: &str| vec![("Morning on the Lune".to_owned(), day.to_owned())];
    let time = |day: &str| format!("<time datetime={day}T09:30:00+02:00>{day}</time>");
    assert_eq!(said(&(time("2031-03-07") + "<audio src=a.mp3></audio>")), row("2031-03-07"));
    // Of several days none is the page's; a list of what was published is about none of it.
    assert_eq!(said(&(time("2031-03-07") + &time("2031-03-06"))), row("none"));
    assert_eq!(said(&(told("2031-03-07T10:00:00Z") + &told("2031-03-06T10:00:00Z"))), []);
}
