// `npm run build`: ESM, CJS and types of every package that is published, into its dist/.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode, tool } from './check/run.ts'
import { publicPackages } from './check/workspaces.ts'

for (const { folder } of publicPackages()) {
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  const { code, output } = await runNode([tool('tsup'), '--config', join(root, 'tsup.config.ts')], folder)
  if (output !== '') console.log(output)
  if (code !== 0) process.exit(code)
}
