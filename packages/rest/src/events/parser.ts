/** One message of an event stream. */
export interface Message {
  /** The last id that was given, by this message or one before. */
  readonly id: string
  readonly type: string
  readonly data: string
}

/** Where what was read goes. */
export interface MessageSink {
  message(message: Message): void
  /** The server says how long to wait before connecting again, in milliseconds. */
  retry(ms: number): void
}

/**
 * Reads an event stream as the WHATWG HTML standard interprets one (9.2.6); `text` may be cut anywhere, also within a
 * line end. What is not ended by an empty line was never there.
 */
export function createParser(sink: MessageSink): (text: string) => void {
  let rest = ''
  // a line feed at the beginning may be the second half of a line end
  let isAfterReturn = false
  let id = ''
  let [type, data]: [string, string | undefined] = ['', undefined]

  const fields: Readonly<Record<string, (value: string) => void>> = {
    event: (value) => {
      type = value
    },
    data: (value) => {
      data = data === undefined ? value : `${data}\n${value}`
    },
    id: (value) => {
      if (!value.includes('\0')) id = value
    },
    retry: (value) => {
      if (/^\d+$/.test(value)) sink.retry(Number(value))
    },
  }

  const line = (text: string) => {
    if (text === '') {
      if (data !== undefined) sink.message({ id, type: type || 'message', data })
      type = ''
      data = undefined
      return
    }
    const colon = text.indexOf(':')
    const [name, value] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1).replace(/^ /, '')]
    if (Object.hasOwn(fields, name)) fields[name]?.(value)
  }

  return (text) => {
    if (text === '') return
    const fresh = isAfterReturn && text.startsWith('\n') ? text.slice(1) : text
    isAfterReturn = text.endsWith('\r')
    const lines = (rest + fresh).split(/\r\n|\n|\r/)
    rest = lines.pop() ?? ''
    lines.forEach(line)
  }
}
