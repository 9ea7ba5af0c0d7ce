import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** @type {Set<import('node:child_process').ChildProcess>} */
const alive = new Set()

/**
 * Ends a child and everything it started. On POSIX a child leads its own process group, so one signal reaches them all.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function end(child, signal) {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'])
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}

/** @type {readonly [NodeJS.Signals, number][]} */
const farewells = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]
for (const [signal, code] of farewells) process.on(signal, () => process.exit(code))
process.on('exit', () => {
  for (const child of alive) end(child, 'SIGKILL')
})

/** Colours where someone looks, none in a log; whoever has said what they want gets it. */
const colours =
  process.env['NO_COLOR'] !== undefined || process.env['FORCE_COLOR'] !== undefined
    ? {}
    : process.stdout.isTTY
      ? { FORCE_COLOR: '1' }
      : { NO_COLOR: '1' }

/**
 * Runs a program from the repository's root, without standard input, and leaves nothing of it behind.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ seconds?: number, show?: boolean, env?: Record<string, string> }} [options] `seconds`: it is ended after this time;
 *   `show`: its output goes to the terminal instead of into the result
 * @returns {Promise<{ code: number, output: string }>} `code` is 0 where all went well; `output` is what it printed
 */
export function run(command, args, { seconds = 600, show = false, env = {} } = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...colours, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    alive.add(child)
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    const late = setTimeout(() => {
      output += `\nStopped after ${seconds} seconds.\n`
      end(child, 'SIGTERM')
      setTimeout(end, 5000, child, 'SIGKILL').unref()
    }, seconds * 1000)

    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(late)
      alive.delete(child)
      resolve({ code, output })
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      finish(1)
    })
    child.on('exit', (code) => {
      end(child, 'SIGKILL')
      // Output still in the pipes arrives before `close`; a stray grandchild that keeps them open is not waited for.
      const patience = setTimeout(finish, 2000, code ?? 1)
      child.on('close', () => {
        clearTimeout(patience)
        finish(code ?? 1)
      })
    })
  })
}

/**
 * Runs a JavaScript program of an installed package. Through Node itself and not through a shell, so that ending it ends it.
 * @param {string} file path from the repository's root
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const runNode = (file, args, options) => run(process.execPath, [file, ...args], options)
