import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trace } from '../src/core/trace.ts'
import { run } from '../src/lang/interpret.ts'
import { engineReading } from '../src/scene/testing/engine-reading.ts'
import { shownNumber } from '../src/scene/testing/shown.ts'

/** An example program as it lies in the repository. */
export interface ExampleFile {
  readonly id: string
  readonly title: string
  readonly source: string
}

const folder = join(import.meta.dirname, '../src/lessons')

/** The example programs, read from their files and not through the app. */
export const exampleFiles: readonly ExampleFile[] = readdirSync(folder)
  .filter((file) => file.endsWith('.py'))
  .sort()
  .map((file) => {
    const source = readFileSync(join(folder, file), 'utf8')
    return { id: file.replace(/^\d*-|\.py$/g, ''), title: source.split('\n', 1)[0]?.replace(/^#\s*/, '') ?? '', source }
  })

export const example = (id: string): ExampleFile => {
  const found = exampleFiles.find((file) => file.id === id)
  if (found === undefined) throw new Error(`there is no example ${id}`)
  return found
}

/** The traces of a program, from the engine in this process. */
export const tracesOf = (source: string): Trace[] => run(source).episodes.map((episode) => episode.trace)

/** What a reading on the page should be. */
export const exact = engineReading

/** Whether a shown number is the exact one to four significant digits. */
export function agrees(text: string, value: number): boolean {
  const shown = shownNumber(text)
  if (Number.isNaN(value) || !Number.isFinite(value)) return Object.is(shown, value)
  if (text.trim() === '' || Number.isNaN(shown) || Object.is(shown, -0)) return false
  return Math.abs(shown - value) <= 0.50001e-3 * Math.abs(value)
}
