// `npm test`: installs what is missing, then proves everything there is to prove. Ends with `N passed, N failed`: each test counts
// as one, and so does each other stage; a skipped or flaky test counts as failed.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { needBrowser } from './browser.mjs'
import { root, runNode } from './processes.mjs'
import { serve } from './serve.mjs'
import { setUp } from './setup.mjs'
import { weigh } from './size.mjs'

/** @typedef {{ passed: number, failed: number, output?: string }} Outcome */
/** @typedef {{ numTotalTests: number, numPassedTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} UnitReport */
/** @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} BrowserReport */

const reports = join(root, '.cache', 'test')
/** Not dist/: `npm start` may be serving that to someone. */
const site = join(reports, 'site')
const single = join(reports, 'single')
const one = { passed: 1, failed: 0 }
const none = { passed: 0, failed: 1 }

const biome = 'node_modules/@biomejs/biome/bin/biome'
const tsc = 'node_modules/typescript/bin/tsc'
const vite = 'node_modules/vite/bin/vite.js'
const vitest = 'node_modules/vitest/vitest.mjs'
const playwright = 'node_modules/playwright/cli.js'

/** @type {Outcome[]} */
const outcomes = []

/**
 * Runs one stage and prints its line; what it said follows where something failed. A stage that breaks down counts as one failure.
 * @param {string} name
 * @param {() => Promise<Outcome>} body
 */
async function stage(name, body) {
  const start = performance.now()
  /** @type {Outcome} */
  let outcome
  try {
    outcome = await body()
  } catch (error) {
    outcome = { ...none, output: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  outcomes.push(outcome)
  const { passed, failed, output = '' } = outcome
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const counts = `${passed} passed${failed === 0 ? '' : `, ${failed} failed`}`
  if (failed > 0 && output !== '') console.log(`\n${output.trimEnd()}\n`)
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(18)}${counts.padEnd(26)}${seconds.padStart(6)} s`)
  return failed === 0
}

/** @param {Promise<{ code: number, output: string }>} command @returns {Promise<Outcome>} */
async function whole(command) {
  const { code, output } = await command
  return { ...(code === 0 ? one : none), output }
}

/**
 * The sums of a test runner, from its report. Whatever it complains about without naming a failed test (a file that does not load, no
 * test at all, no report) counts as one failure.
 * @template Report
 * @param {{ code: number, output: string }} result
 * @param {string} file
 * @param {(report: Report) => readonly [passed: number, failed: number]} read
 * @returns {Outcome}
 */
function sums({ code, output }, file, read) {
  if (!existsSync(file)) return { ...none, output: `${output}\nNo report was written.` }
  const [passed, failed] = read(JSON.parse(readFileSync(file, 'utf8')))
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed, output }
}

async function unit() {
  const file = join(reports, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const result = await runNode(vitest, ['run', ...reporters], { seconds: 400 })
  return sums(result, file, (/** @type {UnitReport} */ { numTotalTests, numPassedTests, testResults }) => {
    const unread = testResults.filter((test) => test.status === 'failed' && test.assertionResults.length === 0)
    return [numPassedTests, numTotalTests - numPassedTests + unread.length]
  })
}

/** @param {string} browser */
async function journeys(browser) {
  const file = join(reports, 'e2e.json')
  const { url, close } = await serve({ folder: site, host: '127.0.0.1' })
  try {
    const env = {
      CHROMIUM_PATH: browser,
      GRADWALK_URL: url,
      GRADWALK_BUILD: site,
      GRADWALK_SINGLE: join(single, 'gradwalk.html'),
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    }
    const result = await runNode(playwright, ['test', '--reporter=list,json'], { env, seconds: 1800 })
    return sums(result, file, (/** @type {BrowserReport} */ { stats, errors }) => {
      return [stats.expected, stats.unexpected + stats.flaky + stats.skipped + errors.length]
    })
  } finally {
    close()
  }
}

async function weight() {
  const { table, problems } = weigh(site)
  console.log(table)
  return { ...(problems.length === 0 ? one : none), output: problems.join('\n') }
}

const begin = performance.now()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

try {
  await setUp()
  await stage('format and lint', () => whole(runNode(biome, ['check', '--error-on-warnings', '.'], { seconds: 120 })))
  await stage('types', () => whole(runNode(tsc, ['-b'], { seconds: 180 })))
  await stage('unit tests', unit)
  /** @param {readonly string[]} args */
  const build = (...args) => whole(runNode(vite, ['build', ...args], { seconds: 180 }))
  const built = await stage('build', () => build('--outDir', site))
  const builtSingle = await stage('single file', () => build('--mode', 'single', '--outDir', single))
  const unbuilt = async () => ({ ...none, output: 'Not run: there is no build.' })
  await stage('size', built ? weight : unbuilt)
  await stage('browser tests', built && builtSingle ? async () => journeys(await needBrowser()) : unbuilt)
} catch (error) {
  outcomes.push(none)
  console.log(error instanceof Error ? error.message : error)
}

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
console.log(`\n${((performance.now() - begin) / 1000).toFixed(0)} s in all\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
