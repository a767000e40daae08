//! One article and what was found in it, read back.

use super::{Places, RecordError, number};
use crate::schema::{self, Modified, Published, PublishedBasis, QuoteRow, SpeakerRow};
use jiff::Timestamp;
use jiff::civil::Date;
use tellings_model::{
    Anchor, Annotations, Article, ArticleId, Based, Basis, Block, Credit, Dateline, Days, EntityId,
    Event, FigureAct, FigureChange, Furniture, Link, Mention, Quantity, Quote, Sentence, Speaker,
    Stamp, Time, Unsure,
};

/// The article without its publication time, which belongs to the story.
pub(super) fn article(row: &schema::Article) -> Result<Article, RecordError> {
    let mut article = Article::new(ArticleId::new(row.id.as_str()), row.text.clone());
    let places = Places::new(&article);
    let blocks = row
        .blocks
        .iter()
        .map(|block| {
            Ok(Block { kind: block.kind.into(), span: places.span(block.start, block.end)? })
        })
        .collect::<Result<_, RecordError>>()?;
    let links = row
        .links
        .iter()
        .map(|link| {
            let span = link.at.map(|at| places.range(at)).transpose()?;
            Ok(Link { url: link.url.clone(), based_on: link.based_on, span })
        })
        .collect::<Result<_, RecordError>>()?;
    let dateline = match row.dateline.clone() {
        None => None,
        Some(schema::Dateline { place, agency, day, start, end }) => {
            Some(Dateline { place, agency, day, span: places.span(start, end)? })
        }
    };
    article.blocks = blocks;
    article.links = links;
    article.dateline = dateline;
    article.path.clone_from(&row.path);
    article.url.clone_from(&row.url);
    article.captured = row.captured.as_deref().map(instant).transpose()?;
    article.media = row.media.into();
    article.outlet =
        row.outlet.as_ref().map(|outlet| Based::new(outlet.name.clone(), outlet.basis.into()));
    article.title = row.title.as_ref().map(|title| {
        Based::new(title.clone(), row.title_basis.map_or(Basis::Declared, Into::into))
    });
    article.byline.clone_from(&row.byline);
    article.section.clone_from(&row.section);
    article.language.clone_from(&row.language);
    article.published_other = row.published_other.iter().map(modified).collect::<Result<_, _>>()?;
    article.modified = row.modified.as_ref().map(modified).transpose()?;
    article.furniture = row
        .furniture
        .iter()
        .map(|piece| Furniture { text: piece.text.clone(), why: piece.why.clone() })
        .collect();
    Ok(article)
}

/// When an article was published.
pub(super) fn published(row: &Published) -> Result<Option<Based<Stamp>>, RecordError> {
    let Some(value) = &row.value else { return Ok(None) };
    let basis = match row.basis {
        PublishedBasis::Metadata => row.given_by.map_or(Basis::Declared, Into::into),
        PublishedBasis::Dateline => Basis::Dateline,
        PublishedBasis::Text => Basis::Text,
        PublishedBasis::Siblings => Basis::Siblings,
        PublishedBasis::None => return Ok(None),
    };
    Ok(Some(Based::new(stamp(value, row.instant.as_deref())?, basis)))
}

fn modified(row: &Modified) -> Result<Based<Stamp>, RecordError> {
    Ok(Based::new(stamp(&row.value, row.instant.as_deref())?, row.given_by.into()))
}

fn stamp(value: &str, at: Option<&str>) -> Result<Stamp, RecordError> {
    Ok(Stamp { day: day(value)?, instant: at.map(instant).transpose()? })
}

fn day(value: &str) -> Result<Date, RecordError> {
    value.parse().map_err(|_| RecordError::Date(value.to_owned()))
}

fn instant(value: &str) -> Result<Timestamp, RecordError> {
    value.parse().map_err(|_| RecordError::Date(value.to_owned()))
}

