// npm test: installs what is needed, then runs everything there is; see suite.ts.
import { join } from 'node:path'
import { install, root } from './install.mjs'
import { handOver, orFail } from './node24.mjs'

await orFail(async () => {
  await install(console.log)
  handOver([join(root, 'scripts/suite.ts')])
})
