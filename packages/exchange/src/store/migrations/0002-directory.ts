/** Phonebooks. A personal book has an owner, and its contacts are reached through the book and never around it. */
export const directory: readonly string[] = [
  `create table books (
    id text collate "C" primary key,
    name text not null,
    kind text not null check (kind in ('internal', 'external', 'personal', 'crm')),
    owner text collate "C" references people on delete cascade,
    size integer not null default 0,
    check ((kind = 'personal') = (owner is not null))
  )`,
  'create unique index one_personal_book on books (owner) where owner is not null',

  // sort_key, words and numbers are made from the fields: see store/contact-index.ts
  `create table contacts (
    uid text collate "C" primary key,
    book_id text collate "C" not null references books on delete cascade,
    fields jsonb not null,
    sort_key text collate "C" not null,
    words tsvector not null,
    numbers text[] not null,
    version integer not null default 1,
    updated_at bigint not null
  )`,
  'create index contacts_in_order on contacts (book_id, sort_key, uid)',
  'create index contacts_by_word on contacts using gin (words)',
  'create index contacts_by_number on contacts using gin (numbers)',

  `create table favourites (
    person_id text collate "C" not null references people on delete cascade,
    contact_uid text collate "C" not null references contacts on delete cascade,
    primary key (person_id, contact_uid)
  )`,
  'create index favourites_for on favourites (contact_uid)',

  `insert into books (id, name, kind) values ('internal', 'Internal', 'internal'), ('external', 'External', 'external')`,
]
