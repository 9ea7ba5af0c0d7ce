import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { tikzOf } from '../scene/copy/tikz.ts'
import { atLevel } from '../scene/levels.ts'
import { examples } from './examples.ts'

const network = atLevel(run(examples.find(({ id }) => id === 'four-samples')!.source).episodes[0]!.trace, 'neuron')!

test('samples stand below each other in TikZ, and one that is shown alone is alone', () => {
  const end = network.steps.length
  expect(tikzOf(network, end, null)).toMatch(/\\begin\{bmatrix\}\S+ \\\\ \S+ \\\\ \S+ \\\\ \S+\\end\{bmatrix\}/)
  expect(tikzOf(network, end, 1)).not.toContain('bmatrix')
})
