//! One story, read back.

use super::{Places, RecordError, Texts, article, number, siglum};
use crate::schema::{self, Edge, EntryRow, MomentRow, OriginRow, StemmaRow};
use tellings_model::{
    Apparatus, Descent, Digest, DigestSentence, Entity, EntityId, Entry, Filling, LostNode, Moment,
    NodeId, Office, Origin, OriginId, Passage, Reading, Siglum, Slot, Stemma, Story, StoryId,
    Utterance, Why, Withheld, Witness, Wording,
};

pub(super) fn story<'a>(
    row: &schema::Story,
    mut find: impl FnMut(&str) -> Option<&'a schema::Article>,
) -> Result<Story, RecordError> {
    let missing =
        |kind, id: &str| RecordError::Missing { story: row.id.clone(), kind, id: id.to_owned() };
    // The texts come first: everything else is a place in one of them.
    let mut rows = Vec::with_capacity(row.witnesses.len());
    let mut articles = Vec::with_capacity(row.witnesses.len());
    for witness in &row.witnesses {
        let found = find(&witness.article).ok_or_else(|| missing("article", &witness.article))?;
        rows.push(found);
        articles.push(article::article(found)?);
    }
    let texts = Texts { story: &row.id, places: articles.iter().map(Places::new).collect() };

    let mut witnesses = Vec::with_capacity(articles.len());
    for ((witness, row), (found, places)) in
        row.witnesses.iter().zip(rows).zip(articles.iter().zip(&texts.places))
    {
        let published = article::published(&row.published)?;
        let mut article = found.clone();
        article.published.clone_from(&published);
        witnesses.push(Witness {
            siglum: siglum(&witness.siglum)
                .filter(|siglum| siglum.idx() == witnesses.len())
                .ok_or_else(|| missing("witness", &witness.siglum))?,
            annotations: article::annotations(&row.annotations, places)?,
            published,
            published_because: texts.citations(&row.published.because)?,
            origin: origin_id(&witness.origin).ok_or_else(|| missing("origin", &witness.origin))?,
            article,
        });
    }
    Ok(Story {
        id: StoryId::new(row.id.as_str()),
        thread: StoryId::new(row.thread.as_str()),
        title: row.title.clone(),
        when: row.when.as_deref().map(article::days).transpose()?,
        why: row.why.iter().map(|row| why(row, &texts)).collect::<Result<_, _>>()?,
        weakest: row
            .weakest
            .as_ref()
            .map(|row| texts.siglum(&row.witness).map(|siglum| (siglum, row.score)))
            .transpose()?,
        stemma: stemma(&row.stemma, &row.origins, &texts)?,
        entities: row.entities.iter().map(|row| entity(row, &texts)).collect::<Result<_, _>>()?,
        utterances: row
            .utterances
            .iter()
            .map(|row| utterance(row, &texts))
            .collect::<Result<_, _>>()?,
        apparatus: Apparatus {
            entries: row
                .apparatus
                .iter()
                .map(|row| entry(row, &texts))
                .collect::<Result<_, _>>()?,
        },
        timeline: row.timeline.iter().map(|row| moment(row, &texts)).collect::<Result<_, _>>()?,
        digest: digest(row, &texts)?,
        witnesses,
    })
}

fn origin_id(id: &str) -> Option<OriginId> {
    number(id, "o").map(OriginId)
}

fn sigla(letters: &[String], texts: &Texts<'_>) -> Result<Vec<Siglum>, RecordError> {
    letters.iter().map(|letters| texts.siglum(letters)).collect()
}

fn why(row: &schema::WhyRow, texts: &Texts<'_>) -> Result<Why, RecordError> {
    let [first, second] = &row.witnesses;
    Ok(Why {
        witnesses: (texts.siglum(first)?, texts.siglum(second)?),
        shared: row.shared.clone(),
        weights: row.weights.clone(),
        decided: row.decided.clone().map(Into::into),
        score: row.score,
    })
}

fn stemma(
    row: &StemmaRow,
    origins: &[OriginRow],
    texts: &Texts<'_>,
) -> Result<Stemma, RecordError> {
    let mut lost = Vec::new();
    for node in &row.nodes {
        if let Some(label) = &node.label {
            let because = texts.citations(&node.because)?;
            lost.push(LostNode { label: label.clone(), because });
        }
    }
    let descents =
        row.edges.iter().map(|row| descent(row, lost.len(), texts)).collect::<Result<_, _>>()?;
    let origins = origins
        .iter()
        .map(|row| {
            Ok(Origin {
                id: origin_id(&row.id).ok_or_else(|| texts.missing("origin", &row.id))?,
                witnesses: sigla(&row.witnesses, texts)?,
                named: row.named.clone(),
                why: row.why.clone(),
                because: texts.citations(&row.because)?,
            })
        })
        .collect::<Result<_, RecordError>>()?;
    Ok(Stemma { lost, descents, origins })
}

