import type { ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'

/** The way to one reader. */
export interface Pipe {
  readonly isOver: boolean
  /** Nothing is written any more after the reader left or was cut. */
  write(text: string): void
  end(): void
}

const heartbeatMs = 15_000
// a reader that is so far behind, for so long or at all, is cut, and goes on from the last event it had
const manyUnreadBytes = 1024 * 1024
const mostUnreadBytes = 8 * manyUnreadBytes
const patienceMs = 5_000

/** Writes to a response as long as it is read, and a comment every 15 seconds, when `beat` is called too. */
export function createPipe(response: ServerResponse, clock: Clock, beat: (count: number) => void): Pipe {
  let isOver = false
  let stopDoubting: (() => void) | undefined
  let stopBeating = () => {}

  const end = () => {
    if (isOver) return
    isOver = true
    stopBeating()
    stopDoubting?.()
    response.end()
  }
  const cut = () => {
    end()
    response.destroy()
  }
  const write = (text: string) => {
    if (isOver) return
    if (response.writableLength > mostUnreadBytes) return cut()
    response.write(text)
    if (response.writableLength > manyUnreadBytes) stopDoubting ??= clock.after(patienceMs, cut)
  }
  const beatOn = (count: number) => {
    stopBeating = clock.after(heartbeatMs, () => {
      write(':\n\n')
      beat(count)
      if (!isOver) beatOn(count + 1)
    })
  }

  response.on('drain', () => {
    stopDoubting?.()
    stopDoubting = undefined
  })
  beatOn(1)
  return {
    get isOver() {
      return isOver
    },
    write,
    end,
  }
}
