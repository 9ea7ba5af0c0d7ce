import { expect, test } from 'vitest'
import { levels } from '../core/levels/magnify.ts'
import { sizeOf } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { atLevel, nodeAt } from '../scene/levels.ts'
import { networkOf } from '../scene/network.ts'
import { pictureOf } from '../scene/picture.ts'
import { samplesIn } from '../scene/samples.ts'
import type { Structure } from '../scene/structure.ts'
import { networks } from './testing/networks.ts'

/** Pairs of boxes that cover each other. */
function covered({ shapes, layout: { positions } }: Structure): string[] {
  const boxes = shapes.flatMap(({ index, look, boxWidth, height }) => {
    const { x, y } = positions[index]!
    // numbers above and below belong to a box; a weight may lie on the wire of another
    return look === 'hidden' || look === 'weight' ? [] : [{ index, x, y, w: boxWidth / 2 - 1, h: height / 2 - 1 }]
  })
  return boxes.flatMap((p, i) =>
    boxes
      .slice(i + 1)
      .flatMap((q) =>
        Math.abs(p.x - q.x) < p.w + q.w && Math.abs(p.y - q.y) < p.h + q.h ? [`${p.index} and ${q.index}`] : [],
      ),
  )
}

/** For each layer of a network the places from left to right in which its units stand. */
function columnsOf(trace: Trace, { layout: { positions } }: Structure): readonly ReadonlySet<number>[] {
  const places: Set<number>[] = []
  for (const { layer, sum } of networkOf(trace)?.units ?? []) {
    places[layer - 1] ??= new Set()
    places[layer - 1]!.add(positions[sum]!.x)
  }
  return places
}

test.each(networks)(
  '$name: loss and gradients are the same at every level, and nothing covers anything',
  ({ source }) => {
    const { episodes, error } = run(source)
    expect(error).toBeNull()
    const base = episodes[0]!.trace
    for (const level of levels) {
      const trace = atLevel(base, level)
      expect(trace, level).not.toBeNull()
      if (trace === null) continue
      expect(trace.graph.nodes[trace.graph.output]!.value.data[0]).toBeCloseTo(
        base.graph.nodes[base.graph.output]!.value.data[0]!,
        4,
      )
      const { gradient } = ledgerOf(trace)
      base.graph.nodes.forEach((leaf, node) => {
        if (leaf.kind === 'op' || !leaf.requiresGrad) return
        for (let entry = 0; entry < sizeOf(leaf.value.shape); entry++) {
          const at = nodeAt(trace, { node, entry })!
          const here = gradient[at.node]?.data[at.entry] ?? 0
          expect(here, `${level}, ${leaf.name}[${entry}]`).toBeCloseTo(ledgerOf(base).gradient[node]!.data[entry]!, 4)
        }
      })
      const picture = pictureOf(trace, samplesIn(trace, null).shown)
      expect(covered(picture), level).toEqual([])
      for (const places of columnsOf(trace, picture)) expect(places.size).toBe(1)
    }
  },
)
