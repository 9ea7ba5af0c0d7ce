import { expect, test } from 'vitest'
import { levels } from '../core/levels/magnify.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from '../scene/card.ts'
import type { Conventions } from '../scene/conventions.ts'
import { ladderOf } from '../scene/ladder.ts'
import { atLevel, inForwardMode, placeOf } from '../scene/levels.ts'
import { partsOf } from '../scene/parts.ts'
import { pathsOf } from '../scene/paths.ts'
import { plainSentence } from '../scene/sentence.ts'
import { typesetIn } from '../scene/signs.ts'
import { partCard, partSentence } from '../scene/slow.ts'
import { symbolicOf } from '../scene/symbolic.ts'
import { engineReading } from '../scene/testing/engine-reading.ts'
import { meaningsOf, nothingFound, weigh } from '../scene/testing/formula-truth.ts'
import { weighPart, weighPicture } from '../scene/testing/picture-truth.ts'
import { canEqual, exactly } from '../scene/testing/ranges.ts'
import { reckoned } from '../scene/testing/reckon.ts'
import { weighStrip } from '../scene/testing/strip-truth.ts'
import { examples } from './examples.ts'

const traces = examples.flatMap(({ id, source }) =>
  run(source).episodes.flatMap(({ trace }, pass) =>
    levels.flatMap((level) => {
      const shown = atLevel(trace, level)
      return shown === null ? [] : [{ id: `${id}, pass ${pass + 1}, ${level}`, trace: shown }]
    }),
  ),
)

test.each(traces)('$id: every formula of every step comes to the engine’s numbers', ({ trace }) => {
  const found = nothingFound()
  for (let cursor = 0; cursor <= trace.steps.length; cursor++)
    for (const { label, parts } of cardAt(trace, cursor).rows) weigh(trace, parts, found, `step ${cursor}, ${label}`)
  expect(found.mistakes).toEqual([])
  expect(found.equations).toBeGreaterThanOrEqual(trace.steps.length)
  expect(found.numbers.size).toBeGreaterThanOrEqual(trace.steps.length)
})

test.each(traces)('$id: every ladder comes to the engine’s numbers', ({ trace }) => {
  const found = nothingFound()
  trace.graph.nodes.forEach((_, node) => {
    for (const { kind, parts } of ladderOf(trace, node)?.rungs ?? [])
      if (kind !== 'answer') weigh(trace, parts, found, `ladder of ${node}, ${kind}`)
  })
  expect(found.mistakes).toEqual([])
  if (trace.steps.some(({ kind }) => kind === 'seed')) expect(found.equations).toBeGreaterThan(0)
})

test.each(traces)('$id: every part of a backward step comes to the engine’s numbers', ({ trace }) => {
  const found = nothingFound()
  let shown = 0
  trace.steps.forEach((_, cursor) => {
    for (const part of partsOf(trace, cursor)) {
      for (const { parts } of partCard(trace, cursor, part).rows) weigh(trace, parts, found, `step ${cursor}, ${part}`)
      weighPart(trace, cursor, part, found)
      expect(plainSentence(partSentence(trace, cursor, part))).toMatch(/[.?]$/)
      shown++
    }
  })
  expect(found.mistakes).toEqual([])
  const contributions = trace.steps.filter(({ kind }) => kind === 'contribution').length
  expect(shown).toBeGreaterThanOrEqual(2 * contributions)
  expect(found.equations).toBeGreaterThanOrEqual(shown)
})

const tensors = traces.filter(({ id }) => id.endsWith('tensor'))

test.each(tensors)(
  '$id: every strip of matrices comes to the engine’s numbers, opened or multiplied out',
  ({ trace }) => {
    const found = nothingFound()
    for (let cursor = 0; cursor <= trace.steps.length; cursor++) weighStrip(trace, cursor, found)
    expect(found.mistakes).toEqual([])
    if (trace.graph.nodes.some(({ value }) => value.shape.length === 2)) expect(found.equations).toBeGreaterThan(20)
  },
)

test.each(traces)('$id: every number of the picture and of the table is the engine’s', ({ trace }) => {
  const found = nothingFound()
  for (let cursor = 0; cursor <= trace.steps.length; cursor++) weighPicture(trace, cursor, found)
  expect(found.mistakes).toEqual([])
  expect(found.numbers.size).toBeGreaterThan(trace.graph.nodes.length)
})

