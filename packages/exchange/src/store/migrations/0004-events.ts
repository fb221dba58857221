/** What was told, what was answered, and what this installation keeps to itself. */
export const events: readonly string[] = [
  // from the time it was made on: an id of another database, or of one that was set back, is not taken for one of these
  `do $$ begin execute format(
    'create sequence outbox_id start %s', (extract(epoch from clock_timestamp()) * 1000)::bigint
  ); end $$`,
  // person_id: for whom; null: for everybody; '': for nobody
  `create table outbox (
    id bigint primary key default nextval('outbox_id'),
    person_id text collate "C",
    type text not null,
    subject text,
    data jsonb not null,
    at bigint not null
  )`,
  'alter sequence outbox_id owned by outbox.id',
  'create index outbox_for on outbox (person_id, id)',
  // there is always an event to go on after
  `insert into outbox (person_id, type, data, at)
    values ('', 'store.created', '{}', (extract(epoch from clock_timestamp()) * 1000)::bigint)`,

  `create table answers (
    person_id text collate "C" not null references people on delete cascade,
    key text collate "C" not null,
    fingerprint text not null,
    answer jsonb,
    at bigint not null,
    primary key (person_id, key)
  )`,
  'create index answers_by_age on answers (at)',

  `create table secrets (
    name text collate "C" primary key,
    value text not null
  )`,
]