fn descent(row: &Edge, n_lost: usize, texts: &Texts<'_>) -> Result<Descent, RecordError> {
    let model = match number(&row.from, "lost") {
        Some(n) if 0 < n && n as usize <= n_lost => NodeId::Lost(n - 1),
        Some(_) => return Err(texts.missing("lost text", &row.from)),
        None => NodeId::Witness(texts.siglum(&row.from)?),
    };
    let passages = row
        .passages
        .iter()
        .map(|passage| {
            let (model, copy) =
                (texts.citation(&passage.model)?.span, texts.citation(&passage.copy)?.span);
            Ok(Passage { model, copy })
        })
        .collect::<Result<_, RecordError>>()?;
    Ok(Descent {
        model,
        copy: texts.siglum(&row.to)?,
        kind: row.kind.into(),
        direction: row.direction.into(),
        share_of_copy: row.share_of_copy,
        share_of_model: row.share_of_model,
        passages,
        because: row.because.clone(),
    })
}

fn entity(row: &schema::EntityRow, texts: &Texts<'_>) -> Result<Entity, RecordError> {
    let id = number(&row.id, "e").ok_or_else(|| texts.missing("entity", &row.id))?;
    Ok(Entity {
        id: EntityId(id),
        name: row.name.clone(),
        kind: row.kind.into(),
        aliases: row.aliases.clone(),
        roles: row.roles.clone(),
        offices: row.offices.iter().map(|row| office(row, texts)).collect::<Result<_, _>>()?,
        within: row.within.clone(),
    })
}

fn office(row: &schema::OfficeRow, texts: &Texts<'_>) -> Result<Office, RecordError> {
    Ok(Office {
        role: row.role.clone(),
        of: row.of.clone(),
        is_former: row.former,
        citations: texts.citations(&row.citations)?,
    })
}

fn utterance(row: &schema::UtteranceRow, texts: &Texts<'_>) -> Result<Utterance, RecordError> {
    let speaker = match &row.speaker {
        None => None,
        Some(id) => Some(EntityId(number(id, "e").ok_or_else(|| texts.missing("entity", id))?)),
    };
    let wordings = row
        .readings
        .iter()
        .map(|row| {
            Ok(Wording {
                text: row.text.clone(),
                citations: texts.citations(&row.citations)?,
                relation: row.relation.into(),
            })
        })
        .collect::<Result<_, RecordError>>()?;
    Ok(Utterance {
        speaker,
        name: row.speaker_name.clone(),
        wordings,
        speakers_differ: row.speakers_differ,
        altered: row.altered,
        slots: row.slots.iter().map(|row| slot(row, texts)).collect::<Result<_, _>>()?,
    })
}

fn slot(row: &schema::SlotRow, texts: &Texts<'_>) -> Result<Slot, RecordError> {
    let fillings = row
        .fillings
        .iter()
        .map(|row| Ok(Filling { text: row.text.clone(), witnesses: sigla(&row.witnesses, texts)? }))
        .collect::<Result<_, RecordError>>()?;
    Ok(Slot { before: row.before.clone(), fillings })
}

fn entry(row: &EntryRow, texts: &Texts<'_>) -> Result<Entry, RecordError> {
    let readings = row
        .readings
        .iter()
        .map(|row| {
            Ok(Reading {
                value: row.value.clone(),
                text: row.text.clone(),
                citations: texts.citations(&row.citations)?,
                n_origins: row.origins,
            })
        })
        .collect::<Result<_, RecordError>>()?;
    Ok(Entry {
        kind: row.kind.into(),
        topic: row.topic.clone(),
        verdict: row.verdict.into(),
        readings,
        silent: sigla(&row.silent, texts)?,
    })
}

fn moment(row: &MomentRow, texts: &Texts<'_>) -> Result<Moment, RecordError> {
    let exact = row.when.replace('~', "");
    let approximate = exact.len() < row.when.len();
    let citations = texts.citations(&row.citations)?;
    let when = article::days(&exact)?;
    let mut moment = Moment::new(when, approximate, row.text.clone(), citations, row.origins)
        .ok_or_else(|| RecordError::Unsourced(texts.story.to_owned()))?;
    moment.reported = row.reported.as_deref().map(article::days).transpose()?;
    moment.background = row.background;
    moment.against.clone_from(&row.against);
    Ok(moment)
}

fn digest(row: &schema::Story, texts: &Texts<'_>) -> Result<Digest, RecordError> {
    let sentences = row
        .digest
        .iter()
        .map(|row| {
            Ok(DigestSentence {
                text: row.text.clone(),
                citations: texts.citations(&row.citations)?,
                n_origins: row.origins,
            })
        })
        .collect::<Result<_, RecordError>>()?;
    let withheld = row
        .withheld
        .iter()
        .map(|row| Withheld { text: row.text.clone(), why: row.why.clone() })
        .collect();
    Ok(Digest { sentences, withheld })
}
