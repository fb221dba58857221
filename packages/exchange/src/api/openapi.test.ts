// What a third party makes of /openapi.json: types by openapi-typescript, and a client that is checked against them.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openCompany, type SignedIn } from '../testing/company.ts'

// a compiler runs
vi.setConfig({ testTimeout: 60_000 })

const run = promisify(execFile)
const tsc = join(import.meta.dirname, '../../../../node_modules/typescript/bin/tsc')

let company: Awaited<ReturnType<typeof openCompany>>
let alice: SignedIn
let folder: string

beforeAll(async () => {
  company = await openCompany()
  alice = await company.signIn('alice')
  folder = await mkdtemp(join(tmpdir(), 'offhook-openapi-'))
  const types = await openapiTS(new URL(`${company.url}/openapi.json`))
  await writeFile(join(folder, 'api.ts'), astToString(types))
}, 60_000)
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await company.close()
})

const client = `
import type { components, paths } from './api.ts'

type Ok<Operation> = Operation extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never
type Gets = { [Path in keyof paths as paths[Path] extends { get: { responses: { 200: unknown } } } ? Path : never]: paths[Path] }

const [url = '', token = ''] = process.argv.slice(2)
const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' }
async function get<Path extends keyof Gets & string>(path: Path): Promise<Ok<Gets[Path]['get']>> {
  const response = await fetch(url + path, { headers })
  if (!response.ok) throw new Error(path + ' ' + response.status)
  return response.json() as Promise<Ok<Gets[Path]['get']>>
}
`

const good = `${client}
const me = await get('/v1/me')
const name: string = me.name
const role: 'person' | 'admin' = me.role
const { items, next } = await get('/v1/contacts')
const uids: string[] = items.map(({ uid }) => uid)
const more: string | undefined = next
const since: string = (await get('/v1/me/presence')).person.since
const body: components['schemas']['ContactFields'] = { name: { full: 'Jan' }, phones: [{ number: '+31201234567' }] }
const books = await get('/v1/books')
const book = books.items.find(({ kind }) => kind === 'personal')
const made = await fetch(url + '/v1/books/' + book?.id + '/contacts', { method: 'POST', headers, body: JSON.stringify(body) })
const contact = (await made.json()) as components['schemas']['Contact']
const problem = (await (await fetch(url + '/v1/contacts/none', { headers })).json()) as components['schemas']['Problem']
console.log(JSON.stringify({ name, role, uids: uids.length, more, since, contact: contact.name.full, code: problem.code }))
`

async function compile(name: string, source: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, `declare const process: { argv: string[] }\n${source}`)
  const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--lib', 'es2023,dom']
  const args = [tsc, ...options, '--allowImportingTsExtensions', file]
  return run(process.execPath, args, { cwd: folder }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  )
}

test('a client that is made of it type-checks, and gets from the server what its types say', async () => {
  expect(await compile('good.mts', good)).toBe('')
  const { stdout } = await run(process.execPath, [join(folder, 'good.mts'), company.url, alice.session.accessToken])
  expect(JSON.parse(stdout)).toEqual({
    ...{ name: 'Alice van Dam', role: 'person', uids: 4, since: expect.stringMatching(/Z$/) },
    ...{ contact: 'Jan', code: 'not-found' },
  })
})

test('a client that is wrong does not', async () => {
  const said = await compile(
    'wrong.mts',
    `${client}\nconst age: number = (await get('/v1/me')).age\nawait get('/v1/nowhere')`,
  )
  expect(said).toContain("Property 'age' does not exist")
  expect(said).toContain('\'"/v1/nowhere"\'')
})
