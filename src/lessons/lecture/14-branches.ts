import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  changed,
  equal,
  flow,
  flowNumbers,
  gathered,
  gradient,
  handed,
  literal,
  local,
  math,
  name,
  over,
  partial,
  plus,
  rule,
  say,
  share,
  slope,
  sum,
  times,
  value,
} from '../prose.ts'

const main = exampleNamed('branches')
const cancelling = edited(main, [
  ['# Backprop with branches', '# Two roads that cancel'],
  ['w3 = torch.tensor(-1.0', 'w3 = torch.tensor(-1.5'],
])

const total = `# Direct and total
import torch

a = torch.tensor(3.0, requires_grad=True)

b = a + 1
J = a * b
J.backward()

print(a.grad)
`

export const lesson: Lesson = {
  id: 'branches',
  title: 'Backprop with branches: roads add up',
  part: 'backpropagation',
  goal: 'Add the contributions of all users of a value, and say why they must all be there before it hands on.',
  programs: { main, cancelling, total },
  beats: [
    {
      id: 'fork',
      title: say`The road forks at ${name('a')}`,
      text: [
        say`${name('a')} is used twice: by ${equal(name('b'), rule('b'))} and by ${equal(name('c'), rule('c'))}. Both come together again in ${name('y_hat')}. So a change of ${name('a')} reaches the loss by *two* roads.`,
      ],
      at: 'start',
    },
    {
      id: 'forward',
      title: say`Forward, as ever`,
      text: [
        say`${equal(name('a'), value('a'))}, ${equal(name('b'), value('b'))}, ${equal(name('c'), value('c'))}; the output is ${value('y_hat')}, the target ${value('y')}, the loss ${value('J')}.`,
      ],
      at: 'start',
      until: 'forward',
    },
    {
      id: 'to-the-fork',
      title: say`Backward to both ends of the fork`,
      text: [
        say`Each branch gets its own gradient: ${equal(partial('b'), gradient('b'))} and ${equal(partial('c'), gradient('c'))}. The weights on the way are done as soon as they are reached.`,
      ],
      at: 'seed',
      until: gathered('c'),
    },
    {
      id: 'ask-a',
      title: say`What is ${partial('a')}?`,
      text: [
        say`${name('a')} has a bucket. Each of its users will pour something in: ${name('b')}, with ${equal(slope('b', 'a'), local('b', 'a'))}, and ${name('c')}, with ${equal(slope('c', 'a'), local('c', 'a'))}.`,
      ],
      at: gathered('c'),
      question: {
        ask: say`What is ${partial('a')}?`,
        choices: [
          {
            says: say`${gradient('a')}`,
            right: true,
            because: say`The roads *add up*: ${equal(partial('a'), sum('a'), gradient('a'))}.`,
          },
          { says: say`${share('b', 'a')}`, right: false, because: say`That is the road through ${name('b')} alone.` },
          { says: say`${share('c', 'a')}`, right: false, because: say`That is the road through ${name('c')} alone.` },
          {
            says: say`${times(share('b', 'a'), share('c', 'a'))}`,
            right: false,
            because: say`Steps along one road multiply; different roads add up.`,
          },
          {
            says: say`${over(plus(share('b', 'a'), share('c', 'a')), literal(2))}`,
            right: false,
            because: say`No average: each road carries its own part of the change, and both count in full.`,
          },
        ],
      },
    },
    {
      id: 'first',
      title: say`The first delivery`,
      text: [
        say`${name('b')} hands over ${equal(flow('b', 'a'), flowNumbers('b', 'a'), share('b', 'a'))}. The bucket of ${name('a')} stays open: another user has not delivered yet.`,
      ],
      at: handed('b', 'a'),
    },
    {
      id: 'second',
      title: say`The second delivery is added`,
      text: [
        say`${name('c')} adds ${equal(flow('c', 'a'), flowNumbers('c', 'a'), share('c', 'a'))}: ${equal(partial('a'), sum('a'), gradient('a'))}. Now the bucket is full and closes; only now may ${name('a')} hand on.`,
        say`In code this is the \`+=\`, not \`=\`.`,
      ],
      at: handed('c', 'a'),
    },
    {
      id: 'leaves',
      title: say`And on to the leaves`,
      text: [
        say`${equal(partial('w1'), gradient('w1'))} and ${equal(partial('x'), gradient('x'))} come from the full bucket. The other weights were done on the way: ${gradient('w2')}, ${gradient('w3')}, ${gradient('w4')}, ${gradient('w5')}.`,
      ],
      at: handed('c', 'a'),
      until: 'end',
    },
    {
      id: 'overwrite',
      title: say`The classic mistake: = in place of +=`,
      text: [
        say`Here the second delivery *replaces* the first. ${name('a')} is wrong, and with it everything behind it. The check compares every gradient with central differences, and its lamp goes red.`,
      ],
      at: 'end',
      show: { mistake: 'overwrites', detail: 'check' },
    },
    {
      id: 'too-early',
      title: say`The other mistake: handing on too early`,
      text: [
        say`If ${name('a')} hands on before all its users have delivered, what comes later is lost for everything behind it. That is why the backward pass goes in *reverse order* of the forward pass: then every bucket is full before it is used.`,
      ],
      at: 'end',
      show: { mistake: 'too-early', detail: 'check' },
    },
    {
      id: 'ask-order',
      title: say`Why must ${name('c')} be finished before ${name('a')}?`,
      text: [say`Think of the bucket.`],
      at: 'end',
      question: {
        ask: say`Why must ${name('c')} be finished before ${name('a')}?`,
        choices: [
          {
            says: say`${name('a')} needs the gradients of all its users`,
            right: true,
            because: say`Its own gradient is the sum over them.`,
          },
          {
            says: say`Because ${name('c')} stands further down in the program`,
            right: false,
            because: say`It stands there because it *uses* ${name('a')}; that is the reason, not the line.`,
          },
          {
            says: say`It need not be`,
            right: false,
            because: say`Then ${name('a')} would hand on a part of its gradient and call it the whole.`,
          },
        ],
      },
    },
    {
      id: 'ask-cancel',
      program: 'cancelling',
      title: say`The loss is ${value('J')} now. What is ${partial('w1')}?`,
      text: [
        say`One weight was changed: ${equal(name('w3'), value('w3'))}. The output is further off the target than before.`,
      ],
      at: 'forward',
      until: 'end',
      question: {
        ask: say`What is ${partial('w1')}?`,
        choices: [
          {
            says: say`${gradient('w1')}`,
            right: true,
            because: say`The two roads cancel: ${equal(partial('a'), sum('a'), gradient('a'))}. A large loss with gradient zero, and not because it is a minimum: ${equal(partial('w2'), gradient('w2'))}.`,
          },
          {
            says: say`${changed('w3', literal(-1), gradient('w1'))}, as before`,
            right: false,
            because: say`The road through ${name('c')} became stronger: ${share('c', 'a')} now.`,
          },
          {
            says: say`${times(share('b', 'a'), value('x'))}`,
            right: false,
            because: say`That is the road through ${name('b')} alone. The one through ${name('c')} brings the opposite.`,
          },
        ],
      },
    },
    {
      id: 'total',
      program: 'total',
      title: say`Direct is not total`,
      text: [
        say`${equal(name('J'), rule('J'))} and ${equal(name('b'), rule('b'))}. The *direct* slope, along the one edge from ${name('a')} to ${name('J')}, is ${local('J', 'a')}. The *total* derivative adds the road through ${name('b')}: ${equal(partial('a'), sum('a'), gradient('a'))}.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E15',
        says: say`“Total derivative” is the name for the ordinary d.`,
        right: say`The total derivative is the sum over *all* roads, which is what backpropagation computes; the slope of a single edge is only a part of it.`,
      },
    },
    {
      id: 'aha',
      title: say`Along a road multiply; where roads meet, add`,
      text: [
        say`${math('\\frac{\\partial J}{\\partial v} = \\sum_{u \\,\\text{uses}\\, v} \\frac{\\partial J}{\\partial u}\\,\\frac{\\partial u}{\\partial v}', '∂J/∂v = Σ over users u of v: ∂J/∂u · ∂u/∂v')}. This one line is backpropagation.`,
      ],
      at: 'end',
      show: { detail: 'paths', select: { of: 'a' } },
    },
  ],
}
