// Two things typedoc does not do: it draws the diagrams with a copy of mermaid beside the pages, so that the site asks
// nothing of the network, and it warns of an exported name without its sentence (but lets `clear(): void` speak for itself).
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Application,
  Converter,
  type DeclarationReflection,
  type DocumentReflection,
  MarkdownEvent,
  PageEvent,
  type ProjectReflection,
  ReflectionKind,
  RendererEvent,
} from 'typedoc'

const mermaid = 'assets/mermaid.js'
const block = /^```mermaid[ \t]*\n([\s\S]*?)^```[ \t]*$/gm
const marker = '<pre class="mermaid">'

/** What typedoc calls when it loads a plugin. */
export function load(application: Application): void {
  drawDiagrams(application)
  nameDocuments(application)
  application.on(Application.EVENT_VALIDATE_PROJECT, (project: ProjectReflection) => {
    const names = project.getReflectionsByKind(ReflectionKind.All).filter((name) => name.isDeclaration())
    const exported = names.filter(({ parent }) => parent?.kindOf(ReflectionKind.SomeModule))
    // a value and a type of one name are one promise
    const told = new Set(exported.filter((name) => !isSilent(name)).map((name) => name.getFullName()))
    for (const name of new Set(exported.map((name) => name.getFullName()))) {
      if (!told.has(name)) application.logger.warn(`${name} is exported without a sentence that says what it is.`)
    }
  })
}

function isSilent(name: DeclarationReflection): boolean {
  if (name.kindOf(ReflectionKind.SomeModule) || name.kindOf(ReflectionKind.Reference)) return false
  return !name.hasComment() && !name.signatures?.some((signature) => signature.hasComment())
}

function drawDiagrams({ renderer }: Application): void {
  renderer.on(
    MarkdownEvent.PARSE,
    (event: MarkdownEvent) => {
      event.parsedText = event.parsedText.replace(block, (_, drawing: string) => `${marker}${escaped(drawing)}</pre>`)
    },
    100,
  )
  renderer.on(PageEvent.END, (page: PageEvent) => {
    if (page.contents?.includes(marker)) page.contents = page.contents.replace('</body>', `${scripts(page.url)}</body>`)
  })
  renderer.on(RendererEvent.END, ({ outputDirectory }: RendererEvent) => {
    const source = import.meta.resolve('@mermaid-js/tiny/dist/mermaid.tiny.js')
    copyFileSync(new URL(source), join(outputDirectory, mermaid))
  })
}

function scripts(url: string): string {
  const up = '../'.repeat(url.split('/').length - 1)
  return `<script src="${up}${mermaid}"></script><script>${drawWhenShown}</script>`
}

// typedoc hides the page while it loads, and what is hidden has no size to draw by
const drawWhenShown = `
  const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'neutral'
  mermaid.initialize({ startOnLoad: false, theme })
  const draw = () => document.body.offsetHeight > 0 ? mermaid.run() : requestAnimationFrame(draw)
  draw()
`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A document is called what its first heading says, and lies with the guides or with the decisions. */
function nameDocuments({ converter }: Application): void {
  converter.on(Converter.EVENT_CREATE_DOCUMENT, (_: undefined, document: DocumentReflection) => {
    const [first] = document.content
    const heading = first?.kind === 'text' ? /^# (.+)\n+/.exec(first.text) : null
    if (first?.kind !== 'text' || heading?.[1] === undefined) return
    document.name = heading[1]
    // it stands over the page already
    first.text = first.text.slice(heading[0].length)
    document.frontmatter.group = /^\d+\. /.test(heading[1]) ? 'Decisions' : 'Guides'
  })
}
