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
  inNumbers,
  literal,
  local,
  math,
  name,
  partial,
  plus,
  rule,
  say,
  slope,
  times,
  value,
} from '../prose.ts'

const path = exampleNamed('path')

const sigmoid = edited(path, [
  ['# Backprop on a path', '# The same road with a sigmoid'],
  ['x = torch.tensor(4.0', 'x = torch.tensor(2.0'],
  ['y = torch.tensor(5.0', 'y = torch.tensor(3.0'],
  ['w1 = torch.tensor(0.5', 'w1 = torch.tensor(0.0'],
  ['w2 = torch.tensor(1.5', 'w2 = torch.tensor(2.0'],
  ['a1 = f1  # the activation is the identity', 'a1 = torch.sigmoid(f1)'],
])

/** The program with one step of gradient descent after the backward pass, and a second forward pass. */
const stepped = (rate: string): string =>
  edited(path, [
    [
      'print(w1.grad, w2.grad, x.grad)\n',
      `gamma = ${rate}
with torch.no_grad():
    w1 -= gamma * w1.grad
    w2 -= gamma * w2.grad

f1 = w1 * x
y_hat = w2 * f1
e = y_hat - y
J = 0.5 * e**2
J.backward()
`,
    ],
  ])

export const lesson: Lesson = {
  id: 'path',
  title: 'Backprop on a path',
  part: 'backpropagation',
  goal: 'Run the algorithm on a chain: the order, the seed, and at every node the upstream number times the local slope.',
  programs: { main: path, sigmoid, careful: stepped('0.01'), greedy: stepped('0.1') },
  beats: [
    {
      id: 'road',
      title: say`A single road from ${name('x')} to ${name('J')}`,
      text: [
        say`The input ${name('x')} is multiplied by ${name('w1')}, then by ${name('w2')}; the activation between them is the identity. The loss is half the squared error. There is exactly *one* road from each weight to ${name('J')}.`,
        say`We want to know how ${name('J')} changes when ${name('w1')} or ${name('w2')} changes a little: ${partial('w1')} and ${partial('w2')}. Change any number in the picture: everything follows.`,
      ],
      at: 'start',
      note: say`Ask the room which of the two weights matters more, before any number is shown. Keep the vote; the lesson settles it.`,
    },
    {
      id: 'forward',
      title: say`Forward: every value, from left to right`,
      text: [
        say`Each node computes its value from the values before it, and *keeps* it. The backward pass will need them.`,
        say`The output is ${equal(name('y_hat'), value('y_hat'))}, the target is ${value('y')}; so the error is ${equal(name('e'), inNumbers('e'), value('e'))} and the loss ${equal(name('J'), value('J'))}.`,
      ],
      at: 'start',
      until: 'forward',
      note: say`The room computes along. Say once that every value is kept, and ask what for.`,
    },
    {
      id: 'seed',
      title: say`Backward starts with a seed`,
      text: [
        say`How much does ${name('J')} change when ${name('J')} changes? Exactly as much: ${equal(partial('J'), gradient('J'))}. Without this seed every product that follows would have nothing to start from.`,
      ],
      at: 'seed',
      slide: {
        erratum: 'E12',
        says: say`The loop runs from the last node but one downwards; no start value is given.`,
        right: say`Plant the seed ${equal(partial('J'), gradient('J'))} first; all other gradients start empty.`,
      },
      note: say`Ask the silly question in earnest: how much does ${name('J')} change when ${name('J')} changes? Who forgets the seed has nothing to multiply.`,
    },
    {
      id: 'error',
      title: say`Each node needs two numbers: what arrives, and its own slope`,
      text: [
        say`What arrives at ${name('e')} is the number of its user, ${equal(partial('J'), gradient('J'))}. Its own slope is ${equal(slope('J', 'e'), local('J', 'e'))}. Their product is ${equal(partial('e'), gradient('e'))}.`,
        say`The subtraction hands it on unchanged: ${equal(partial('y_hat'), gradient('y_hat'))}.`,
      ],
      at: gathered('e'),
      until: gathered('y_hat'),
      note: say`One sign, two meanings: on an edge it is the local slope, at a node all that arrives. Say *slope* and *gradient*, never just *derivative*.`,
    },
    {
      id: 'w2',
      title: say`The second weight`,
      text: [
        say`A product hands each factor the *other* factor: ${equal(slope('y_hat', 'w2'), name('f1'), local('y_hat', 'w2'))}. So ${equal(partial('w2'), flow('y_hat', 'w2'), flowNumbers('y_hat', 'w2'), gradient('w2'))}.`,
        say`A weight is a leaf. Nothing is behind it: it is done.`,
      ],
      at: handed('y_hat', 'w2'),
      note: say`Ask which of the two factors the weight is handed: the other one, as in the very first lesson. Then point behind the leaf: nothing there, so it is done.`,
    },
    {
      id: 'hidden',
      title: say`On towards the first weight`,
      text: [
        say`To the hidden value the product hands the weight: ${equal(partial('f1'), flow('y_hat', 'f1'), flowNumbers('y_hat', 'f1'), gradient('f1'))}.`,
      ],
      at: handed('y_hat', 'f1'),
      note: say`Ask what the hidden value is handed. The room should say it before you press.`,
    },
    {
      id: 'ask-w1',
      title: say`What is ${partial('w1')}?`,
      text: [say`${name('f1')} holds ${gradient('f1')}. One more product: ${equal(name('f1'), rule('f1'))}.`],
      at: handed('y_hat', 'f1'),
      until: handed('f1', 'w1'),
      question: {
        ask: say`What is ${partial('w1')}?`,
        choices: [
          {
            says: say`${gradient('w1')}`,
            right: true,
            because: say`What arrives times what the weight was multiplied by: ${equal(flow('f1', 'w1'), flowNumbers('f1', 'w1'), gradient('w1'))}.`,
          },
          {
            says: say`${times(gradient('y_hat'), value('x'))}`,
            right: false,
            because: say`That skips ${name('w2')}: the road from ${name('y_hat')} to ${name('f1')} has the slope ${local('y_hat', 'f1')}.`,
          },
          {
            says: say`${times(value('w2'), value('x'))}`,
            right: false,
            because: say`That is the slope of the network alone, ${slope('y_hat', 'w1')}; the slope of the loss, ${gradient('y_hat')}, is missing.`,
          },
          {
            says: say`${gradient('f1')}`,
            right: false,
            because: say`That has arrived at ${name('f1')}; it is still to be multiplied by ${name('x')}.`,
          },
          {
            says: say`${gradient('w2')}`,
            right: false,
            because: say`That is the gradient of the other weight.`,
          },
        ],
      },
      note: say`The question of the lesson; give it two minutes and collect answers on the board. Every wrong one is a road with one stone missing.`,
    },
    {
      id: 'product',
      title: say`All local slopes, multiplied`,
      text: [
        say`Written in one line, the gradient of a weight on a single road is the product of all the local slopes on it. The *Paths* tab below shows it as a product, and what reverse mode saves.`,
        say`Each node needed only its upstream number and its own local slope. The gradients of the two weights, ${gradient('w1')} and ${gradient('w2')}, are each what arrives behind the weight, times what the weight is fed.`,
      ],
      at: 'end',
      show: { detail: 'paths', select: { of: 'w1' } },
      slide: {
        erratum: 'E13',
        says: say`The upstream factor stands in front of the local one, for vectors too.`,
        right: say`For plain numbers the order does not matter. For vectors, in the lecture’s own layout, the local factor comes first: ${math('\\frac{\\partial J}{\\partial v_i} = \\frac{\\partial v_j}{\\partial v_i}\\frac{\\partial J}{\\partial v_j}', '∂J/∂vᵢ = ∂vⱼ/∂vᵢ · ∂J/∂vⱼ')}.`,
      },
      note: say`Settle the vote. Have the product read from the weight to the loss, and once more from the loss to the weight.`,
    },
    {
      id: 'careful',
      title: say`One careful step downhill`,
      program: 'careful',
      pass: 1,
      text: [
        say`The backward pass changed nothing yet. Gradient descent does: every weight takes a step against its gradient. With ${math('\\gamma', 'γ')} as in the program the loss falls from ${value('J', { pass: 0 })} to ${value('J')}.`,
        say`Only the weights move. The input has a gradient as well, ${equal(partial('x'), gradient('x', { pass: 0 }))} before the step, but it is data: nobody takes a step with it.`,
      ],
      at: 'forward',
      note: say`Ask which line changes a weight, and why ${name('x')} stays where it is. That a backward pass alone learns nothing is worth a pause.`,
    },
    {
      id: 'ask-greedy',
      title: say`Ten times the learning rate`,
      text: [say`The same gradients, a step ten times as long.`],
      program: 'greedy',
      pass: 0,
      at: 'end',
      question: {
        ask: say`The loss is ${value('J')}. What is it after the longer step?`,
        choices: [
          {
            says: say`It goes up, to ${value('J', { pass: 1 })}`,
            right: true,
            because: say`The output overshoots to ${value('y_hat', { pass: 1 })}: a slope is only true nearby.`,
          },
          {
            says: say`A little below ${value('J')}`,
            right: false,
            because: say`The gradient promises that only for a step that is small enough.`,
          },
          {
            says: say`Exactly zero`,
            right: false,
            because: say`Then the step would have had to land on the target; it went far past it, to ${value('y_hat', { pass: 1 })}.`,
          },
        ],
      },
      note: say`Nearly everybody expects a smaller loss. Let them defend the gradient: it is not wrong, it only sees what is near.`,
    },
    {
      id: 'blocked',
      title: say`A road that is blocked`,
      program: 'sigmoid',
      text: [
        say`Now the activation is a sigmoid, and ${equal(name('w1'), value('w1'))}. The weight still gets a gradient, ${equal(partial('w1'), gradient('w1'))}, but ${equal(partial('x'), gradient('x'))}.`,
      ],
      at: 'end',
      question: {
        ask: say`Why is ${partial('x')} zero while ${partial('w1')} is not?`,
        choices: [
          {
            says: say`${name('w1')} is zero and blocks the way to ${name('x')}`,
            right: true,
            because: say`${equal(slope('f1', 'x'), name('w1'), local('f1', 'x'))}, while ${equal(slope('f1', 'w1'), name('x'), local('f1', 'w1'))}.`,
          },
          {
            says: say`The sigmoid is saturated`,
            right: false,
            because: say`Its slope here is ${local('a1', 'f1')}, the largest it can be; and it would stop both.`,
          },
          {
            says: say`The loss is at its minimum`,
            right: false,
            because: say`Then every gradient would be zero, but ${partial('w1')} is ${gradient('w1')}. Move ${name('w1')} up by one, and ${partial('x')} becomes ${changed('w1', plus(value('w1'), literal(1)), gradient('x'))}.`,
          },
        ],
      },
      note: say`Point at the product: each factor guards the way to the other. Afterwards drag ${name('w1')} away from zero, and the gradient of ${name('x')} wakes up.`,
    },
    {
      id: 'aha',
      title: say`Upstream times local, all the way down`,
      text: [
        say`That is all of backpropagation on a single road: start with the seed, go backwards, and at each node multiply what arrives by the node’s own slope.`,
        say`Next: what happens where the road forks.`,
      ],
      at: 'end',
      note: say`One student walks the whole road aloud with three words only: *arrives*, *slope*, *times*. Then ask what changes when a value is used twice.`,
    },
  ],
}
