import { Refusal, wrongField } from './problem.ts'

/** The bytes of a body; reads no more than `most` of them, and refuses the rest with `too-large`. */
export async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(most)
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.byteLength
    if (length > most) throw tooLarge(most)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

const tooLarge = (most: number) => new Refusal('too-large', { detail: `At most ${most} bytes.` })

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What a body of JSON says. */
export function parseJson(bytes: Uint8Array, type: string | undefined): unknown {
  if (mediaType(type) !== 'application/json') throw wrongField('', 'bad-format', 'The body is application/json.')
  if (bytes.byteLength === 0) return undefined
  const value = parsed(bytes)
  if (halves.test(JSON.stringify(value))) throw wrongField('', 'bad-format', 'There is half a character in it.')
  return value
}

/** Half of a surrogate pair, which JSON can write and UTF-8 cannot. */
const halves = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw wrongField('', 'bad-format', 'The body is not JSON in UTF-8.')
  }
}

/** A media type without its parameters. */
export const mediaType = (type = ''): string => (type.split(';')[0] ?? '').trim().toLowerCase()
