import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChromium, playOnPage } from './docs/on-a-page.ts'
import { promisedLines, readDiagrams, readSamples, type Sample } from './docs/samples.ts'

const root = resolve(import.meta.dirname, '..')
// inside the repository, so that the samples find the packages as an app would
const folder = join(root, '.cache/samples')
const run = promisify(execFile)
const samples = readSamples()

const tsconfig = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    ...{ composite: false, emitDeclarationOnly: false, noEmit: true, jsx: 'react-jsx', types: ['node'] },
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    // a sample shows a thing without using it
    ...{ noUnusedLocals: false, noUnusedParameters: false },
  },
  include: ['.'],
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  for (const { file, program } of samples) writeFileSync(join(folder, file), program)
})

test('every sample of the README and the guides compiles', async () => {
  expect(samples.length).toBeGreaterThan(20)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const failed = await run(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch(({ stdout }) => stdout)
  expect(typeof failed === 'string' ? failed : '').toBe('')
})

const tried = samples.filter(({ trial }) => trial === 'simulator').map((sample) => [sample.name, sample] as const)

test.concurrent.each(tried)('%s runs on the simulator and prints what it says', async (_, sample) => {
  const printed = await output(sample)
  for (const line of promisedLines(sample)) {
    expect(printed, sample.program).toContainEqual(expect.stringMatching(line))
  }
})

describe('the twelve lines of the README make a call in chromium, and it is heard', () => {
  let browser: Browser
  beforeAll(async () => {
    await run(process.execPath, ['--conditions=offhook-source', 'scripts/build.ts', '--if-stale'], { cwd: root })
    browser = await openChromium()
  })
  afterAll(() => browser?.close())

  test.each([
    ['from source', ['offhook-source']],
    ['with the packages as they are published', []],
  ])('%s', async (_, conditions) => {
    const [twelve, ...more] = samples.filter(({ trial }) => trial === 'browser')
    if (twelve === undefined || more.length > 0) throw new Error('One sample is for a browser: that of the README.')
    expect(twelve.name).toMatch(/^README/)
    expect(twelve.code.trim().split('\n')).toHaveLength(12)

    const program = twelve.program.replace('await call.hangUp()', `${untilHeard}\n$&`)
    expect(program).toContain(untilHeard)
    const printed = await playOnPage(browser, program, { folder, conditions })
    const statuses = ['alerting', 'connected', 'holding', 'held', 'resuming', 'connected', 'ending', 'ended']
    // a facet that changes prints the status again
    const changes = printed.filter((status, at, all) => status !== all[at - 1])
    expect(changes.filter((status) => status !== 'dialing')).toEqual(statuses)
  })
})

test('every diagram of the guides can be drawn in chromium', async () => {
  const browser = await openChromium()
  try {
    const tab = await browser.newPage()
    await tab.addScriptTag({ path: fileURLToPath(import.meta.resolve('@mermaid-js/tiny/dist/mermaid.tiny.js')) })
    const diagrams = readDiagrams()
    expect(diagrams.length).toBeGreaterThan(4)
    for (const diagram of diagrams) {
      expect(
        await tab.evaluate(`mermaid.render('drawing', ${JSON.stringify(diagram)}).then(({ svg }) => svg)`),
      ).toContain('<svg')
    }
  } finally {
    await browser.close()
  }
})

// nobody hangs up before there is something to hear
const untilHeard = `await new Promise((heard) => {
  const listen = () => call.getSnapshot().media === 'flowing' && heard(undefined)
  call.subscribe(listen)
  listen()
})`

async function output({ file }: Sample): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, ['--conditions=offhook-source', join(folder, file)], { cwd: folder })
  return stdout.split('\n')
}
