//! Every threshold of the engine: its unit, its reason, and how it was calibrated.

use tellings_intake::ExtractConfig;

/// Every setting of a run. The default is the one that all published numbers use.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What to take for the main text of a page.
    pub extract: ExtractConfig,
}
