/** Calls that talk, for the process that comes after the one that has them; `at`: when that one was last known to live. */
export const liveCalls: readonly string[] = [
  `create table live_calls (
    id text collate "C" primary key,
    node text not null,
    at bigint not null,
    call jsonb not null
  )`,
]
