import { expect, test } from 'vitest'
import { levels } from '../core/levels/magnify.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from '../scene/card.ts'
import { ladderOf } from '../scene/ladder.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { atLevel, nodeAt } from '../scene/levels.ts'
import { networkOf } from '../scene/network.ts'
import { pictureOf } from '../scene/picture.ts'
import { samplesIn } from '../scene/samples.ts'
import { nothingFound, weigh } from '../scene/testing/formula-truth.ts'
import { weighStrip } from '../scene/testing/strip-truth.ts'
import { networks } from './testing/networks.ts'

const runs = networks.map((network) => {
  const { episodes, error } = run(network.source)
  return { ...network, error, trace: episodes[0]!.trace }
})
const shown = runs.flatMap(({ title, trace }) =>
  levels.flatMap((level) => {
    const lower = atLevel(trace, level)
    return lower === null ? [] : [{ title, level, base: trace, trace: lower }]
  }),
)

test('all of them run, and are of different shapes', () => {
  expect(runs.map(({ error }) => error)).toEqual(runs.map(() => null))
  expect(new Set(runs.map(({ source }) => source)).size).toBe(20)
  expect(shown.filter(({ level }) => level === 'neuron').length).toBe(20)
})

test.each(shown)('$title: loss and gradients are the same at the level $level', ({ base, trace }) => {
  const { gradient } = ledgerOf(trace)
  const own = ledgerOf(base).gradient
  const near = (p: number, q: number): boolean => Math.abs(p - q) <= 2e-5 * Math.max(Math.abs(p), Math.abs(q)) + 1e-6
  base.graph.nodes.forEach((node, index) => {
    if (index !== base.graph.output && (node.kind !== 'leaf' || !node.requiresGrad)) return
    Array.from(node.value.data).forEach((value, entry) => {
      const at = nodeAt(trace, { node: index, entry })!
      expect(near(trace.graph.nodes[at.node]!.value.data[at.entry]!, value), `${node.name}[${entry}]`).toBe(true)
      const [found, wanted] = [gradient[at.node]?.data[at.entry] ?? 0, own[index]?.data[entry] ?? 0]
      expect(near(found, wanted), `gradient of ${node.name}[${entry}]: ${found}, not ${wanted}`).toBe(true)
    })
  })
})

test.each(shown)(
  '$title: cards, ladders and strips at the level $level come to the engine’s numbers',
  ({ trace, level }) => {
    const found = nothingFound()
    const [steps, nodes] = [sample(trace.steps.length + 1, 120), sample(trace.graph.nodes.length, 80)]
    for (const cursor of steps) {
      for (const { label, parts } of cardAt(trace, cursor).rows) weigh(trace, parts, found, `step ${cursor}, ${label}`)
      if (level === 'tensor') weighStrip(trace, cursor, found)
    }
    for (const node of nodes)
      for (const { kind, parts } of ladderOf(trace, node)?.rungs ?? [])
        if (kind !== 'answer') weigh(trace, parts, found, `ladder of ${node}, ${kind}`)
    expect(found.mistakes).toEqual([])
    expect(found.equations).toBeGreaterThan(steps.length)
  },
)

/** At most so many of the numbers below `count`, spread evenly, the last among them. */
const sample = (count: number, most: number): number[] => {
  const every = Math.max(1, count / most)
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => count - 1 - Math.floor(i * every))
}

test.each(shown)('$title: no two nodes lie on each other at the level $level', ({ trace }) => {
  const { count, shown: one } = samplesIn(trace, null)
  for (const chosen of new Set([one, count > 1 ? null : one])) {
    const { shapes, layout, groups } = pictureOf(trace, chosen)
    const boxes = [
      ...shapes.flatMap(({ boxWidth, height, look }, i) =>
        look === 'hidden' ? [] : [{ i, look, width: boxWidth, height, ...layout.positions[i]! }],
      ),
      ...groups.map(({ x, y, boxWidth, height, key }) => ({ i: key, look: 'group', width: boxWidth, height, x, y })),
    ]
    const overlaps = boxes.flatMap((p, i) =>
      boxes.slice(i + 1).flatMap((q) => {
        const [w, h] = [(p.width + q.width) / 2 - Math.abs(p.x - q.x), (p.height + q.height) / 2 - Math.abs(p.y - q.y)]
        const within = [p, q].some(({ look }) => look === 'weight' || look === 'sign') ? 4 : 0.5
        return w > within && h > within
          ? [`${p.look} ${p.i} on ${q.look} ${q.i} by ${w.toFixed(0)}×${h.toFixed(0)}`]
          : []
      }),
    )
    expect(overlaps).toEqual([])
  }
})

test.each(shown.filter(({ level }) => level === 'neuron'))(
  '$title: the units of a layer stand in one column',
  ({ trace }) => {
    const { layout } = pictureOf(trace, samplesIn(trace, null).shown)
    const columns = new Map<number, Set<number>>()
    for (const { layer, sum } of networkOf(trace)?.units ?? [])
      columns.set(layer, (columns.get(layer) ?? new Set()).add(layout.positions[sum]!.x))
    expect([...columns.values()].map(({ size }) => size)).toEqual([...columns.keys()].map(() => 1))
  },
)
