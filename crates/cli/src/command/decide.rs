//! Why two articles are, or are not, told together, and what people decide about it.

use super::{Outcome, Run, plural};
use crate::args::{Act, Correct, Explain};
use crate::failure::Failure;
use crate::output::{self, Output};
use anyhow::Context;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use tellings_model::{Article, ArticleId, Decision, DecisionAct, Page};
use tellings_record::{View, explanation_line, explanation_report, journal_line, read_journal};

pub(crate) fn explain(mut run: Run<'_>, explain: &Explain) -> anyhow::Result<Outcome> {
    let pages = run.pages(&explain.inputs)?;
    let articles = articles(&mut run, &pages);
    let (a, b) = both(&articles, explain)?;
    let config = run.engine()?;
    run.progress.wait("comparing");
    let all: Vec<&Article> = articles.iter().collect();
    let explanation = tellings::explain(&all, (&a, &b), &config)
        .ok_or_else(|| Failure::new("the two are one article", "name two different ones"))?;
    let mut output = Output::new(explain.inputs.output.as_deref())?;
    if matches!(output, Output::File { .. }) || !output::is_terminal() {
        explanation_line(&explanation, &mut output)?;
    } else {
        let view = View {
            width: output::width(),
            colour: output::colour(run.common.color),
            ..View::default()
        };
        explanation_report(&explanation, &view, &mut output)?;
        if explanation.together() {
            copied(&pages, (&a, &b), &config, &view, &mut output)?;
        }
    }
    run.finish(output, &compared(&articles))
}

pub(crate) fn correct(mut run: Run<'_>, correct: &Correct) -> anyhow::Result<Outcome> {
    let Some(path) = run.common.journal.clone() else {
        let hint = "name it with --journal FILE; it is made where it is not there yet";
        return Err(Failure::new("a decision needs a journal to stand in", hint).into());
    };
    // A journal that cannot be read must not grow.
    if path.exists() {
        journal(&path)?;
    }
    let pages = run.pages(&correct.about.inputs)?;
    let articles = articles(&mut run, &pages);
    let (a, b) = both(&articles, &correct.about)?;
    let act = match correct.act {
        Act::Merge => DecisionAct::Merge,
        Act::Split => DecisionAct::Split,
        Act::Pin => DecisionAct::Pin,
        Act::Undo => DecisionAct::Undo,
    };
    let decided = Decision { act, a, b, by: correct.by.clone(), reason: correct.why.clone() };
    let line = journal_line(&decided, &jiff::Timestamp::now().to_string());
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()
    };
    write().with_context(|| Failure::new(format!("cannot write {}", path.display()), ""))?;
    run.finish(Output::new(None)?, &format!("1 decision added to {}", path.display()))
}

/// Reads the decisions of a journal.
pub(crate) fn journal(path: &Path) -> anyhow::Result<Vec<Decision>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| Failure::new(format!("cannot read journal {}", path.display()), ""))?;
    read_journal(&text).map_err(|error| {
        let hint = "a journal is only ever added to; take the line back by hand if it is wrong";
        Failure::new(format!("journal {}: {error}", path.display()), hint).into()
    })
}

fn articles(run: &mut Run<'_>, pages: &[Page]) -> Vec<Article> {
    let config = run.settings.engine();
    tellings_intake::articles(pages, &config.extract).keep(&mut run.notes)
}

/// Shows what runs between two articles of one story in its stemma, both texts with the words
/// they share marked.
fn copied(
    pages: &[Page],
    (a, b): (&ArticleId, &ArticleId),
    config: &tellings::Config,
    view: &View,
    output: &mut Output,
) -> anyhow::Result<()> {
    for story in tellings::tell(pages, config).value.stories {
        let siglum = |id: &ArticleId| {
            let witness = story.witnesses.iter().find(|witness| witness.article.id == *id);
            witness.map(|witness| witness.siglum.to_string())
        };
        if let (Some(a), Some(b)) = (siglum(a), siglum(b)) {
            tellings_record::explain(&story, Some((&a, &b)), view, output)?;
        }
    }
    Ok(())
}

/// The ids of the two articles that were named by id or by file.
fn both(articles: &[Article], explain: &Explain) -> anyhow::Result<(ArticleId, ArticleId)> {
    let find = |name: &str| {
        let by_id = articles.iter().find(|article| article.id.as_str() == name);
        let named = |article: &&Article| {
            let path = article.path.as_deref().map(Path::new);
            path.is_some_and(|path| path == Path::new(name) || path.ends_with(name))
        };
        by_id.or_else(|| articles.iter().find(named)).map(|article| article.id.clone()).ok_or_else(
            || {
                let hint = "name it by its id or by its file, among the inputs that follow";
                Failure::new(format!("no article is called {name}"), hint)
            },
        )
    };
    Ok((find(&explain.a)?, find(&explain.b)?))
}

fn compared(articles: &[Article]) -> String {
    format!("{} {} compared", articles.len(), plural(articles.len(), "article"))
}
