import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { drawnCount, foldedGroups, groupsOf, mostDrawn } from './fold.ts'

const long = run(
  'import torch\nx = torch.tensor(0.5, requires_grad=True)\ny = x\nfor i in range(300):\n    y = y * 0.99\n    y = y + 0.01\ny.backward()\n',
).episodes[0]!.trace

test('a picture is never unfolded to more boxes than are drawn, whatever a link asks for', () => {
  const keys = groupsOf(long).map(({ key }) => key)
  expect(long.graph.nodes.length).toBeGreaterThan(mostDrawn)
  for (const open of ['all', keys, keys.slice(1)] as const)
    expect(drawnCount(long, foldedGroups(long, open))).toBeLessThanOrEqual(mostDrawn)
  expect(foldedGroups(long, keys.slice(0, 1))).toHaveLength(keys.length - 1)
})
