// Weighs the build: gzip kB of what the page loads before it can draw, of all that a visit loads, and of the panels and
// dialogs that are fetched when they are first opened (…Panel, …Dialog, TableView, questions, signs, links, lessons, handouts, the editor's help
// with a text for every name of PyTorch), and what lays out large pictures. Fonts are weighed as they are. The service worker is asked for when the page is done, at every visit; what it then
// keeps is told and has no budget of its own: it fetches, once for each version, what the visit has not.
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { serviceWorker } from './headers.mjs'
import { root } from './processes.mjs'

// The registry of all ops is read before the first picture (18 kB); the interpreter with PyTorch's functions, layers and optimizers is the largest part of a visit.
const budget = { first: 145, visit: 640, opened: 230, worker: 4 }
/** The worker that is hired when the first large picture is to be laid out. */
const whenLarge = /layout\.worker-[^/]*$/
const whenOpened =
  /(Panel|Dialog|Banner|TableView|examiner|signs|link|teacher|LessonStage|Lecture|PresenterPage|pairing|HandoutPage|editorHelp)-[^/]*$/

/** @typedef {{ file: string, imports?: string[], dynamicImports?: string[], css?: string[] }} Chunk */

/**
 * The scripts that index.html names, and all that these import statically.
 * @param {string} folder
 * @returns {Set<string>}
 */
function beforeFirstPaint(folder) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  /** @type {Record<string, Chunk>} */
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'))
  const byFile = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk]))
  const files = new Set(Array.from(html.matchAll(/(?:src|href)="(?:\.?\/)?([^"]+\.js)"/g), ([, file = '']) => file))
  for (const file of files)
    for (const key of byFile.get(file)?.imports ?? []) {
      const imported = manifest[key]
      if (imported !== undefined) files.add(imported.file)
    }
  return files
}

/**
 * What only panels and dialogs need: reached from one of them, and from nothing else.
 * @param {string} folder
 * @returns {Set<string>}
 */
function onlyWhenOpened(folder) {
  /** @type {Record<string, Chunk>} */
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'))
  /** @param {string[]} from @param {(chunk: Chunk) => boolean} enters */
  const reached = (from, enters) => {
    const keys = new Set(from)
    for (const key of keys)
      for (const next of [...(manifest[key]?.imports ?? []), ...(manifest[key]?.dynamicImports ?? [])]) {
        const chunk = manifest[next]
        if (chunk !== undefined && enters(chunk)) keys.add(next)
      }
    return new Set([...keys].flatMap((key) => [manifest[key]?.file ?? '', ...(manifest[key]?.css ?? [])]))
  }
  const visit = reached(['index.html'], ({ file }) => !whenOpened.test(file))
  const all = reached(['index.html'], () => true)
  return new Set([...all].filter((file) => !visit.has(file)))
}

/**
 * Weighs a build against the budget.
 * @param {string} [folder]
 * @returns {{ table: string, problems: string[] }}
 */
export function weigh(folder = join(root, 'dist')) {
  const first = beforeFirstPaint(folder)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))
  const code = names
    .filter((name) => ['.js', '.css'].includes(extname(name)))
    .map((name) => ({
      name,
      first: first.has(name),
      kB: gzipSync(readFileSync(join(folder, name)), { level: 9 }).length / 1000,
    }))
    .sort((p, q) => Number(q.first) - Number(p.first) || q.kB - p.kB)
  const fonts = names.filter((name) => extname(name) === '.woff2')
  const oldFonts = names.filter((name) => ['.ttf', '.woff', '.otf', '.eot'].includes(extname(name)))

  /** @param {{ kB: number }[]} list */
  const total = (list) => list.reduce((sum, { kB }) => sum + kB, 0)
  const later = onlyWhenOpened(folder)
  const opened = code.filter(({ name }) => later.has(name) || whenLarge.test(name))
  const worker = total(code.filter(({ name }) => name === serviceWorker))
  const sums = {
    worker,
    first: total(code.filter((entry) => entry.first)),
    visit: total(code) - total(opened) - worker,
    opened: total(opened),
  }
  const fontSum = fonts.reduce((sum, name) => sum + readFileSync(join(folder, name)).length / 1000, 0)

  /** @param {string} name @param {number} kB @param {string} [note] */
  const row = (name, kB, note = '') => `  ${kB.toFixed(1).padStart(7)} kB  ${name}${note}`
  const table = [
    ...code.map((entry) => row(entry.name, entry.kB, entry.first ? '  (before first paint)' : '')),
    row('JavaScript before first paint', sums.first, `, at most ${budget.first}`),
    row('JavaScript and CSS of a visit', sums.visit, `, at most ${budget.visit}`),
    row('panels and dialogs, when opened', sums.opened, `, at most ${budget.opened}`),
    row(`${fonts.length} fonts, not compressed`, fontSum),
    row('service worker', sums.worker, `, at most ${budget.worker}`),
    row('kept for offline, in the background', total(code) - worker + fontSum),
  ].join('\n')
  const problems = [
    ...(sums.first === 0 ? ['No script was found in index.html.'] : []),
    ...(sums.first > budget.first ? [`JavaScript before first paint weighs ${sums.first.toFixed(1)} kB.`] : []),
    ...(sums.visit > budget.visit ? [`The JavaScript and CSS of a visit weigh ${sums.visit.toFixed(1)} kB.`] : []),
    ...(sums.opened > budget.opened ? [`Panels and dialogs weigh ${sums.opened.toFixed(1)} kB.`] : []),
    ...(names.includes(serviceWorker)
      ? []
      : [`There is no ${serviceWorker}: the app does not open without a network.`]),
    ...oldFonts.map((name) => `${name} is a font no browser needs: only woff2 is shipped.`),
  ]
  return { table, problems }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { table, problems } = weigh()
  console.log([table, ...problems].join('\n'))
  process.exitCode = problems.length > 0 ? 1 : 0
}