test.each(traces)('$id: every formula of forward mode comes to the engine’s numbers', ({ trace }) => {
  const found = nothingFound()
  let equations = 0
  trace.graph.nodes.forEach((leaf, node) => {
    if (leaf.kind !== 'leaf' || !leaf.requiresGrad) return
    const moved = inForwardMode(trace, { ...placeOf(trace, node), entry: placeOf(trace, node).entry ?? 0 })
    if (moved === null) return
    const weighed = nothingFound()
    for (let cursor = 0; cursor <= moved.steps.length; cursor++) {
      if (moved.steps[cursor - 1]?.kind === 'value') continue
      for (const { label, parts } of cardAt(moved, cursor).rows)
        weigh(moved, parts, weighed, `step ${cursor} by ${leaf.name}, ${label}`)
      weighPicture(moved, cursor, weighed)
    }
    equations += weighed.equations
    found.mistakes.push(...weighed.mistakes)
  })
  expect(found.mistakes).toEqual([])
  expect(equations).toBeGreaterThan(0)
})

const scalars = traces.filter(({ id }) => id.endsWith('scalar'))

test.each(scalars)('$id: paths, their sum, and the factored rows come to the engine’s numbers', ({ trace }) => {
  const found = nothingFound()
  trace.graph.nodes.forEach((_, node) => {
    const ledger = pathsOf(trace, node)
    for (const { parts, label } of [
      ...(ledger?.paths.map(({ row }) => row) ?? []),
      ...(ledger === null ? [] : [ledger.sum]),
      ...(ledger?.factored ?? []),
    ])
      weigh(trace, parts, found, `paths to ${node}, ${label}`)
  })
  expect(found.mistakes).toEqual([])
  expect(found.equations).toBeGreaterThan(0)
})

test.each(scalars)('$id: the formula and its symbolic derivative come to value and gradient', ({ trace }) => {
  const found = nothingFound()
  const { nodes, output } = trace.graph
  const meanings = meaningsOf(trace, found, 'symbolic')
  nodes.forEach((leaf, node) => {
    const symbolic = leaf.kind === 'leaf' && leaf.requiresGrad ? symbolicOf(trace, placeOf(trace, node)) : null
    const gradient = engineReading(trace, 'gradient', node, -1)
    for (const [written, truth] of [
      [symbolic?.formula, nodes[output]!.value.data],
      [symbolic?.derivative, gradient],
    ] as const) {
      const value = written == null ? null : reckoned(written.tex, meanings)
      if (value !== null) expect(canEqual(value, exactly([], truth ?? [0])), `${written?.plain} = ${truth}`).toBe(true)
    }
  })
  expect(found.mistakes).toEqual([])
})

const notations: readonly Conventions[] = [
  { notation: 'lecture', layout: 'denominator', weights: 'stored' },
  { notation: 'pytorch', layout: 'denominator', weights: 'stored' },
  { notation: 'textbook', layout: 'denominator', weights: 'out×in' },
  { notation: 'textbook', layout: 'denominator', weights: 'in×out' },
]

test.each(examples)('$id: in every notation the formulas come to the engine’s numbers', ({ source }) => {
  const found = nothingFound()
  for (const { trace: base } of run(source).episodes)
    for (const conventions of notations)
      for (const level of levels) {
        const trace = atLevel(typesetIn(base, conventions), level)
        if (trace === null) continue
        for (let cursor = 0; cursor <= trace.steps.length; cursor++)
          for (const { label, parts } of cardAt(trace, cursor).rows)
            weigh(trace, parts, found, `${conventions.notation}, ${level}, step ${cursor}, ${label}`)
        if (level === 'tensor')
          for (const node of trace.graph.nodes.keys())
            for (const { kind, parts } of ladderOf(trace, node)?.rungs ?? [])
              if (kind !== 'answer') weigh(trace, parts, found, `${conventions.notation}, ladder of ${node}`)
      }
  expect(found.mistakes).toEqual([])
  expect(found.equations).toBeGreaterThan(0)
})
