// Runs before node_modules exists: Node's built-ins only.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { run, runNode } from './processes.mjs'

/**
 * The two lists of suggestions that every window loads as pages of their own, which takes as long as the app; and, because the last list
 * given is the one that counts, what Playwright turns off.
 */
const offFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
]

/** What Chromium needs to start as root in a container, to be quiet, and to draw the same everywhere. */
export const browserFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${offFeatures.join(',')}`,
]

/** @returns {string[]} */
function playwrightsOwn() {
  try {
    return [createRequire(import.meta.url)('playwright').chromium.executablePath()]
  } catch {
    return []
  }
}

/** @returns {string[]} */
function usualPlaces() {
  switch (process.platform) {
    case 'darwin':
      return ['', homedir()].flatMap((base) =>
        ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
          (name) => `${base}/Applications/${name}.app/Contents/MacOS/${name}`,
        ),
      )
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
        const base = process.env[name]
        if (base === undefined) return []
        return ['Google\\Chrome', 'Chromium', 'Microsoft\\Edge'].flatMap((app) =>
          ['chrome.exe', 'msedge.exe'].map((program) => join(base, app, 'Application', program)),
        )
      })
    default: {
      const folders = [
        ...(process.env['PATH'] ?? '').split(delimiter),
        '/usr/bin',
        '/usr/local/bin',
        '/snap/bin',
      ].filter(Boolean)
      const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'microsoft-edge']
      return names.flatMap((name) => folders.map((folder) => join(folder, name)))
    }
  }
}

/**
 * Whether a browser is there and starts: Ubuntu has a `chromium-browser` that only says where to get one.
 * On Windows the question would open a window.
 * @param {string} path
 */
const works = (path) =>
  existsSync(path) &&
  (process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0)

/**
 * A browser of the Chromium family: the one named in CHROMIUM_PATH, Playwright's own download, or one on the system.
 * @returns {string | null}
 */
export function findBrowser() {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') return named
  return [...playwrightsOwn(), ...usualPlaces()].find(works) ?? null
}

/**
 * Finds a browser, and gets one where there is none: from Debian as root, else Playwright's own.
 * @returns {Promise<string>}
 */
export async function needBrowser() {
  const found = findBrowser()
  if (found !== null) return found
  console.log('Installing a browser for the tests (once) …')
  const attempts = [
    async () => {
      if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return ''
      const env = { DEBIAN_FRONTEND: 'noninteractive' }
      const update = await run('apt-get', ['update'], { env })
      const install = await run('apt-get', ['install', '-y', 'chromium'], { env })
      return update.output + install.output
    },
    async () => (await runNode('node_modules/playwright/cli.js', ['install', 'chromium'])).output,
  ]
  let said = ''
  for (const attempt of attempts) {
    said += await attempt()
    const path = findBrowser()
    if (path !== null) return path
  }
  throw new Error(`${said}\nNo browser for the tests. Install Chrome or Chromium, or set CHROMIUM_PATH to one.`)
}
