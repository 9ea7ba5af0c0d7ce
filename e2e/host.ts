import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '../scripts/serve.mjs'

/** The folder of the build that is tested: `npm test` says where it is, else it is what was built last. */
const build = process.env['GRADWALK_BUILD'] ?? join(import.meta.dirname, '../dist')

/** A copy of the build on a host of its own, to be changed and to be switched off. */
export async function host(base = '/') {
  const folder = mkdtempSync(join(tmpdir(), 'gradwalk-'))
  cpSync(build, folder, { recursive: true })
  const { url, close } = await serve({ folder, base, host: '127.0.0.1' })
  return {
    url,
    folder,
    switchOff: close,
    [Symbol.dispose]: () => {
      close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
