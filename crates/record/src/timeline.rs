//! The timelines as other programs read them: TimelineJS and calendars.
//!
//! Both carry the words of the tellings, which letters they stand under and how many origins tell
//! them; neither gives a date more precisely than the tellings do.

use crate::words;
use ics::properties::{Categories, Description, DtEnd, DtStart, Summary};
use ics::{Event, ICalendar, escape_text};
use jiff::civil::Date;
use serde::Serialize;
use std::io::{self, Write};
use tellings_model::{Days, Moment, Story, Telling};

/// One slide show: <https://timeline.knightlab.com/docs/json-format.html>.
#[derive(Serialize)]
struct Slides<'a> {
    events: Vec<Slide<'a>>,
}

#[derive(Serialize)]
struct Slide<'a> {
    start_date: SlideDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<SlideDate>,
    display_date: String,
    group: &'a str,
    text: SlideText,
    unique_id: String,
}

#[derive(Serialize)]
struct SlideText {
    headline: String,
    text: String,
}

/// A day, a month or a year: TimelineJS draws what is given.
#[derive(Serialize)]
struct SlideDate {
    year: i16,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<i8>,
}

/// Writes all moments of all stories as slides, story after story.
pub(crate) fn timelinejs(telling: &Telling, out: &mut dyn Write) -> io::Result<()> {
    let slides = moments(telling).map(|(story, number, moment)| Slide {
        start_date: slide_date(moment.when, moment.when.first()),
        end_date: (!is_named(moment.when)).then(|| slide_date(moment.when, moment.when.last())),
        display_date: words::when(moment.when, moment.approximate),
        group: &story.title,
        text: SlideText { headline: markup(&moment.text), text: markup(&sources(story, moment)) },
        unique_id: id(story, number),
    });
    let slides = Slides { events: slides.collect() };
    serde_json::to_writer_pretty(&mut *out, &slides)?;
    writeln!(out)
}

/// Writes all moments of all stories as entries of one calendar. A moment takes all its days; the
/// stamp of an entry is the last day of its reports, so that the same tellings give the same file.
pub(crate) fn icalendar(telling: &Telling, out: &mut dyn Write) -> io::Result<()> {
    let mut calendar = ICalendar::new("2.0", "-//Tellings//Timelines of stories//EN");
    for (story, number, moment) in moments(telling) {
        let days = moment.when;
        let stamp = moment.reported.unwrap_or(days).last();
        let mut event = Event::new(id(story, number), format!("{}T000000Z", compact(stamp)));
        let mut start = DtStart::new(compact(days.first()));
        start.append(ics::parameters!("VALUE" => "DATE"));
        event.push(start);
        // The end of an entry of whole days is the day after it.
        if let Ok(after) = days.last().tomorrow() {
            let mut end = DtEnd::new(compact(after));
            end.append(ics::parameters!("VALUE" => "DATE"));
            event.push(end);
        }
        event.push(Summary::new(escape_text(moment.text.as_str())));
        event.push(Description::new(escape_text(sources(story, moment))));
        event.push(Categories::new(escape_text(story.title.as_str())));
        calendar.add_event(event);
    }
    write!(out, "{calendar}")
}

fn moments(telling: &Telling) -> impl Iterator<Item = (&Story, usize, &Moment)> {
    telling.stories.iter().flat_map(|story| {
        story.timeline.iter().enumerate().map(move |(number, moment)| (story, number, moment))
    })
}

fn id(story: &Story, number: usize) -> String {
    format!("{}-{}@tellings", story.id, number + 1)
}

/// Who tells it, how sure its date is, and when it was reported.
fn sources(story: &Story, moment: &Moment) -> String {
    let sigla = words::letters(&words::sigla(moment.citations()));
    let mut text = format!("{} [{sigla}]", words::counted(moment.n_origins as usize, "origin"));
    for remark in words::remarks(moment, &story.timeline) {
        text.push_str("; ");
        text.push_str(&remark);
    }
    text
}

/// Whether a stretch is one day, one month or one year.
fn is_named(days: Days) -> bool {
    !days.to_string().contains('/')
}

fn slide_date(days: Days, day: Date) -> SlideDate {
    let parts = if is_named(days) { days.to_string().split('-').count() } else { 3 };
    SlideDate {
        year: day.year(),
        month: (parts > 1).then(|| day.month()),
        day: (parts > 2).then(|| day.day()),
    }
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// Text as it may stand in HTML, which TimelineJS takes its texts for.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tellings_model::{Apparatus, Article, Citation, Digest, Siglum, Stemma, StoryId};

    fn telling() -> Telling {
        let article = Article::from_text("The bridge; it opened, <at last>.");
        let citation = Citation { witness: Siglum(0), span: article.span(0, 10) };
        let mut moments = Vec::new();
        for (days, text) in [
            (Days::month(2021, 6), "The old bridge closed"),
            (
                Days::month(2024, 3).map(|month| Days::day(month.first())),
                "It opened, <at last>; Ada",
            ),
        ] {
            let days = days.unwrap_or_else(|| Days::day(jiff::civil::date(2024, 1, 1)));
            moments.extend(Moment::new(days, false, text.to_owned(), vec![citation], 2));
        }
        let story = Story {
            id: StoryId::new("s1"),
            thread: StoryId::new("s1"),
            title: "Bridge & ferry".to_owned(),
            when: None,
            witnesses: Vec::new(),
            why: Vec::new(),
            weakest: None,
            stemma: Stemma::default(),
            entities: Vec::new(),
            utterances: Vec::new(),
            apparatus: Apparatus::default(),
            timeline: moments,
            digest: Digest::default(),
        };
        Telling { stories: vec![story] }
    }

    #[test]
    fn a_calendar_holds_whole_days_and_escaped_words() {
        let mut out = Vec::new();
        let done = icalendar(&telling(), &mut out);
        assert!(done.is_ok());
        let text = String::from_utf8_lossy(&out).replace("\r\n", "\n");
        assert!(
            text.contains("DTSTART;VALUE=DATE:20210601\nDTEND;VALUE=DATE:20210701\n"),
            "{text}"
        );
        assert!(text.contains("SUMMARY:It opened\\, <at last>\\; Ada\n"), "{text}");
        assert!(out.windows(2).any(|pair| pair == b"\r\n"));
    }

    #[test]
    fn a_slide_is_as_precise_as_its_words() {
        let mut out = Vec::new();
        let done = timelinejs(&telling(), &mut out);
        assert!(done.is_ok());
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap_or_default();
        let month = &read["events"][0]["start_date"];
        assert_eq!((month["year"].as_i64(), month["month"].as_i64()), (Some(2021), Some(6)));
        assert!(month["day"].is_null());
        assert_eq!(read["events"][1]["text"]["headline"], "It opened, &lt;at last&gt;; Ada");
    }
}
