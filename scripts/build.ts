// `npm run build`: ESM, CJS and types of every package that is published, into its dist/; `--if-stale`: not what is there already.
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, runNode, tool } from './check/run.ts'
import { publicPackages } from './check/workspaces.ts'

const markFile = join(root, '.cache/built')
const mark = markOfSources()
const isThere = publicPackages().every(({ folder }) => existsSync(join(folder, 'dist')))
const isFresh = isThere && existsSync(markFile) && readFileSync(markFile, 'utf8') === mark

if (!process.argv.includes('--if-stale') || !isFresh) await build()

async function build() {
  rmSync(markFile, { force: true })
  for (const { folder } of publicPackages()) {
    rmSync(join(folder, 'dist'), { recursive: true, force: true })
    const { code, output } = await runNode([tool('tsup'), '--config', join(root, 'tsup.config.ts')], folder)
    if (output !== '') console.log(output)
    if (code !== 0) process.exit(code)
  }
  mkdirSync(dirname(markFile), { recursive: true })
  writeFileSync(markFile, mark)
}

/** Everything a build is made of, in one word. */
function markOfSources(): string {
  const hash = createHash('sha256')
  const files = globSync(['packages/*/{src,package.json,tsconfig.json}/**', '*.json', 'tsup.config.ts'], { cwd: root })
  for (const file of files.filter((name) => /\.\w+$/.test(name)).sort()) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}
