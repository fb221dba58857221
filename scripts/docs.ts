// npm run docs: draws what the pages show of the source, then builds the site into docs/site. With --check: only says what is old.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode, tool } from './check/run.ts'
import { generated } from './docs/generated.ts'

const marked = /(<!-- drawn: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g

const old = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root, exclude: ['docs/site/**'] })
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  .map((page) => ({ ...page, drawn: draw(page.text, page.path) }))
  .filter(({ text, drawn }) => text !== drawn)

if (process.argv.includes('--check')) {
  for (const { path } of old) console.log(`${path} does not show what is in the source: run npm run docs.`)
  process.exitCode = old.length === 0 ? 0 : 1
} else {
  for (const { path, drawn } of old) writeFileSync(join(root, path), drawn)
  const { code, output } = await runNode([tool('typedoc')])
  console.log(output)
  process.exitCode = code
}

function draw(text: string, path: string): string {
  return text.replace(marked, (_, start: string, name: string, end: string) => {
    const part = generated[name]
    if (part === undefined) throw new Error(`${path}: nobody draws "${name}".`)
    return `${start}\n${part()}\n\n${end}`
  })
}
