//! One article and what was found in it.

use crate::ruler::Ruler;
use crate::schema::{
    self, ActRow, AnchorWord, Annotations, BlockRow, BlockWord, BoundWord, ChangeRow, ChangeWord,
    CreditRow, CreditWord, Dateline, EntityType, EventRow, FurnitureRow, GivenBy, LinkRow,
    MediaWord, Mention, Modified, Outlet, Published, PublishedBasis, QuantityRow, QuoteRow,
    QuoteWord, Range, RealityWord, SpeakerRow, SpeakerWord, TimeBasisWord, TimeRow, TimeType,
    UnsureWord, WayWord,
};
use tellings_model::{self as model, Article, Based, Basis, Span, Stamp};

pub(crate) fn article(
    article: &Article,
    annotations: &model::Annotations,
    published: Published,
    ruler: &Ruler<'_>,
) -> schema::Article {
    schema::Article {
        id: article.id.to_string(),
        path: article.path.clone(),
        url: article.url.clone(),
        captured: article.captured.map(|captured| captured.to_string()),
        media: article.media.into(),
        outlet: article
            .outlet
            .as_ref()
            .map(|outlet| Outlet { name: outlet.value.clone(), basis: outlet.basis.into() }),
        title: article.title.as_ref().map(|title| title.value.clone()),
        title_basis: article.title.as_ref().map(|title| title.basis.into()),
        byline: article.byline.clone(),
        dateline: article.dateline.as_ref().map(|dateline| {
            let (start, end) = ruler.points(dateline.span);
            let model::Dateline { place, agency, day, span: _ } = dateline.clone();
            Dateline { place, agency, day, start, end }
        }),
        section: article.section.clone(),
        language: article.language.clone(),
        published,
        published_other: article.published_other.iter().map(modified).collect(),
        modified: article.modified.as_ref().map(modified),
        text: article.text().to_owned(),
        blocks: article
            .blocks
            .iter()
            .map(|block| {
                let (start, end) = ruler.points(block.span);
                BlockRow { kind: block.kind.into(), start, end }
            })
            .collect(),
        furniture: article
            .furniture
            .iter()
            .map(|piece| FurnitureRow { text: piece.text.clone(), why: piece.why.clone() })
            .collect(),
        links: article
            .links
            .iter()
            .map(|link| LinkRow {
                url: link.url.clone(),
                based_on: link.based_on,
                at: link.span.map(|span| range(ruler, span)),
            })
            .collect(),
        annotations: self::annotations(article, annotations, ruler),
    }
}

/// When an article was published, with the words that fix it.
pub(crate) fn published(stamp: Option<&Based<Stamp>>, because: Vec<schema::Citation>) -> Published {
    let Some(Based { value, basis }) = stamp else {
        let (value, instant, given_by) = (None, None, None);
        return Published { value, basis: PublishedBasis::None, because, instant, given_by };
    };
    let (basis, given_by) = match basis {
        Basis::Declared | Basis::StructuredData | Basis::Meta | Basis::Markup | Basis::Url => {
            (PublishedBasis::Metadata, Some((*basis).into()))
        }
        Basis::Dateline => (PublishedBasis::Dateline, None),
        Basis::Text => (PublishedBasis::Text, None),
        Basis::Siblings => (PublishedBasis::Siblings, None),
    };
    Published {
        value: Some(value.day.to_string()),
        basis,
        because,
        instant: value.instant.map(|instant| instant.to_string()),
        given_by,
    }
}

fn modified(stamp: &Based<Stamp>) -> Modified {
    Modified {
        value: stamp.value.day.to_string(),
        instant: stamp.value.instant.map(|instant| instant.to_string()),
        given_by: stamp.basis.into(),
    }
}

fn range(ruler: &Ruler<'_>, span: Span) -> Range {
    let (start, end) = ruler.points(span);
    Range { start, end }
}

