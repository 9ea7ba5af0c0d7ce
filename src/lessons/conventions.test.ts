import { expect, test } from 'vitest'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from '../scene/card.ts'
import { type Conventions, layouts, notations, programConventions, weightShapes } from '../scene/conventions.ts'
import { ladderOf } from '../scene/ladder.ts'
import { atLevel } from '../scene/levels.ts'
import { typesetIn } from '../scene/signs.ts'
import { symbolsOf } from '../scene/symbols.ts'
import { examples } from './examples.ts'

const firstTrace = (id: string) => run(examples.find((example) => example.id === id)!.source).episodes[0]!.trace

/** Every formula of a trace, as text. */
function formulas(trace: Trace): string[] {
  return trace.steps.flatMap((_, n) => {
    const { title, rows } = cardAt(trace, n + 1)
    return [title, ...rows.map(({ label, parts }) => `  ${label}: ${parts.map(({ plain }) => plain).join(' = ')}`)]
  })
}

const inWords = ({ notation, layout, weights }: Conventions): string => `${notation}, ${layout}, W ${weights}`

const shown: readonly Conventions[] = [
  { ...programConventions, notation: 'lecture' },
  { notation: 'lecture', layout: 'numerator', weights: 'out×in' },
  { ...programConventions, notation: 'pytorch' },
  { ...programConventions, notation: 'textbook', weights: 'out×in' },
]

test.each(['delta-recursion', 'delta-recursion-linear', 'four-samples', 'path', 'many-features'])(
  '%s in other conventions',
  async (id) => {
    const trace = firstTrace(id)
    const text = shown.flatMap((conventions) => [
      `# ${inWords(conventions)}`,
      ...formulas(typesetIn(trace, conventions)),
    ])
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(`fixtures/conventions/${id}.txt`)
  },
)

const combinations: readonly Conventions[] = notations.flatMap((notation) =>
  layouts.flatMap((layout) => weightShapes.map((weights): Conventions => ({ notation, layout, weights }))),
)

test('no two nodes of an example are written alike, whatever the conventions and the level', () => {
  for (const { id } of examples)
    for (const conventions of combinations)
      for (const level of ['tensor', 'neuron', 'scalar'] as const) {
        const trace = atLevel(typesetIn(firstTrace(id), conventions), level)
        if (trace === null) continue
        const named = symbolsOf(trace.graph).flatMap(({ inline, written }) => (inline ? [] : [written.plain]))
        expect(new Set(named).size, `${id}, ${level}, ${inWords(conventions)}: ${named.join(' ')}`).toBe(named.length)
      }
})

/** The numbers of a step's formulas, each with what it is a reading of. */
const readings = (trace: Trace, cursor: number): string[] =>
  cardAt(trace, cursor)
    .rows.flatMap(({ parts }) => parts.flatMap(({ tex }) => tex.match(/read=[^}]*\}\{[^}]*\}/g) ?? []))
    .sort()

test('formulas show the same numbers after all conventions, at every level', () => {
  for (const { id } of examples) {
    const trace = firstTrace(id)
    for (const level of ['tensor', 'neuron', 'scalar'] as const) {
      const own = atLevel(trace, level)
      if (own === null) continue
      const usual = own.steps.map((_, n) => readings(own, n + 1))
      for (const conventions of combinations) {
        const read = atLevel(typesetIn(trace, conventions), level)!
        read.steps.forEach((_, n) => {
          expect(readings(read, n + 1), `${id}, ${level}, step ${n + 1}, ${inWords(conventions)}`).toEqual(usual[n])
        })
        for (const node of read.graph.nodes.keys())
          expect(JSON.stringify(ladderOf(read, node)?.rungs)).not.toMatch(/undefined|NaN|\(\)/)
      }
    }
  }
})
