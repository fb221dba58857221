// node scripts/run.mjs FILE …: installs what is needed, then runs FILE under the pinned Node.
import { install } from './install.mjs'
import { handOver, orFail } from './node24.mjs'

await orFail(async () => {
  await install(console.error)
  handOver(process.argv.slice(2))
})
