//! Parts of speech and relations of words, with the names that treebanks give them.

/// Makes an enum whose variants have names.
macro_rules! named {
    ($(#[$about:meta])* $kind:ident { $($variant:ident $name:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names are those of Universal Dependencies")]
        pub enum $kind {
            $($variant,)*
        }

        impl $kind {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in CoNLL-U.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The one with a name in CoNLL-U.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

named! {
    /// The universal parts of speech (Universal Dependencies v2).
    Upos {
        Adj "ADJ",
        Adp "ADP",
        Adv "ADV",
        Aux "AUX",
        Cconj "CCONJ",
        Det "DET",
        Intj "INTJ",
        Noun "NOUN",
        Num "NUM",
        Part "PART",
        Pron "PRON",
        Propn "PROPN",
        Punct "PUNCT",
        Sconj "SCONJ",
        Sym "SYM",
        Verb "VERB",
        X "X",
    }
}

impl Default for Upos {
    /// What is not known to be anything else.
    fn default() -> Self {
        Self::X
    }
}

named! {
    /// The universal dependency relations (Universal Dependencies v2), with the sub-types of English
    /// that tellings are read by.
    Relation {
        Acl "acl",
        AclRelcl "acl:relcl",
        Advcl "advcl",
        Advmod "advmod",
        Amod "amod",
        Appos "appos",
        Aux "aux",
        AuxPass "aux:pass",
        Case "case",
        Cc "cc",
        Ccomp "ccomp",
        Compound "compound",
        CompoundPrt "compound:prt",
        Conj "conj",
        Cop "cop",
        Csubj "csubj",
        CsubjPass "csubj:pass",
        Dep "dep",
        Det "det",
        Discourse "discourse",
        Dislocated "dislocated",
        Expl "expl",
        Fixed "fixed",
        Flat "flat",
        Goeswith "goeswith",
        Iobj "iobj",
        List "list",
        Mark "mark",
        Nmod "nmod",
        NmodPoss "nmod:poss",
        Nsubj "nsubj",
        NsubjPass "nsubj:pass",
        Nummod "nummod",
        Obj "obj",
        Obl "obl",
        OblAgent "obl:agent",
        Orphan "orphan",
        Parataxis "parataxis",
        Punct "punct",
        Reparandum "reparandum",
        Root "root",
        Vocative "vocative",
        Xcomp "xcomp",
    }
}

impl Default for Relation {
    /// That of a word without a head.
    fn default() -> Self {
        Self::Root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_what_they_name() {
        assert!(Upos::ALL.iter().all(|upos| Upos::named(upos.name()) == Some(*upos)));
        assert!(Relation::ALL.iter().all(|kind| Relation::named(kind.name()) == Some(*kind)));
        assert_eq!(
            (Upos::named("verb"), Relation::named("nsubj:pass")),
            (None, Some(Relation::NsubjPass))
        );
    }
}
