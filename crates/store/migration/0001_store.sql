-- The store of Tellings, version 1. Never edited once released: a change is a new migration.
-- Blobs are zlib streams (RFC 1950). Days are ISO 8601. Keys are hashes, the same on every machine;
-- ids are numbers of this file alone.

-- What made the rows that name it: a program and its settings. Rows of another method are stale.
CREATE TABLE method (
  id       INTEGER PRIMARY KEY,
  program  TEXT NOT NULL,                      -- the version of the program
  settings TEXT NOT NULL,                      -- a hash of its settings
  UNIQUE (program, settings)
);

-- A captured page, as it came.
CREATE TABLE page (
  id        INTEGER PRIMARY KEY,
  key       TEXT NOT NULL UNIQUE,              -- a hash of the bytes and of what the carrier says
  media     TEXT NOT NULL,                     -- text | markdown | html
  path      TEXT,                              -- where it came from, as the user named it first
  url       TEXT,
  captured  TEXT,                              -- instant, UTC
  carrier   TEXT,                              -- what else the carrier says, JSON; null: nothing
  n_bytes   INTEGER NOT NULL,                  -- length of the bytes before packing
  bytes     BLOB NOT NULL                      -- the bytes, packed; empty: `article.text`
);

-- The main text of a page, as it was extracted; a page without one has a note instead.
CREATE TABLE article (
  id        INTEGER PRIMARY KEY REFERENCES page (id),
  title     TEXT,
  outlet    TEXT,
  day       TEXT,                              -- published, as the page says it or a person pinned it
  instant   TEXT,
  url       TEXT,
  text      TEXT NOT NULL,
  n_words   INTEGER NOT NULL,
  frame     INTEGER,                           -- the week of `day`, counted from 2000-01-03; null: undated
  machine   INTEGER,                           -- the first article of its group before any correction
  story     INTEGER REFERENCES story (id),     -- null until it is told
  siglum    INTEGER,                           -- its place among the witnesses, from 0
  origin    INTEGER,                           -- its independent voice, from 1
  told_day  TEXT                               -- published, as the story settles it
);
CREATE INDEX article_by_story ON article (story, siglum);
CREATE INDEX article_by_frame ON article (frame);
CREATE INDEX article_by_machine ON article (machine);
CREATE INDEX article_by_outlet ON article (outlet);
CREATE INDEX article_by_day ON article (day);

-- Words of the articles, for search.
CREATE VIRTUAL TABLE words USING fts5 (
  title, text, content = 'article', content_rowid = 'id',
  tokenize = "unicode61 remove_diacritics 2"
);

-- How the store is grouped now: `grouping` is `whole` or `frames`.
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- What is still to be done. A stamp rises with every mark, so that a mark made meanwhile is seen.
-- Frames (weeks; the undated one is -1000000) whose articles have to be grouped again:
CREATE TABLE pending_frame (frame INTEGER PRIMARY KEY, stamp INTEGER NOT NULL);
-- Groups, named by `article.machine`, whose stories have to be told again:
CREATE TABLE pending_group (machine INTEGER PRIMARY KEY, stamp INTEGER NOT NULL);

-- One story: what a list says of it.
CREATE TABLE story (
  id            INTEGER PRIMARY KEY,
  key           TEXT NOT NULL UNIQUE,          -- named after its first article
  members       TEXT NOT NULL,                 -- a hash of its articles and of what people settled
  method        INTEGER NOT NULL REFERENCES method (id),
  title         TEXT NOT NULL,
  first_day     TEXT,
  last_day      TEXT,
  n_articles    INTEGER NOT NULL,
  n_outlets     INTEGER NOT NULL,
  n_unnamed     INTEGER NOT NULL,              -- articles whose outlet is not named
  n_origins     INTEGER NOT NULL,
  n_conflicts   INTEGER NOT NULL,
  n_superseded  INTEGER NOT NULL,
  n_altered     INTEGER NOT NULL,              -- quotations whose words differ inside the marks
  n_differ      INTEGER NOT NULL,              -- sayings given to different speakers
  origins       TEXT NOT NULL                  -- tellings of each origin: `3 1 1`
);
CREATE INDEX story_by_day ON story (last_day DESC, id DESC);

-- The whole of a story as `tellings/1` JSON, without the texts of its articles (they stand in
-- `article`) and the words of its citations (their offsets say where they stand), by columns
-- (`docs/design/desk.md`).
CREATE TABLE record (
  story   INTEGER PRIMARY KEY REFERENCES story (id),
  n_bytes INTEGER NOT NULL,                    -- its length before packing
  bytes   BLOB NOT NULL                        -- the JSON by columns, packed
);

-- Where a story went whose first article changed or that became part of another.
CREATE TABLE former (
  key     TEXT PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article (id)
) WITHOUT ROWID;

-- The stemma: who copied whom. `model` is the siglum of a witness, or what a lost text was.
CREATE TABLE descent (
  story     INTEGER NOT NULL REFERENCES story (id),
  n         INTEGER NOT NULL,
  model     TEXT NOT NULL,
  copy      INTEGER NOT NULL REFERENCES article (id),
  kind      TEXT NOT NULL,                     -- copies | rewords | cites
  direction TEXT NOT NULL,                     -- known | likely | unknown
  share     REAL,                              -- of the copy's words that stand in the model
  PRIMARY KEY (story, n)
) WITHOUT ROWID;

-- The apparatus: one matter on which tellings agree, part, or are silent.
CREATE TABLE entry (
  story    INTEGER NOT NULL REFERENCES story (id),
  n        INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  verdict  TEXT NOT NULL,
  topic    TEXT NOT NULL,
  readings TEXT NOT NULL,                      -- `A B: value | C: value`, 32 letters of each; the whole stands in `record`
  silent   TEXT NOT NULL,                      -- sigla
  PRIMARY KEY (story, n)
) WITHOUT ROWID;

-- Names (of outlets too), and the articles that mention them.
CREATE TABLE name (
  id   INTEGER PRIMARY KEY,
  key  TEXT NOT NULL UNIQUE,                   -- a hash of kind and name
  kind TEXT NOT NULL,                          -- PER | ORG | LOC | MISC | OUTLET
  name TEXT NOT NULL
);
CREATE TABLE mention (
  name    INTEGER NOT NULL REFERENCES name (id),
  article INTEGER NOT NULL REFERENCES article (id),
  speaks  INTEGER NOT NULL,                    -- 1: words of it are quoted there
  PRIMARY KEY (name, article)
) WITHOUT ROWID;
CREATE INDEX mention_by_article ON mention (article);

-- What was doubtful about the input.
CREATE TABLE note (
  id         INTEGER PRIMARY KEY,
  path       TEXT,
  byte       INTEGER,
  what       TEXT NOT NULL,
  remedy     TEXT,
  unreadable INTEGER NOT NULL
);
CREATE UNIQUE INDEX note_once ON note (ifnull(path, ''), ifnull(byte, -1), what);

-- What people corrected: append-only, replayed on every telling.
CREATE TABLE correction (
  id     INTEGER PRIMARY KEY,
  made   TEXT NOT NULL,                        -- instant, UTC
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  kind   TEXT NOT NULL,                        -- split | merge | same-speaker | not-a-copy | pin-date | undo
  what   TEXT NOT NULL                         -- JSON; articles by the keys of their pages
);
CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
BEGIN SELECT raise(ABORT, 'the journal of corrections is append-only'); END;
CREATE TRIGGER correction_is_kept BEFORE DELETE ON correction
BEGIN SELECT raise(ABORT, 'the journal of corrections is append-only'); END;
