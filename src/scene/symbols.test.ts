import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { symbolsOf } from './symbols.ts'

test('names that are alike when shortened are told apart', () => {
  const [first, second] = ['the_weight_of_the_one_layer_in', 'the_weight_of_the_two_layer_in']
  const program = `${first} = torch.tensor(2.0, requires_grad=True)\n${second} = torch.tensor(3.0, requires_grad=True)\nJ = ${first} * ${second}\nJ.backward()`
  const [episode] = run(`import torch\n${program}\n`).episodes
  const plain = symbolsOf(episode!.trace.graph).map(({ written }) => written.plain)
  expect(plain).toEqual(['the_weight_of_…ayer_in₁', 'the_weight_of_…ayer_in₂', 'J'])
})
