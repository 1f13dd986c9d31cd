-- How far each flow has come. "resume" is the page at which an unfinished sync goes on.
create table flow_state (
  flow text primary key,
  checkpoint text,
  resume text,
  next_run_at text,
  compared_at text
) strict;

create table sync (
  id integer primary key,
  flow text not null,
  cause text not null check (cause in ('schedule', 'request', 'resume')),
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'interrupted')),
  created_at text not null,
  started_at text,
  ended_at text,
  pages integer not null default 0,
  "read" integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  error text
) strict;

-- One at a time: who asks for a second one is told that the first is not done.
create unique index sync_open on sync (flow) where status in ('queued', 'running');

-- What became of each record of a source. "item" is the record as it was last read, for failures to be tried again.
create table record (
  id integer primary key,
  flow text not null,
  source_id text not null,
  target_id text,
  status text not null check (status in ('sending', 'delivered', 'ended', 'skipped', 'failed', 'dead')),
  reason text,
  fingerprint text,
  source_updated_at text,
  item text not null,
  tries integer not null default 0,
  next_try_at text,
  created_at text not null,
  updated_at text not null,
  unique (flow, source_id)
) strict;

create index record_status on record (status, next_try_at);

-- What webhooks brought: stored before it is answered, worked on afterwards.
create table event (
  id integer primary key,
  flow text not null,
  event_id text not null,
  source_id text not null,
  status text not null check (status in ('pending', 'done', 'dead')),
  reason text,
  tries integer not null default 0,
  next_try_at text not null,
  received_at text not null,
  updated_at text not null,
  unique (flow, event_id)
) strict;

create index event_pending on event (flow, next_try_at) where status = 'pending';

-- The newest refresh token of a system that gives a new one with every use, and a digest of the one it came from.
create table credential (
  system text primary key,
  first_digest text not null,
  refresh_token text not null,
  updated_at text not null
) strict;

-- Which process works; the others only answer.
create table lease (
  name text primary key,
  owner text not null,
  expires_at integer not null
) strict;

-- What is to be told to ALERT_URL.
create table alert (
  id integer primary key,
  kind text not null check (kind in ('record.dead', 'sync.failed')),
  flow text not null,
  subject text not null,
  reason text not null,
  created_at text not null,
  sent_at text,
  tries integer not null default 0,
  next_try_at text not null
) strict;

create index alert_unsent on alert (next_try_at) where sent_at is null;