/// Everything found in one article; entity ids are those of its story.
pub(crate) fn annotations(
    article: &Article,
    annotations: &model::Annotations,
    ruler: &Ruler<'_>,
) -> Annotations {
    let exact = |span| article.at(span).to_owned();
    Annotations {
        sentences: annotations.sentences.iter().map(|s| range(ruler, s.span)).collect(),
        quotes: (1..)
            .zip(&annotations.quotes)
            .map(|(n, quote)| quote_row(article, quote, n, ruler))
            .collect(),
        times: annotations
            .times
            .iter()
            .map(|time| {
                let (start, end) = ruler.points(time.span);
                TimeRow {
                    start,
                    end,
                    exact: exact(time.span),
                    kind: time.kind.into(),
                    value: time.value.clone(),
                    days: time.days.map(|days| days.to_string()),
                    basis: time.basis.into(),
                }
            })
            .collect(),
        quantities: annotations
            .quantities
            .iter()
            .map(|quantity| {
                let (start, end) = ruler.points(quantity.span);
                QuantityRow {
                    start,
                    end,
                    exact: exact(quantity.span),
                    value: quantity.value,
                    upper: quantity.upper,
                    bound: quantity.bound.into(),
                    unit: quantity.unit.clone(),
                    counted: quantity.counted.map(|span| range(ruler, span)),
                    change: quantity.change.map(|change| ChangeRow {
                        way: change.way.into(),
                        part: change.part.into(),
                    }),
                    whole: quantity.whole.map(|span| range(ruler, span)),
                    act: quantity.act.map(|act| {
                        let (start, end) = ruler.points(act.verb);
                        ActRow { start, end, done_to: act.done_to }
                    }),
                }
            })
            .collect(),
        entities: annotations
            .mentions
            .iter()
            .map(|mention| {
                let (start, end) = ruler.points(mention.span);
                let entity = mention.entity.map(|entity| entity.to_string());
                Mention {
                    start,
                    end,
                    exact: exact(mention.span),
                    kind: mention.kind.into(),
                    entity,
                }
            })
            .collect(),
        credits: annotations
            .credits
            .iter()
            .map(|credit| {
                let (start, end) = ruler.points(credit.span);
                let (outlet, kind) = (credit.outlet.clone(), credit.kind.into());
                CreditRow { start, end, exact: exact(credit.span), outlet, kind }
            })
            .collect(),
        events: annotations.events.iter().map(|event| event_row(article, event, ruler)).collect(),
    }
}

fn event_row(article: &Article, event: &model::Event, ruler: &Ruler<'_>) -> EventRow {
    let (start, end) = ruler.points(event.span);
    EventRow {
        start,
        end,
        exact: article.at(event.span).to_owned(),
        lemma: event.lemma.clone(),
        when: event.anchor.map(|anchor| anchor.days.to_string()),
        basis: event.anchor.map(|anchor| anchor.basis.into()),
        time: event.anchor.and_then(|anchor| anchor.time),
        reality: event.reality.into(),
    }
}

fn quote_row(article: &Article, quote: &model::Quote, n: u32, ruler: &Ruler<'_>) -> QuoteRow {
    let (start, end) = ruler.points(quote.content);
    let id = |idx: u32| format!("q{}", u64::from(idx) + 1);
    let (speaker, unsure) = match &quote.speaker {
        Ok(speaker) => {
            let row = SpeakerRow {
                name: speaker.name.clone(),
                entity: speaker.entity.map(|entity| entity.to_string()),
                mention: speaker.mention.map(|span| range(ruler, span)),
                basis: speaker.basis.into(),
            };
            (Some(row), None)
        }
        Err(unsure) => (None, Some((*unsure).into())),
    };
    QuoteRow {
        id: format!("q{n}"),
        start,
        end,
        exact: article.at(quote.content).to_owned(),
        kind: quote.kind.into(),
        speaker,
        unsure,
        cue: quote.cue.map(|span| range(ruler, span)),
        parent: quote.parent.map(id),
        continues: quote.continues.map(id),
    }
}

words_between! {
    model::Media => MediaWord { Text, Markdown, Html }
    model::Basis => GivenBy {
        Declared, StructuredData, Meta, Markup, Url, Dateline, Text, Siblings
    }
    model::BlockKind => BlockWord {
        Paragraph, Heading, Standfirst, ListItem, Quotation, TableRow, Caption, CreditLine,
        Correction
    }
    model::QuoteKind => QuoteWord { Direct, Mixed, Indirect }
    model::SpeakerBasis => SpeakerWord { Cue, Carried, Siblings }
    model::Unsure => UnsureWord { NoCue, Several, Pronoun }
    model::TimeKind => TimeType { Date, Time, Duration, Set }
    model::TimeBasis => TimeBasisWord { Text, Published, Siblings }
    model::Bound => BoundWord { Exact, Over, Under, About, Range }
    model::Way => WayWord { Up, Down }
    model::ChangePart => ChangeWord { By, To, From }
    model::AnchorBasis => AnchorWord { Attached, Carried, Published }
    model::Reality => RealityWord { Told, Planned, Possible, Denied }
    model::EntityKind => EntityType { Person, Organisation, Place, Other }
    model::CreditKind => CreditWord { Text, Claim, Picture }
}
