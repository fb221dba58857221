/** People, how they sign in, and what is theirs alone. Times are milliseconds since 1970; ids sort the same everywhere. */
export const people: readonly string[] = [
  `create table people (
    id text collate "C" primary key,
    user_name text collate "C" not null constraint user_taken unique,
    extension text collate "C" not null constraint extension_taken unique,
    email text not null,
    name text not null,
    initials text not null,
    mobile text,
    picture text,
    language text not null,
    theme text not null check (theme in ('system', 'light', 'dark')),
    role text not null check (role in ('person', 'admin')),
    password_hash text,
    version integer not null default 1,
    created_at bigint not null
  )`,
  'create unique index email_taken on people (lower(email))',

  `create table identities (
    issuer text collate "C" not null,
    subject text collate "C" not null,
    person_id text collate "C" not null references people on delete cascade,
    primary key (issuer, subject)
  )`,
  'create index identities_of on identities (person_id)',

  `create table pictures (
    id text collate "C" primary key,
    person_id text collate "C" not null unique references people on delete cascade,
    type text not null,
    bytes bytea not null
  )`,

  `create table sessions (
    id text collate "C" primary key,
    person_id text collate "C" not null references people on delete cascade,
    created_at bigint not null,
    used_at bigint not null,
    expires_at bigint not null
  )`,
  'create index sessions_of on sessions (person_id)',
  'create index sessions_by_end on sessions (expires_at)',
  `create table refresh_tokens (
    hash text collate "C" primary key,
    session_id text collate "C" not null references sessions on delete cascade,
    used_at bigint
  )`,
  'create index refresh_tokens_of on refresh_tokens (session_id)',
  `create table password_resets (
    hash text collate "C" primary key,
    person_id text collate "C" not null references people on delete cascade,
    expires_at bigint not null
  )`,
  'create index password_resets_of on password_resets (person_id)',

  `create table presence (
    person_id text collate "C" primary key references people on delete cascade,
    status text not null,
    note text,
    until bigint,
    since bigint not null
  )`,
  'create index presence_by_end on presence (until) where until is not null',

  `create table settings (
    person_id text collate "C" primary key references people on delete cascade,
    call_waiting boolean not null default true,
    simultaneous_ring boolean not null default false,
    ringer boolean not null default true,
    version integer not null default 1
  )`,
  `create table devices (
    id text collate "C" primary key,
    person_id text collate "C" not null references people on delete cascade,
    instance text collate "C" not null,
    name text not null,
    kind text not null,
    rings boolean not null default true,
    last_seen bigint,
    unique (person_id, instance)
  )`,
  `create table caller_ids (
    person_id text collate "C" not null references people on delete cascade,
    number text collate "C" not null,
    name text,
    place integer not null,
    is_standard boolean not null default false,
    primary key (person_id, number)
  )`,
  'create unique index one_standard_caller_id on caller_ids (person_id) where is_standard',

  `create table forwarding (
    person_id text collate "C" primary key references people on delete cascade,
    rules jsonb not null default '[]',
    own_hours jsonb,
    version integer not null default 1
  )`,
  `create table office (
    id text collate "C" primary key,
    hours jsonb not null,
    version integer not null default 1
  )`,
]
