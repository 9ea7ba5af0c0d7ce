import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { serviceWorker } from '../headers.mjs'
import { bundle } from './bundle.ts'

/** What configures a host, or is for a reader who is lost. */
const notTheApp = /^(?:\.|_headers$|vercel\.json$|404\.html$)/

/** The files of a build that make up the app, in an order that does not depend on the system. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name !== serviceWorker && !notTheApp.test(name) && statSync(join(folder, name)).isFile())
    .sort()

/** Writes the service worker beside the page, with the list of all files it is to keep. */
export const offline = (): Plugin => ({
  name: 'gradwalk:offline',
  apply: (_, { command, mode }) => command === 'build' && mode === 'production',
  async writeBundle({ dir = 'dist' }) {
    const files = filesOf(dir)
    const version = createHash('sha256')
    for (const file of files) version.update(`${file}\n`).update(readFileSync(join(dir, file)))
    const code = await bundle('scripts/build/service-worker.ts', {
      // The host answers to the folder with its page, and some redirect the page's own name to the folder.
      appFiles: JSON.stringify(files.map((file) => (file === 'index.html' ? '' : file))),
      appVersion: JSON.stringify(version.digest('hex').slice(0, 16)),
    })
    writeFileSync(join(dir, serviceWorker), code)
  },
})
