import { expect, test } from 'vitest'
import { run } from '../../lang/interpret.ts'
import { runnable } from '../../scene/copy/pytorch.ts'
import { copiedRunnable } from './copiedRunnable.ts'

const square = 'import torch\nw = torch.tensor(3.0, requires_grad=True)\nJ = w * w\nJ.backward()\n'

test.each([
  [square, 'Copied: Runnable PyTorch, with 3 checks'],
  [
    `${square}J.item(1)\n`,
    'Copied: Runnable PyTorch, without checks. The program ends with TypeError in line 5, so nothing is checked behind it. Mend the error first.',
  ],
  [
    'import torch\nx = torch.ones(2)\ndel x\n',
    'Copied: Runnable PyTorch, without checks. The program computes nothing that could be checked.',
  ],
])('what is copied is said as it is', (source, said) => {
  expect(copiedRunnable(runnable(run(source), 0))).toBe(said)
})
