import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { PluginBuild } from 'esbuild'
import { defineConfig, type Options } from 'tsup'

interface Manifest {
  exports: Record<string, { 'offhook-source'?: string }>
  bin?: Record<string, string>
}

// run in a package's folder, as `npm run build` does: what its package.json exports is what is built
const { exports, bin = {} }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))

const entries = Object.entries(exports).flatMap(([subpath, { 'offhook-source': source }]) =>
  source === undefined ? [] : [[subpath === '.' ? 'index' : subpath.slice('./'.length), source]],
)
// what is imported in parts is built in parts, a file for each module: in one file a bundler must keep every table that
// might do something when it is made
const modules =
  entries.length === 1
    ? []
    : globSync('**/*.ts', { cwd: 'src', exclude: ['**/*.test.ts', '**/*.d.ts', '**/testing/**', '**/*fake*'] }).map(
        (file) => [`modules/${file.replace(/\.ts$/, '')}`, `src/${file}`],
      )
const programs = Object.values(bin)
  .map((built) => built.replace('./dist/', '').replace('.js', ''))
  .map((name) => [name, `src/${name}.ts`])
// what runs in a thread of its own is a file of its own, beside whatever it is started by
const threads = globSync('**/*-worker.ts', { cwd: 'src' }).map((file) => [basename(file, '.ts'), `src/${file}`])

// sip.js is the transport's own affair: it is bundled, without the media half and the socket it would bring by default,
// and without what it would tell a log that is switched off
const sipWithoutDefaults = {
  name: 'sip.js without its defaults',
  setup(build: PluginBuild) {
    const unused =
      /sip\.js\/lib\/platform\/web\/(session-description-handler\/.*-factory-default|transport\/transport)\.js$/
    const contents = 'export const defaultSessionDescriptionHandlerFactory = () => undefined; export class Transport {}'
    build.onLoad({ filter: unused }, () => ({ contents }))
    // nothing is subscribed to, published or written over SIP
    const clients =
      /sip\.js\/lib\/core\/(?:dialogs\/subscription-dialog|user-agents\/(?:re-)?(?:subscribe|publish|message)-user-agent-client)\.js$/
    build.onLoad({ filter: clients }, ({ path }) => {
      const name = basename(path, '.js').replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
      return { contents: `export class ${name} {}` }
    })
    // a log that is switched off is a small one
    build.onLoad({ filter: /sip\.js\/lib\/core\/log\/logger\.js$/ }, () => ({
      contents: 'export class Logger { error() {} warn() {} log() {} debug() {} }',
    }))
    build.onLoad({ filter: /sip\.js\/lib\/core\/log\/logger-factory\.js$/ }, ({ path }) => ({
      contents: `import { Logger } from './logger.js'; export class LoggerFactory { getLogger() { return new Logger() } }`,
      resolveDir: dirname(path),
    }))
    const logging = /^\s*(?:this\.)?(?:logger\.(?:debug|log|warn|error)|logTransportError)\(.*\);$/gm
    // what it says of a mistake of ours is for whoever works on this, who has the source and the stack
    const saying = /(?<=\bnew Error\(|\bconst message = )(?:"[^"]*"|`[^`]*`)(?=\)|;)/g
    build.onLoad({ filter: /sip\.js\/lib\/.*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(logging, '').replace(saying, '"sip.js"'),
    }))
  },
}

const shared: Options = { target: 'es2022', sourcemap: true, silent: true }

const library: Options = {
  ...shared,
  entry: Object.fromEntries([...modules, ...entries]),
  format: ['esm', 'cjs'],
  dts: { entry: Object.fromEntries(entries), compilerOptions: { composite: false } },
  // one copy of each class in CJS too, or `instanceof OffhookError` would fail between two entries of a package
  splitting: true,
  // import.meta.url in CJS
  shims: true,
  esbuildPlugins: [sipWithoutDefaults],
}

const program: Options = { ...shared, entry: Object.fromEntries([...programs, ...threads]), format: 'esm' }

export default defineConfig(programs.length === 0 ? [library] : [library, program])
