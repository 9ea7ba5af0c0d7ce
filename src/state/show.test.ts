import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { setLayouts } from './drawing.ts'
import { setFolded, setLevel } from './picture.ts'
import { receive } from './program.ts'
import { initialState, store } from './store.ts'

/** Pictures that are being laid out, to be answered or given up by hand. */
let asked: ((done: boolean) => Promise<void>)[] = []

beforeEach(() => {
  asked = []
  const laidOut = new Set<string>()
  store.setState(initialState, true)
  setLayouts({
    prepare: ({ graph }, _, open) => {
      const picture = `${graph.nodes.length} ${open}`
      if (graph.nodes.length < 60 || laidOut.has(picture)) return null
      return new Promise((resolve) => {
        asked.push(async (done) => {
          if (done) laidOut.add(picture)
          resolve(done)
          await Promise.resolve()
        })
      })
    },
  })
})
afterEach(() => setLayouts(null))

/** A chain of so many sines; its picture is large from 60 nodes on. */
const chain = (count: number, name: string) => {
  const lines = Array.from({ length: count }, () => `${name} = torch.sin(${name})`)
  return `import torch\n${name} = torch.tensor(1.0, requires_grad=True)\n${lines.join('\n')}\n${name}.backward()`
}

function runs(source: string): void {
  store.setState({ source })
  receive(run(source))
}
const shown = (): string | undefined => store.getState().run?.source

test('a small picture is shown at once, a large one when the worker has laid it out', async () => {
  const [small, large] = [chain(3, 'a'), chain(80, 'b')]
  runs(small)
  expect(asked).toHaveLength(0)
  expect(shown()).toBe(small)
  runs(large)
  expect(shown(), 'the picture before stays').toBe(small)
  await asked[0]!(true)
  expect(shown()).toBe(large)
  expect(asked, 'and is not laid out again').toHaveLength(1)
})

test('an answer that a newer run overtook is dropped', async () => {
  const [first, second] = [chain(81, 'c'), chain(82, 'd')]
  runs(first)
  runs(second)
  await asked[1]!(true)
  expect(shown()).toBe(second)
  await asked[0]!(true)
  expect(shown()).toBe(second)
})

test('where the worker gives up, the change is made all the same', async () => {
  const large = chain(83, 'e')
  runs(large)
  await asked[0]!(false)
  expect(shown()).toBe(large)
})

test('a run that comes while a level is laid out is shown, and then the level of that run', async () => {
  const network = (bias: string) =>
    [
      'import torch',
      `x = torch.tensor([${Array.from({ length: 8 }, (_, i) => `${i}.0`).join(', ')}])`,
      `W = torch.tensor([${Array.from({ length: 8 }, () => '[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]').join(', ')}], requires_grad=True)`,
      `y = (torch.tanh(W @ x)${bias}).sum()`,
      'y.backward()',
    ].join('\n')
  runs(network(''))
  setLevel('neuron')
  expect(store.getState().level).toBe('tensor')
  expect(asked).toHaveLength(1)
  runs(network(' + 1'))
  expect(shown()).toBe(network(' + 1'))
  await asked[0]!(true)
  expect(store.getState().level, 'its picture is another').toBe('tensor')
  await asked[1]!(true)
  expect(store.getState().level).toBe('neuron')
  setFolded(true)
  expect(store.getState().open).toBeNull()
  await asked[2]!(true)
  expect(store.getState().open).toEqual([])
})
