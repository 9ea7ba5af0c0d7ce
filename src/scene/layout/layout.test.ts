import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Layout, type LayoutInput, layout } from './layout.ts'
import { branches, chain, path, program, recurrent } from './testing/graphs.ts'

const input: fc.Arbitrary<LayoutInput> = fc
  .array(
    fc.record({
      width: fc.integer({ min: 8, max: 90 }),
      height: fc.integer({ min: 8, max: 90 }),
      args: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { maxLength: 40 },
  )
  .map((nodes) => ({
    nodes: nodes.map((node, i) => ({ ...node, args: i === 0 ? [] : node.args.map((arg) => arg % i) })),
    layerGap: 40,
    nodeGap: 10,
  }))

function law(holds: (picture: Layout, from: LayoutInput) => void): void {
  fc.assert(fc.property(input, (from) => holds(layout(from), from)))
}

const sides = (picture: Layout, { nodes }: LayoutInput, node: number) => {
  const { x, y } = picture.positions[node]!
  const { width, height } = nodes[node]!
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
}

test('no two nodes come nearer than the gap, and all stand within the picture', () => {
  law((picture, from) => {
    const boxes = from.nodes.map((_, node) => sides(picture, from, node))
    for (const [i, a] of boxes.entries()) {
      expect(a.left >= 0 && a.top >= 0 && a.right <= picture.width && a.bottom <= picture.height).toBe(true)
      for (const b of boxes.slice(i + 1)) {
        const beside = a.right + from.layerGap <= b.left || b.right + from.layerGap <= a.left
        expect(beside || a.bottom + from.nodeGap <= b.top || b.bottom + from.nodeGap <= a.top).toBe(true)
      }
    }
  })
})

test('every argument has an edge, which runs right from the side of its node to the side of its user', () => {
  law((picture, from) => {
    expect(picture.edges.map(({ from: arg, to, slot }) => [arg, to, slot])).toEqual(
      from.nodes.flatMap(({ args }, to) => args.map((arg, slot) => [arg, to, slot])),
    )
    for (const { from: arg, to, points } of picture.edges) {
      const [start, end] = [points[0]!, points.at(-1)!]
      const [a, b] = [sides(picture, from, arg), sides(picture, from, to)]
      expect([start[0], end[0]]).toEqual([a.right, b.left])
      expect(start[1] > a.top && start[1] < a.bottom && end[1] > b.top && end[1] < b.bottom).toBe(true)
      for (const [i, [x]] of points.slice(1).entries()) expect(x).toBeGreaterThan(points[i]![0])
    }
  })
})

test('no edge passes through a node', () => {
  law((picture, from) => {
    for (const { from: arg, to, points } of picture.edges) {
      for (const node of from.nodes.keys()) {
        if (node === arg || node === to) continue
        const box = sides(picture, from, node)
        for (const [i, [x1, y1]] of points.slice(1).entries()) {
          const [x0, y0] = points[i]!
          const clear =
            x1 <= box.left || x0 >= box.right || Math.max(y0, y1) <= box.top || Math.min(y0, y1) >= box.bottom
          expect(clear).toBe(true)
        }
      }
    }
  })
})

test('two edges never enter a node at one point, nor do two edges between the same nodes touch', () => {
  law((picture, { nodes }) => {
    const ends = picture.edges.map(({ to, points }) => `${to} ${points.at(-1)}`)
    expect(new Set(ends).size).toBe(ends.length)
    for (const [to, { args }] of nodes.entries()) {
      const lines = picture.edges.filter((edge) => edge.to === to && edge.from === args[0])
      expect(new Set(lines.map(({ points }) => points[0]![1])).size).toBe(lines.length)
    }
  })
})

test('the same structure gives the same picture', () => {
  law((picture, from) => {
    expect(layout(structuredClone(from))).toEqual(picture)
  })
})

test('a path, a fork and a recurrent net draw the edges of their main line level', () => {
  const bent = (graph: LayoutInput) =>
    layout(graph).edges.filter((edge) => edge.points.some(([, y]) => y !== edge.points[0]![1]))
  const names = (graph: typeof path) => bent(graph).map(({ from, to }) => `${graph.names[from]} ${graph.names[to]}`)
  expect(names(path)).toEqual(['w1 f1', 'x f1', 'w2 yh', 'y e', '2 s', '0.5 J'])
  expect(names(branches)).toEqual([
    'w1 a',
    'x a',
    'w2 b',
    'a b',
    'w3 c',
    'a c',
    'w4 p',
    'w5 q',
    'p yh',
    'q yh',
    'y e',
    '2 s',
    '0.5 J',
  ])
  expect(names(recurrent).filter((edge) => /^[hfp]/.test(edge))).toEqual([])
})

test('the fork is symmetric about its main line', () => {
  const { positions } = layout(branches)
  const y = (name: string) => positions[branches.names.indexOf(name)]!.y
  for (const [one, other] of [
    ['w1', 'x'],
    ['b', 'c'],
    ['p', 'q'],
    ['w2', 'w3'],
    ['w4', 'w5'],
  ] as const) {
    expect((y(one) + y(other)) / 2).toBeCloseTo(y('yh'), 0)
  }
})

test('a product of a node with itself has two separate edges', () => {
  const [one, other] = layout(program('s = a a')).edges
  expect(other!.points[0]![1] - one!.points[0]![1]).toBe(10)
  expect(other!.points.at(-1)![1] - one!.points.at(-1)![1]).toBe(10)
})

test('arguments appear from top to bottom in argument order', () => {
  const { positions } = layout(program('s = a b c d'))
  expect(positions.slice(0, 4).map(({ y }) => y)).toEqual([38, 128, 218, 308])
})

test('a chain of 10,000 nodes is one straight line', () => {
  const { positions, width, height } = layout(chain(10_000))
  expect(positions.every(({ y }) => y === 38)).toBe(true)
  expect([width, height]).toEqual([10_000 * 56 + 9_999 * 56, 76])
})

test('connected parts stand one below the other and end in the same column', () => {
  const { positions } = layout(program('b = a; d = c; e = d'))
  expect(positions.map(({ x, y }) => [x, y])).toEqual([
    [140, 38],
    [252, 38],
    [28, 142],
    [140, 142],
    [252, 142],
  ])
})

test('an empty graph is an empty picture', () => {
  expect(layout({ nodes: [], layerGap: 56, nodeGap: 14 })).toEqual({ width: 0, height: 0, positions: [], edges: [] })
})
