//! Addresses of pages: of a server, or of files that lie in folders.

/// Where pages lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    /// On a server.
    Live,
    /// In files; the page at hand lies so many folders deep.
    Files { depth: usize },
}

impl Links {
    /// Whether pages can answer questions and take corrections.
    pub(crate) fn is_live(self) -> bool {
        self == Self::Live
    }

    /// The address of a page: `s/KEY`, `method`; the empty path is the list of stories.
    pub(crate) fn page(self, path: &str) -> String {
        match self {
            Self::Live => format!("/{path}"),
            Self::Files { .. } if path.is_empty() => self.file("index.html"),
            Self::Files { .. } => self.file(&format!("{path}.html")),
        }
    }

    /// The address of a file: `style.css`, `s/KEY.json`.
    pub(crate) fn file(self, path: &str) -> String {
        match self {
            Self::Live => format!("/{path}"),
            Self::Files { depth } => format!("{}{path}", "../".repeat(depth)),
        }
    }

    pub(crate) fn story(self, key: &str) -> String {
        self.page(&format!("s/{key}"))
    }

    pub(crate) fn article(self, key: &str) -> String {
        self.page(&format!("a/{key}"))
    }

    pub(crate) fn name(self, key: &str) -> String {
        self.page(&format!("e/{key}"))
    }

    pub(crate) fn outlet(self, name: &str) -> String {
        let key = tellings_store::name_key("OUTLET", name);
        self.page(&format!("o/{key}"))
    }

    pub(crate) fn saying(self, story: &str, n: usize) -> String {
        self.page(&format!("q/{story}-u{n}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Links;

    #[test]
    fn pages_of_a_server_and_pages_in_folders() {
        assert_eq!(Links::Live.story("k"), "/s/k");
        assert_eq!(Links::Live.page(""), "/");
        assert_eq!(Links::Files { depth: 1 }.story("k"), "../s/k.html");
        assert_eq!(Links::Files { depth: 0 }.page(""), "index.html");
        assert_eq!(Links::Files { depth: 1 }.file("style.css"), "../style.css");
    }
}
