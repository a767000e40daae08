//! A story for keeping: without the words that its texts hold anyway.
//!
//! Offsets say where the words of a citation stand, so whoever keeps the texts need not keep the
//! words again.

use crate::schema::{Citation, StoryLine};
use crate::to_model::RecordError;
use tellings_model::Story;

impl StoryLine {
    /// The story without its texts and without the words of its citations; [`Self::filled`] puts
    /// both back.
    #[must_use]
    pub fn lean(mut self) -> Self {
        for article in &mut self.articles {
            article.text.clear();
            article.published.because.iter_mut().for_each(clear);
            let found = &mut article.annotations;
            found.quotes.iter_mut().for_each(|quote| quote.exact.clear());
            found.times.iter_mut().for_each(|time| time.exact.clear());
            found.quantities.iter_mut().for_each(|quantity| quantity.exact.clear());
            found.entities.iter_mut().for_each(|mention| mention.exact.clear());
            found.events.iter_mut().for_each(|event| event.exact.clear());
            found.credits.iter_mut().for_each(|credit| credit.exact.clear());
        }
        let story = &mut self.story;
        story.origins.iter_mut().flat_map(|origin| &mut origin.because).for_each(clear);
        story.stemma.nodes.iter_mut().flat_map(|node| &mut node.because).for_each(clear);
        for passage in story.stemma.edges.iter_mut().flat_map(|edge| &mut edge.passages) {
            clear(&mut passage.model);
            clear(&mut passage.copy);
        }
        let wordings = story.utterances.iter_mut().flat_map(|said| &mut said.readings);
        wordings.flat_map(|wording| &mut wording.citations).for_each(clear);
        let readings = story.apparatus.iter_mut().flat_map(|entry| &mut entry.readings);
        readings.flat_map(|reading| &mut reading.citations).for_each(clear);
        story.timeline.iter_mut().flat_map(|moment| &mut moment.citations).for_each(clear);
        story.digest.iter_mut().flat_map(|sentence| &mut sentence.citations).for_each(clear);
        self
    }

    /// The story of a lean line and the texts of its articles, in order of their sigla.
    ///
    /// Fails where the places of the story do not lie in these texts.
    pub fn filled(mut self, texts: impl IntoIterator<Item = String>) -> Result<Story, RecordError> {
        for (article, text) in self.articles.iter_mut().zip(texts) {
            article.text = text;
        }
        self.told()
    }
}

fn clear(citation: &mut Citation) {
    citation.exact.clear();
    citation.prefix.clear();
    citation.suffix.clear();
}
