/** Who is no longer of the company keeps what is theirs, and leaves the user name, extension and address to others. */
export const left: readonly string[] = [
  'alter table people add column left_at bigint, add column is_configured boolean not null default false',
  'alter table people drop constraint user_taken, drop constraint extension_taken',
  'drop index email_taken',
  'create unique index user_taken on people (user_name) where left_at is null',
  'create unique index extension_taken on people (extension) where left_at is null',
  'create unique index email_taken on people (lower(email)) where left_at is null',
]
