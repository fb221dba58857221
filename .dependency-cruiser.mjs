// The dependency rule of ARCHITECTURE.md, as a tool reads it.
const inside = (name) => `^packages/${name}/src/`
const tests = '[.]test[.]tsx?$'

/** Which workspaces a workspace may use, always by their public entry. */
const mayUse = {
  'packages/core': [],
  'packages/webrtc': ['core'],
  'packages/rest': ['core'],
  'packages/exchange': ['core', 'webrtc', 'rest'],
  'examples/softphone': ['core', 'webrtc', 'rest'],
}

const entries = '^packages/[^/]+/src/(index|(testing|oidc|contract)/index|contract/openapi)[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module; take out what both use.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'slices-apart',
      comment:
        'Slices of core know only kernel/ and errors.ts; phone.ts composes them, support/ watches them from outside.',
      severity: 'error',
      from: { path: `${inside('core')}([^/]+)/`, pathNot: [`${inside('core')}(testing|support)/`, tests] },
      to: {
        path: inside('core'),
        pathNot: [`${inside('core')}$1/`, `${inside('core')}kernel/`, `${inside('core')}errors[.]ts$`],
      },
    },
    {
      name: 'kernel-below',
      comment: 'The kernel and the errors know nothing of calls or phones.',
      severity: 'error',
      from: { path: `${inside('core')}(kernel/|errors[.]ts)`, pathNot: tests },
      to: { path: inside('core'), pathNot: `${inside('core')}(kernel/|errors[.]ts)` },
    },
    {
      name: 'testing-apart',
      comment: 'What is for tests is never shipped in the phone.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: ['^packages/[^/]+/src/.*testing/', tests] },
      to: { path: '^packages/[^/]+/src/.*testing/' },
    },
    {
      name: 'core-alone',
      comment: 'Core has one dependency: eventemitter3.',
      severity: 'error',
      from: { path: inside('core'), pathNot: tests },
      to: { pathNot: [inside('core'), 'node_modules/eventemitter3/'] },
    },
    {
      name: 'public-entries',
      comment: 'Packages use each other by the public entry, tests, examples and benchmarks too.',
      severity: 'error',
      // the guides may be drawn from tables that are nobody's promise, and what only a browser can run is tested in one
      from: { path: '^([^/]+/[^/]+)/', pathNot: ['^scripts/docs/', '^test/rig/page/media'] },
      to: { path: '^packages/[^/]+/src/', pathNot: ['^$1/', entries] },
    },
    ...Object.entries(mayUse).map(([from, allowed]) => ({
      name: `${from.split('/')[1]}-uses`,
      comment: `${from} may use: ${allowed.join(', ') || 'no other workspace'}.`,
      severity: 'error',
      from: { path: `^${from}/src/`, pathNot: tests },
      to: { path: '^(packages|examples)/', pathNot: [`^${from}/`, ...allowed.map(inside)] },
    })),
    {
      name: 'sip-in-one-place',
      comment: 'sip.js stays behind the folder sip/ and sip-transport.ts of webrtc, and inside the exchange.',
      severity: 'error',
      from: { path: '^(packages|examples)/', pathNot: [`${inside('webrtc')}sip`, inside('exchange')] },
      to: { path: 'node_modules/sip[.]js/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: ['/dist/', '^[.](cache|offhook)/', '^docs/site/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['offhook-source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
}
