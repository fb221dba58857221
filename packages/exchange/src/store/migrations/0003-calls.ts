/** Call records: one for each person who took part, as they saw it. `other` is whom they may look for, in small letters. */
export const calls: readonly string[] = [
  `create table records (
    id text collate "C" primary key,
    person_id text collate "C" not null references people on delete cascade,
    direction text not null check (direction in ('incoming', 'outgoing')),
    kind text not null,
    started_at bigint not null,
    answered_at bigint,
    ended_at bigint not null,
    from_party jsonb not null,
    to_party jsonb not null,
    via jsonb not null,
    devices jsonb not null,
    reason text,
    caller_id text,
    other text not null,
    seen boolean not null,
    removed boolean not null default false
  )`,
  'create index records_of on records (person_id, started_at desc, id desc)',
  'create index records_of_all on records (started_at desc, id desc)',
  `create index records_unseen on records (person_id) where kind = 'missed' and not seen and not removed`,
]
