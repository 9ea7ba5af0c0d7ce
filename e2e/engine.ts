import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contextOf } from '../src/core/context.ts'
import { evaluate } from '../src/core/evaluate.ts'
import { partial } from '../src/core/pull.ts'
import { scalar, type Tensor } from '../src/core/tensor.ts'
import type { Trace } from '../src/core/trace.ts'
import { run } from '../src/lang/interpret.ts'

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

const added = (before: Tensor | undefined, amount: Tensor): number[] =>
  Array.from(amount.data, (value, i) => value + (before?.data[i] ?? 0))

/** What a reading on the page should be: the engine's own numbers, found anew from the steps. */
export function exact(trace: Trace, read: string, of: number, slot: number): ArrayLike<number> | null {
  const node = trace.graph.nodes[of]
  switch (read) {
    case 'value':
      return node?.value.data ?? null
    case 'held':
      return trace.held.get(of)?.data ?? null
    case 'amount': {
      const step = trace.steps[of]
      return step === undefined || step.kind === 'value' ? null : step.amount.data
    }
    case 'gradient':
      return bucketOf(trace, of, trace.steps.length, false)
    case 'bucket': {
      const step = trace.steps[of]
      return step?.kind === 'contribution' ? bucketOf(trace, step.to, of + 1, true) : null
    }
    case 'local': {
      if (node?.kind !== 'op') return null
      const args = node.args.map((arg) => trace.graph.nodes[arg]!.value)
      const rule = partial(node.op, contextOf(args, node.value, node.attrs), slot)
      return rule === null ? null : evaluate(rule, { args, output: node.value, flow: scalar(1) }, node.value.dtype).data
    }
    default:
      return null
  }
}

/** The gradient of a node after the first `count` steps, what was held included or not. */
export function bucketOf(trace: Trace, node: number, count: number, withHeld: boolean): number[] | null {
  let total: number[] | null = withHeld ? (trace.held.has(node) ? [...trace.held.get(node)!.data] : null) : null
  for (const step of trace.steps.slice(0, count)) {
    if (step.kind === 'seed' && step.node === node) total = [...step.amount.data]
    if (step.kind === 'contribution' && step.to === node)
      total = added(total === null ? undefined : { ...step.amount, data: Float64Array.from(total) }, step.amount)
  }
  return total
}

const raised: Readonly<Record<string, string>> = {
  '⁰': '0',
  '¹': '1',
  '²': '2',
  '³': '3',
  '⁴': '4',
  '⁵': '5',
  '⁶': '6',
  '⁷': '7',
  '⁸': '8',
  '⁹': '9',
  '⁻': '-',
}

/** A number as the page shows it, read back. */
export function shownNumber(text: string): number {
  const plain = [...text.trim().replaceAll('−', '-').replaceAll('\u200b', '')].map((c) => raised[c] ?? c).join('')
  if (plain === 'nan') return Number.NaN
  if (plain === '∞' || plain === '-∞') return plain === '∞' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  const [mantissa = '', exponent] = plain.split('×10')
  return exponent === undefined ? Number(mantissa) : Number(`${mantissa}e${exponent}`)
}

/** Whether a shown number is the exact one to four significant digits. */
export function agrees(text: string, value: number): boolean {
  const shown = shownNumber(text)
  if (Number.isNaN(value) || !Number.isFinite(value)) return Object.is(shown, value)
  if (text.trim() === '' || Number.isNaN(shown) || Object.is(shown, -0)) return false
  return Math.abs(shown - value) <= 0.50001e-3 * Math.abs(value)
}
