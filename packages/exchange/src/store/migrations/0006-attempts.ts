/** Who asks too often, by a hash of what they ask with: kept here, it holds for every exchange and after a start. */
export const attempts: readonly string[] = [
  `create table attempts (
    key text collate "C" primary key,
    count integer not null,
    until bigint not null
  )`,
  'create index attempts_by_end on attempts (until)',
]
