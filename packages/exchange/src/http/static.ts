import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

// names that a build gave a hash never change their content
const hashed = /[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

/** A file to send. */
export interface FoundFile {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** The file under `root` for the path of a URL; nothing when there is none or it lies outside. */
export async function findFile(root: string, urlPath: string): Promise<FoundFile | undefined> {
  const decoded = decode(urlPath)
  if (decoded === undefined || decoded.includes('\0')) return undefined
  const base = await resolved(root)
  const path = await resolved(join(root, decoded.endsWith('/') ? `${decoded}index.html` : decoded))
  // links are followed before the check, so that none leads outside
  if (base === undefined || path === undefined || !path.startsWith(base + sep)) return undefined
  const file = await stat(path)
  if (!file.isFile()) return undefined
  return {
    path,
    headers: {
      'Content-Type': types[extname(path).toLowerCase()] ?? 'application/octet-stream',
      'Content-Length': String(file.size),
      'Last-Modified': file.mtime.toUTCString(),
      'Cache-Control': hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  }
}

/** The body of a found file as a web stream. */
export function readFile({ path }: FoundFile): ReadableStream {
  return Readable.toWeb(createReadStream(path)) as ReadableStream // node types its own twin of the web class
}

/** Whether a path asks for a page of the app rather than for a file. */
export const isPage = (urlPath: string): boolean => extname(urlPath) === ''

function decode(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath)
  } catch {
    return undefined
  }
}

async function resolved(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch {
    return undefined
  }
}
