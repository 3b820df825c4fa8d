// The append-only list of schema steps. Each released step is frozen: mend by adding a step.
// Holds SQL only; running it is open-store.ts's work.

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    name: '001-ledger',
    sql: `
-- Strings that repeat in many rows: models, branches, versions, agent ids, request-free text.
CREATE TABLE name (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

-- One row per transcript file ever read. 'vanished' files keep their rows: they are the archive.
CREATE TABLE file (
  id          INTEGER PRIMARY KEY,
  path        TEXT NOT NULL,             -- real path
  root        TEXT NOT NULL,             -- the config folder it was found under
  kind        TEXT NOT NULL,             -- 'main' | 'subagent'
  state       TEXT NOT NULL,             -- 'present' | 'vanished'
  device      INTEGER NOT NULL,
  inode       INTEGER NOT NULL,
  size_bytes  INTEGER NOT NULL,          -- at the last look
  mtime_ms    REAL NOT NULL,             -- at the last look
  cursor      INTEGER NOT NULL,          -- bytes whose records are in the ledger
  head_hash   TEXT NOT NULL,             -- of the first bytes: is it still the same file?
  edge_hash   TEXT NOT NULL,             -- of the bytes before the cursor: was it only appended to?
  opened_ms   INTEGER,                   -- first timestamp in the file; decides who owns a copied call
  rewrites    INTEGER NOT NULL,          -- times it was read anew because it had changed in place
  first_seen_ms INTEGER NOT NULL,
  vanished_ms INTEGER
);
CREATE UNIQUE INDEX file_path ON file (path);

-- Every usage line seen, also the ones that lost: the provenance of a call.
CREATE TABLE line (
  message_id  TEXT NOT NULL,             -- message.id, else 'request:'+requestId, else 'uuid:'+uuid
  file_id     INTEGER NOT NULL,
  offset      INTEGER NOT NULL,          -- byte offset of the record in the file
  part        INTEGER NOT NULL,          -- 0 the message itself, n the n-th advisor iteration
  request_id  TEXT,
  at_ms       INTEGER,                   -- NULL: the line has no readable time
  session_id  INTEGER NOT NULL,          -- session.id
  model_id    INTEGER NOT NULL,          -- name.id
  branch_id   INTEGER,                   -- name.id; NULL: none written
  version_id  INTEGER,                   -- name.id
  agent_id    INTEGER,                   -- name.id of the subagent's id; NULL on the main chain
  flags       INTEGER NOT NULL,          -- see flags.ts
  input_tokens    INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_5m_tokens INTEGER NOT NULL,
  cache_write_1h_tokens INTEGER NOT NULL,
  output_tokens   INTEGER NOT NULL,
  web_searches    INTEGER NOT NULL,
  PRIMARY KEY (message_id, file_id, offset, part)
) WITHOUT ROWID;

-- The ledger: one row per API call, derived from its lines.
CREATE TABLE call (
  id          INTEGER PRIMARY KEY,
  message_id  TEXT NOT NULL,
  request_id  TEXT,                      -- of the winning line, or of any line that has one
  part        INTEGER NOT NULL,
  at_ms       INTEGER,                   -- time of the first line; NULL: unknown
  quarter     INTEGER,                   -- floor(at_ms / 900000): 15-minute bucket
  session_id  INTEGER NOT NULL,          -- owner's session.id
  model_id    INTEGER NOT NULL,
  branch_id   INTEGER,
  version_id  INTEGER,
  agent_id    INTEGER,
  chain       INTEGER NOT NULL,          -- 0 main, 1 subagent, 2 compaction, 3 other helper agents
  flags       INTEGER NOT NULL,
  input_tokens    INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_5m_tokens INTEGER NOT NULL,
  cache_write_1h_tokens INTEGER NOT NULL,
  output_tokens   INTEGER NOT NULL,
  web_searches    INTEGER NOT NULL,
  cost_nano_usd   INTEGER,               -- at the prices of its day; NULL: no price known
  file_id     INTEGER NOT NULL,          -- the owner's file
  line_count  INTEGER NOT NULL,          -- lines seen of this call
  session_count INTEGER NOT NULL         -- sessions it was seen in; > 1: it was copied
);
CREATE INDEX call_message ON call (message_id);
CREATE INDEX call_session ON call (session_id, at_ms);
CREATE INDEX call_time ON call (quarter, at_ms);

-- Calls summed by quarter, model, speed and pricedness: what reports by day are answered from.
CREATE TABLE quarter_sum (
  quarter     INTEGER NOT NULL,          -- as in call; -1: no time known
  model_id    INTEGER NOT NULL,
  is_fast     INTEGER NOT NULL,
  is_priced   INTEGER NOT NULL,
  calls       INTEGER NOT NULL,
  final_calls INTEGER NOT NULL,
  input_tokens    INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_5m_tokens INTEGER NOT NULL,
  cache_write_1h_tokens INTEGER NOT NULL,
  output_tokens   INTEGER NOT NULL,
  cost_nano_usd   INTEGER NOT NULL,      -- 0 when not priced
  PRIMARY KEY (quarter, model_id, is_fast, is_priced)
) WITHOUT ROWID;

-- Tool calls by the message that made them; copies of a message share them.
CREATE TABLE tool (
  message_id  TEXT NOT NULL,
  tool_use_id TEXT NOT NULL,
  name_id     INTEGER NOT NULL,
  PRIMARY KEY (message_id, tool_use_id)
) WITHOUT ROWID;

-- One row per session id, derived from what its files say of it.
CREATE TABLE session (
  id          INTEGER PRIMARY KEY,
  session_id  TEXT NOT NULL UNIQUE,
  project_id  INTEGER,                   -- NULL: no line had a cwd
  first_cwd   TEXT,
  last_cwd    TEXT,
  last_branch TEXT,
  version     TEXT,                      -- newest Claude Code version seen
  title       TEXT,                      -- custom title, AI title or summary; never prompt text
  title_source TEXT,                     -- 'custom-title' | 'ai-title' | 'summary'; NULL: none
  prompt_file_id INTEGER,                -- where its first human prompt stands, for a title of last resort
  prompt_offset  INTEGER,
  first_ms    INTEGER,                   -- first and last record with a time
  last_ms     INTEGER
);

CREATE TABLE project (
  id   INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE              -- first cwd, git worktrees folded under their repository
);

-- What one file says of one session; session is the sum of these.
CREATE TABLE file_session (
  file_id     INTEGER NOT NULL,
  session_id  INTEGER NOT NULL,
  facts       TEXT NOT NULL,             -- JSON of SessionFacts (model/session-facts.ts)
  PRIMARY KEY (file_id, session_id)
) WITHOUT ROWID;
CREATE INDEX file_session_session ON file_session (session_id);

-- Subagents, as far as their type is told anywhere.
CREATE TABLE agent (
  agent_id    TEXT NOT NULL,
  session_id  INTEGER NOT NULL,
  type        TEXT,                      -- 'Explore', 'general-purpose', …; NULL: not told
  parent_agent_id TEXT,
  tool_use_id TEXT,                      -- the Task or Agent call that started it, when told
  PRIMARY KEY (agent_id, session_id)
) WITHOUT ROWID;

-- Records other than usage that a question needs. data is small JSON, see event kinds in model/.
CREATE TABLE event (
  file_id     INTEGER NOT NULL,
  offset      INTEGER NOT NULL,
  kind        TEXT NOT NULL,             -- 'prompt' | 'compaction' | 'api-error' | 'cost-state' | 'summary' | 'agent-call'
  session_id  INTEGER NOT NULL,          -- 0 for a summary: it belongs to the leaf's session
  at_ms       INTEGER,
  uuid        TEXT,                      -- the same in copies of the record
  data        TEXT,
  PRIMARY KEY (file_id, offset, kind)
) WITHOUT ROWID;
CREATE INDEX event_session ON event (session_id, kind);
CREATE INDEX event_kind ON event (kind, at_ms);
CREATE INDEX event_uuid ON event (kind, uuid);

-- Parse health: what kinds of records each file held, and which lines were bad.
CREATE TABLE shape (
  file_id     INTEGER NOT NULL,
  shape       TEXT NOT NULL,             -- 'user', 'system/compact_boundary', 'field user.newThing'
  known       INTEGER NOT NULL,          -- 0: the reader does not know this kind or field
  count       INTEGER NOT NULL,
  PRIMARY KEY (file_id, shape)
) WITHOUT ROWID;
CREATE TABLE fault (
  file_id     INTEGER NOT NULL,
  offset      INTEGER NOT NULL,
  kind        TEXT NOT NULL,             -- 'bad-json' | 'glued' | 'oversize' | 'unreadable' | 'rewritten'
  size_bytes  INTEGER NOT NULL,
  detail      TEXT NOT NULL,             -- never the line's content
  PRIMARY KEY (file_id, offset, kind)
) WITHOUT ROWID;

-- Single values: data version, price book version, indexer's lease, last ingest.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
`,
  },
  {
    name: '002-data-version-of-a-file',
    sql: `
-- The data version under which the file was read: an older one is read again, when its folder is next
-- in force.
ALTER TABLE file ADD COLUMN data_version INTEGER NOT NULL DEFAULT 1;
`,
  },
  {
    name: '003-live',
    sql: `
-- What the status line was told, refresh by refresh. Refreshes that differ in durations only are one row.
CREATE TABLE heartbeat (
  id          INTEGER PRIMARY KEY,
  session_id  TEXT NOT NULL,
  source      TEXT NOT NULL,             -- 'statusline' | 'ctxprof'
  first_ms    INTEGER NOT NULL,
  last_ms     INTEGER NOT NULL,
  refreshes   INTEGER NOT NULL,
  cost_nano_usd INTEGER,                 -- Claude Code's own running total; NULL: not told
  window_tokens INTEGER,
  used_percent  REAL,
  five_hour_percent REAL,
  five_hour_resets_ms INTEGER,
  seven_day_percent REAL,
  seven_day_resets_ms INTEGER,
  data        TEXT NOT NULL              -- JSON of Heartbeat (live/spool-record.ts), whole
);
CREATE INDEX heartbeat_session ON heartbeat (session_id, last_ms);
CREATE INDEX heartbeat_time ON heartbeat (last_ms);

-- What hooks were told, without any text.
CREATE TABLE hook_event (
  id          INTEGER PRIMARY KEY,
  session_id  TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  event       TEXT NOT NULL,             -- as Claude Code names it: 'Stop', 'PreCompact'
  data        TEXT NOT NULL              -- JSON, see HookRecord.data
);
CREATE INDEX hook_event_session ON hook_event (session_id, at_ms);

-- How far each spool file and each imported file has been taken.
CREATE TABLE spool (
  name        TEXT PRIMARY KEY,          -- file name, or path of an imported file
  inode       INTEGER NOT NULL,
  cursor      INTEGER NOT NULL,
  mtime_ms    REAL NOT NULL
) WITHOUT ROWID;
`,
  },
  {
    name: '004-session-events',
    sql: `
-- What the second pass has made of a transcript, apart from the events themselves. No row: not read yet.
CREATE TABLE event_file (
  file_id     INTEGER PRIMARY KEY,
  session     TEXT NOT NULL,             -- session id by the file's place
  agent_id    TEXT,                      -- NULL: a session's main thread
  cursor      INTEGER NOT NULL,          -- bytes whose events are stored; never ahead of file.cursor
  rewrites    INTEGER NOT NULL,          -- file.rewrites when it was read
  reader      TEXT NOT NULL,             -- what it was read with: version and markers
  state       TEXT NOT NULL,             -- JSON of EventReaderState: how to read on
  events      INTEGER NOT NULL,          -- stored ones
  folds       TEXT NOT NULL,             -- what it was folded with: ids, versions, options
  progress    TEXT NOT NULL,             -- JSON of ThreadProgress (session-events/fold-thread.ts)
  copied_until_ms INTEGER,               -- events up to here are known and not counted; NULL: all count
  hooks       TEXT NOT NULL,             -- fingerprint of what hooks told of its permissions
  first_ms    INTEGER,                   -- first and last event that counts
  last_ms     INTEGER
);
CREATE INDEX event_file_session ON event_file (session);

-- Its events, a fixed number to a chunk; the last one is written anew when more come.
CREATE TABLE event_chunk (
  file_id     INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  first_ms    INTEGER,                   -- least and greatest time of its events; NULL: none has one
  last_ms     INTEGER,
  events      TEXT NOT NULL,             -- packEvents (model/session-event/pack-events.ts)
  PRIMARY KEY (file_id, seq)
) WITHOUT ROWID;

-- Hashes of the ids of its records, so that a record that stands in it twice counts once.
CREATE TABLE event_seen (
  file_id     INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  hashes      BLOB NOT NULL,             -- 8 bytes each, a fixed number to a row
  PRIMARY KEY (file_id, seq)
) WITHOUT ROWID;

-- What metrics and the task classifier say of it.
CREATE TABLE reading (
  file_id     INTEGER NOT NULL,
  metric      TEXT NOT NULL,
  reading     TEXT NOT NULL,             -- JSON of Reading (metrics/kit/metric.ts)
  trail       TEXT NOT NULL,             -- JSON: values at the ends of the last turns
  PRIMARY KEY (file_id, metric)
) WITHOUT ROWID;
`,
  },
];
