// Runs before node_modules exists: Node's built-ins only.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './processes.mjs'

const memory = join(root, 'node_modules', '.gradwalk-lock')

/** What the installed packages depend on: the lock file, and the system, because some packages bring programs for it. */
const wanted = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')

/** Whether this Node can run the build tool (the same range as `engines` in package.json). */
export function nodeIsNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
}

/** npm itself where npm started this script, else whatever is called npm. */
function npm() {
  const path = process.env['npm_execpath'] ?? ''
  if (/npm-cli\.c?js$/.test(path)) return { command: process.execPath, first: [path] }
  return process.platform === 'win32' ? { command: 'cmd.exe', first: ['/c', 'npm'] } : { command: 'npm', first: [] }
}

/** Makes the program runnable: ends with a sentence where Node is too old, installs the packages where they are missing or old. */
export async function setUp() {
  if (!nodeIsNewEnough()) {
    console.error(
      `Gradwalk needs Node 20.19 or 22.12 or newer, and this is ${process.version}. Get a newer one from https://nodejs.org.`,
    )
    process.exit(1)
  }
  if (existsSync(memory) && readFileSync(memory, 'utf8') === wanted()) return
  console.log('Installing packages (once, about a minute) …')
  const { command, first } = npm()
  const { code } = await run(
    command,
    [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    { show: true },
  )
  if (code !== 0)
    throw new Error('The packages could not be installed: npm says why above. Check the connection and try again.')
  writeFileSync(memory, wanted())
}
