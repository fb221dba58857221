import type { HttpBindings } from '@hono/node-server'
import { errorCatalogue } from '@offhook/core'
import { openApi } from '@offhook/rest/openapi'
import { Hono } from 'hono'
import { sipPath } from '../sip/socket.ts'
import { version } from '../version.ts'
import { securityHeaders } from './headers.ts'
import { mountRoutes, type RouterWorld } from './router.ts'
import { findFile, isPage, readFile } from './static.ts'

/** What `GET /healthz` counts. */
export interface Health {
  readonly people: number
  readonly registrations: number
  readonly calls: number
  readonly sockets: number
}

/** What the HTTP side needs from outside. */
export interface AppOptions {
  readonly web: string | undefined
  readonly connectSources: readonly string[]
  health(): Health
  /** The routes of the contract; absent where nothing is kept. */
  readonly api: RouterWorld | undefined
}

/** The HTTP side of the exchange: its health, the contract, and the files of a web app when a folder is given. */
export function createApp({ web, connectSources, health, api }: AppOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (context, next) => {
    await next()
    const headers = securityHeaders(context.req.header('host'), connectSources)
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value)
  })
  app.get('/healthz', (context) => {
    context.header('Cache-Control', 'no-store')
    return context.json({ status: 'ok', version, engine: 'embedded', ...health() })
  })
  app.all(sipPath, (context) => {
    context.header('Upgrade', 'websocket')
    return context.text('This is a WebSocket with the subprotocol sip', 426)
  })
  if (api) mountContract(app, api)
  if (web !== undefined) {
    app.get('*', async ({ req, notFound }) => {
      const file =
        (await findFile(web, req.path)) ?? (isPage(req.path) ? await findFile(web, '/index.html') : undefined)
      if (!file) return notFound()
      return new Response(req.method === 'HEAD' ? null : readFile(file), { headers: file.headers })
    })
  }
  return app
}

/** The routes of the contract, the document that describes them, and a page for each problem there is. */
function mountContract(app: Hono<{ Bindings: HttpBindings }>, api: RouterWorld): void {
  mountRoutes(app, api)
  const document = JSON.stringify(openApi({ version }))
  app.get('/openapi.json', () => new Response(document, { headers: { 'Content-Type': 'application/json' } }))
  for (const [code, { what, remedy }] of Object.entries(errorCatalogue)) {
    app.get(`/problems/${code}`, (context) => context.text(`${what}\n${remedy}\n`))
  }
}
