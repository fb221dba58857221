import type { AmiAction, AmiMessage } from './ami.ts'

/** Reads the stream of the manager interface, in whatever pieces it comes, and gives its messages one by one. */
export function createParser(give: (message: AmiMessage) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const blocks = (rest + text).split('\r\n\r\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) give(parse(block))
  }
}

/** A name that comes again adds a line to its value: that is how the output of a command arrives. */
function parse(block: string): AmiMessage {
  const message: Record<string, string> = {}
  for (const line of block.split('\r\n')) {
    const [, name, value = ''] = /^([^:]+): ?(.*)$/s.exec(line) ?? []
    if (name) message[name] = message[name] === undefined ? value : `${message[name]}\n${value}`
  }
  return message
}

export function format(action: AmiAction): string {
  const lines = Object.entries(action).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`))
  if (lines.some((line) => /[\r\n]/.test(line))) throw new Error('A line of an AMI action cannot hold a line break.')
  return `${lines.join('\r\n')}\r\n\r\n`
}