/// A stretch of days as [`Days`] writes it.
pub(super) fn days(value: &str) -> Result<Days, RecordError> {
    let error = || RecordError::Date(value.to_owned());
    if let Some((first, last)) = value.split_once('/') {
        return Ok(Days::new(day(first)?, day(last)?));
    }
    let digits = |part: &str, n: usize| {
        (part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
    };
    let mut parts = value.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), None, None) => {
            digits(year, 4).and_then(|()| Days::year(year.parse().ok()?)).ok_or_else(error)
        }
        (Some(year), Some(month), None) => digits(year, 4)
            .and_then(|()| digits(month, 2))
            .and_then(|()| Days::month(year.parse().ok()?, month.parse().ok()?))
            .ok_or_else(error),
        _ => Ok(Days::day(day(value)?)),
    }
}

/// What was found in an article.
pub(super) fn annotations(
    row: &schema::Annotations,
    places: &Places<'_>,
) -> Result<Annotations, RecordError> {
    let span = |start, end| places.span(start, end);
    let mut found = Annotations::default();
    for sentence in &row.sentences {
        found.sentences.push(Sentence { span: places.range(*sentence)?, tokens: (0, 0) });
    }
    for quote in &row.quotes {
        found.quotes.push(self::quote(quote, places)?);
    }
    for time in &row.times {
        found.times.push(Time {
            span: span(time.start, time.end)?,
            kind: time.kind.into(),
            value: time.value.clone(),
            days: time.days.as_deref().map(days).transpose()?,
            basis: time.basis.into(),
        });
    }
    for quantity in &row.quantities {
        found.quantities.push(Quantity {
            span: span(quantity.start, quantity.end)?,
            value: quantity.value,
            upper: quantity.upper,
            bound: quantity.bound.into(),
            unit: quantity.unit.clone(),
            counted: quantity.counted.map(|counted| places.range(counted)).transpose()?,
            change: quantity
                .change
                .map(|change| FigureChange { way: change.way.into(), part: change.part.into() }),
            whole: quantity.whole.map(|whole| places.range(whole)).transpose()?,
            act: quantity
                .act
                .map(|act| {
                    let verb = span(act.start, act.end)?;
                    Ok::<_, RecordError>(FigureAct { verb, done_to: act.done_to })
                })
                .transpose()?,
        });
    }
    for mention in &row.entities {
        found.mentions.push(Mention {
            span: span(mention.start, mention.end)?,
            kind: mention.kind.into(),
            entity: entity(mention.entity.as_deref()),
        });
    }
    for credit in &row.credits {
        found.credits.push(Credit {
            span: span(credit.start, credit.end)?,
            outlet: credit.outlet.clone(),
            kind: credit.kind.into(),
        });
    }
    for event in &row.events {
        let anchor = match (&event.when, event.basis) {
            (Some(when), Some(basis)) => {
                Some(Anchor { days: days(when)?, basis: basis.into(), time: event.time })
            }
            _ => None,
        };
        found.events.push(Event {
            span: span(event.start, event.end)?,
            lemma: event.lemma.clone(),
            anchor,
            reality: event.reality.into(),
        });
    }
    Ok(found)
}

fn quote(row: &QuoteRow, places: &Places<'_>) -> Result<Quote, RecordError> {
    let idx = |id: &Option<String>| number(id.as_deref()?, "q")?.checked_sub(1);
    Ok(Quote {
        content: places.span(row.start, row.end)?,
        kind: row.kind.into(),
        speaker: match &row.speaker {
            Some(row) => Ok(speaker(row, places)?),
            None => Err(row.unsure.map_or(Unsure::NoCue, Into::into)),
        },
        cue: row.cue.map(|cue| places.range(cue)).transpose()?,
        parent: idx(&row.parent),
        continues: idx(&row.continues),
    })
}

fn speaker(row: &SpeakerRow, places: &Places<'_>) -> Result<Speaker, RecordError> {
    Ok(Speaker {
        mention: row.mention.map(|mention| places.range(mention)).transpose()?,
        name: row.name.clone(),
        entity: entity(row.entity.as_deref()),
        basis: row.basis.into(),
    })
}

fn entity(id: Option<&str>) -> Option<EntityId> {
    number(id?, "e").map(EntityId)
}
