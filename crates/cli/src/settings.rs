//! The settings of a run: flags before environment before file.

use crate::args::Common;
use crate::failure::Failure;
use anyhow::Context;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tellings_language::Model;

/// What a settings file may hold. An unknown name is an error, so that a slip does not pass.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// Threads; 0 takes one for each core.
    pub(crate) jobs: usize,
    /// Larger pages are left out with a note, in megabytes (10⁶ bytes). Archives and files of
    /// many records may be of any size.
    pub(crate) max_page_mb: MaxPage,
    /// When articles tell one story.
    pub(crate) group: Group,
    /// When a text copies another.
    pub(crate) copies: Copies,
    /// The language models, where not those that ship with the program.
    #[serde(skip)]
    pub(crate) model: Option<Arc<Model>>,
}

/// Thresholds of grouping; one that is not named keeps the value that published numbers use.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Group {
    /// The least average score between the articles of one story.
    story: Option<Share>,
    /// The least average score between the stories of one thread.
    thread: Option<Share>,
    /// Share of the score that is left where a date is missing.
    undated: Option<Share>,
    /// Share of the score that does not fade with time.
    timeless: Option<Share>,
}

/// Thresholds of copy detection.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Copies {
    /// The least score of a pair that is given out.
    score: Option<Share>,
    /// Hours between a text and its copy at most, where both are dated.
    hours: Option<u16>,
}

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "f32")]
pub(crate) struct Share(f32);

impl TryFrom<f32> for Share {
    type Error = String;

    fn try_from(share: f32) -> Result<Self, String> {
        let is_share = (0.0..=1.0).contains(&share);
        is_share.then_some(Self(share)).ok_or_else(|| format!("{share} is not between 0 and 1"))
    }
}

/// The largest page, in megabytes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct MaxPage(usize);

impl Default for MaxPage {
    /// 32 MB: the largest pages of newspapers have under 5.
    fn default() -> Self {
        Self(32)
    }
}

impl Settings {
    /// Reads the file that was named, or else the one in the user's settings folder, if any.
    pub(crate) fn new(common: &Common) -> anyhow::Result<Self> {
        let mut settings = match (&common.config, standard_file()) {
            (Some(path), _) => Self::read(path)?,
            (None, Some(path)) if path.is_file() => Self::read(&path)?,
            (None, _) => Self::default(),
        };
        if let Some(jobs) = common.jobs {
            settings.jobs = jobs;
        }
        settings.model = model(&common.model)?;
        Ok(settings)
    }

    /// The settings of reading.
    pub(crate) fn reading(&self, clean: bool) -> tellings_intake::ReadConfig {
        let max_page_bytes = self.max_page_mb.0.saturating_mul(1_000_000);
        tellings_intake::ReadConfig { max_page_bytes, clean }
    }

    /// The settings of the engine.
    pub(crate) fn engine(&self) -> tellings::Config {
        let mut config =
            tellings::Config { model: self.model.clone(), ..tellings::Config::default() };
        let (group, copies) = (&mut config.group, &mut config.copies);
        set(&mut group.story, self.group.story.map(|share| share.0));
        set(&mut group.thread, self.group.thread.map(|share| share.0));
        set(&mut group.undated, self.group.undated.map(|share| share.0));
        set(&mut group.timeless, self.group.timeless.map(|share| share.0));
        set(&mut copies.score, self.copies.score.map(|share| f64::from(share.0)));
        set(&mut copies.hours, self.copies.hours.map(i32::from));
        config
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| {
            Failure::new(format!("cannot read settings {}", path.display()), "")
        })?;
        toml::from_str(&text).map_err(|error| {
            let hint = "docs/guide/settings.md lists every setting";
            Failure::new(format!("settings {}: {error}", path.display()), hint).into()
        })
    }
}

/// The shipped language models with the parts of these files in their place.
fn model(paths: &[PathBuf]) -> anyhow::Result<Option<Arc<Model>>> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut model = Model::english().clone();
    for path in paths {
        let bytes = std::fs::read(path).with_context(|| {
            Failure::new(format!("cannot read language model {}", path.display()), "")
        })?;
        model.add(bytes.into()).map_err(|error| {
            let hint = "docs/models.md says how model files are made";
            Failure::new(format!("{}: {error}", path.display()), hint)
        })?;
    }
    Ok(Some(Arc::new(model)))
}

fn set<T>(threshold: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *threshold = value;
    }
}

/// `$XDG_CONFIG_HOME/tellings/config.toml`, or the same under `~/.config`.
fn standard_file() -> Option<PathBuf> {
    let folder = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| {
        let home = std::env::var_os("HOME")?;
        Some(Path::new(&home).join(".config"))
    })?;
    Some(folder.join("tellings").join("config.toml"))
}
