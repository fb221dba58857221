export type { MockOptions, MockServer } from './server.ts'
export { mockServer } from './server.ts'
