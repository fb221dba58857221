import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A web server on loopback with the pages of `page/`. */
export interface Pages {
  /** The address of a page; what the page is told is in its query. */
  address(name: string, told: unknown): string
  close(): Promise<void>
}

/** Pages by name, each with its script. */
export type PageFiles = Readonly<Record<string, string>>

const folder = join(dirname(fileURLToPath(import.meta.url)), 'page')
const own: PageFiles = Object.fromEntries(
  ['contract', 'phone', 'jssip'].map((name) => [name, join(folder, `${name}.ts`)]),
)

// a page that is loaded anew has it, and has it compiled
const asScript = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'max-age=3600' }

/** Bundles the pages from source and serves them; `more` are pages from elsewhere, by name and file. */
export async function servePages(more: PageFiles = {}): Promise<Pages> {
  const scripts = await bundle({ ...own, ...more })
  const server = createServer((request, response) => {
    const [, name = '', kind] = /^\/([\w-]+)(\.js)?(?:\?|$)/.exec(request.url ?? '') ?? []
    const script = scripts.get(name)
    if (script === undefined) response.writeHead(404).end()
    else if (kind === '.js') response.writeHead(200, asScript).end(script)
    else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html(name))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  return {
    address: (name, told) => `http://127.0.0.1:${port}/${name}?${encodeURIComponent(JSON.stringify(told))}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bundle(entryPoints: Record<string, string>): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints,
    outdir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    // the packages as they are in this work tree, so that one copy of each is on the page
    conditions: ['offhook-source'],
  })
  const nameOf = (path: string) => path.slice(folder.length + 1).replace(/\.js$/, '')
  return new Map(outputFiles.map(({ path, text }) => [nameOf(path), text]))
}

const html = (name: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,"><script type="module" src="/${name}.js"></script></html>`
