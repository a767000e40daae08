//! `tellings add`: articles into a store, and the stories that changed.

use super::{Outcome, Run, plural};
use crate::args::{Add, Inputs};
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use anyhow::Context;
use std::path::Path;
use tellings_model::Page;
use tellings_store::{Limits, Step, Store, StoreError};

/// Pages are kept together, in one transaction, until they are so many or weigh so much: few
/// enough that a run that is broken off has little to do again, many enough that the disk is
/// waited for seldom.
const BATCH_PAGES: usize = 2_048;
const BATCH_BYTES: usize = 16_000_000;

pub(crate) fn add(mut run: Run<'_>, add: &Add) -> anyhow::Result<Outcome> {
    tellings_store::give_way();
    let mut store = open(&run, &add.at.store)?;
    let mut batch = Batch { pages: Vec::new(), n_bytes: 0, n_new: 0, n_known: 0 };
    let inputs = Inputs {
        input: add.input.clone(),
        from: add.from.clone(),
        output: None,
        clean: add.clean,
        url: Vec::new(),
    };
    run.each_page(&inputs, |page, notes| {
        batch.n_bytes += page.bytes.len();
        batch.pages.push(page);
        if batch.pages.len() >= BATCH_PAGES || batch.n_bytes >= BATCH_BYTES {
            batch.keep(&mut store, notes)?;
        }
        Ok(())
    })?;
    let n_notes = run.notes.len();
    batch.keep(&mut store, &mut run.notes)?;
    store.note(run.notes.get(..n_notes).unwrap_or(&[])).map_err(failed)?;

    let mut done = format!("{} {} added", batch.n_new, plural(batch.n_new, "article"));
    if batch.n_known > 0 {
        done.push_str(&format!("; {} known before", batch.n_known));
    }
    if !add.no_tell {
        let n_stories = tell(&mut store, &run.progress)?;
        done.push_str(&format!("; {n_stories} {} told", plural(n_stories, "story")));
    }
    run.finish(Output::new(None)?, &done)
}

/// Opens the store of a run, and makes it where it is absent.
pub(crate) fn open(run: &Run<'_>, path: &Path) -> anyhow::Result<Store> {
    let store = Store::open(path, run.settings.engine(), Limits::default());
    store.map_err(failed).with_context(|| format!("cannot open {}", path.display()))
}

/// Tells what changed, with a bar for whoever waits; gives the number of stories told.
fn tell(store: &mut Store, progress: &Progress) -> anyhow::Result<usize> {
    let mut begun = false;
    let told = store.tell(&mut |step| match step {
        Step::Grouping => progress.wait("grouping"),
        Step::Telling { n_done, n_all } => {
            if !std::mem::replace(&mut begun, true) {
                progress.count("telling", n_all);
            }
            progress.reach(n_done);
        }
    });
    Ok(told.map_err(failed)?.n_stories)
}

/// A failure of the store, with what can be done.
pub(crate) fn failed(error: StoreError) -> anyhow::Error {
    let hint = match &error {
        StoreError::Absent(_) => "make one with: tellings add INPUT --store FILE",
        StoreError::Full => "make room and run the same again; it goes on where it stopped",
        StoreError::Busy => "wait until the other process is done, and run the same again",
        StoreError::Foreign(_) => "name another file with --store",
        StoreError::Newer { .. } => "use the version of tellings that wrote it, or a later one",
        _ => return error.into(),
    };
    Failure::new(error.to_string(), hint).into()
}

/// Pages that are kept together.
struct Batch {
    pages: Vec<Page>,
    n_bytes: usize,
    n_new: usize,
    n_known: usize,
}

impl Batch {
    fn keep(
        &mut self,
        store: &mut Store,
        notes: &mut Vec<tellings_model::Note>,
    ) -> anyhow::Result<()> {
        let added = store.add(&self.pages).map_err(failed)?;
        self.n_new += added.n_new;
        self.n_known += added.n_known;
        notes.extend(added.notes);
        self.pages.clear();
        self.n_bytes = 0;
        Ok(())
    }
}
