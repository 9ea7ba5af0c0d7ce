import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  computed,
  equal,
  flowNumbers,
  gathered,
  gradient,
  handed,
  literal,
  local,
  math,
  name,
  partial,
  rule,
  say,
  slope,
  times,
  value,
} from '../prose.ts'

const main = exampleNamed('delta-rule')
const squared = edited(main, [
  ['# Sigmoid neuron (delta rule)', '# The same neuron with the squared error'],
  ['0.5 * (y_hat - y) ** 2', '(y_hat - y) ** 2'],
])
const entropy = edited(main, [
  ['# Sigmoid neuron (delta rule)', '# The same neuron with binary cross-entropy'],
  ['0.5 * (y_hat - y) ** 2', '-(y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat))'],
])
const updated = edited(main, [
  [
    'print(w0.grad, w1.grad, w2.grad)\n',
    `gamma = 0.8
with torch.no_grad():
    w0 -= gamma * w0.grad
    w1 -= gamma * w1.grad
    w2 -= gamma * w2.grad

f = w0 * x0 + w1 * x1 + w2 * x2
y_hat = torch.sigmoid(f)
J = 0.5 * (y_hat - y) ** 2
J.backward()
`,
  ],
])
/** Sure of itself and wrong. */
const confident = (loss: string): string => `# Confident and wrong
import torch

f = torch.tensor(4.59512, requires_grad=True)
y = torch.tensor(0.0)

y_hat = torch.sigmoid(f)
J = ${loss}
J.backward()

print(y_hat, f.grad)
`

export const lesson: Lesson = {
  id: 'delta-rule',
  title: 'The delta rule: one sigmoid neuron',
  part: 'backpropagation',
  goal: 'Derive the rule as error × slope × input, and say which loss it assumes.',
  programs: {
    main,
    squared,
    entropy,
    updated,
    wrong: confident('0.5 * (y_hat - y) ** 2'),
    'wrong-entropy': confident('-(y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat))'),
  },
  beats: [
    {
      id: 'neuron',
      title: say`One neuron: weigh, add up, bend, compare`,
      text: [
        say`${equal(name('f'), rule('f'))}, then ${equal(name('y_hat'), rule('y_hat'))}, then ${equal(name('J'), rule('J'))}. The first input is always one: its weight is the bias.`,
      ],
      at: 'start',
    },
    {
      id: 'forward',
      title: say`Forward`,
      text: [
        say`The weighted sum is ${equal(name('f'), value('f'))}, the output ${equal(name('y_hat'), value('y_hat'))}, the target ${value('y')}, and the loss ${equal(name('J'), value('J'))}.`,
      ],
      at: 'start',
      until: 'forward',
    },
    {
      id: 'error',
      title: say`First factor: the error`,
      text: [
        say`Behind the seed comes the slope of the loss. For half the squared error it is the error itself: ${equal(partial('y_hat'), gradient('y_hat'))}.`,
      ],
      at: 'seed',
      until: gathered('y_hat'),
    },
    {
      id: 'slope',
      title: say`Second factor: the slope of the sigmoid`,
      text: [
        say`${equal(slope('y_hat', 'f'), local('y_hat', 'f'))}: the output times one minus the output, both known from the forward pass. Times the error that is ${math('\\delta', 'δ')}: ${equal(partial('f'), flowNumbers('y_hat', 'f'), gradient('f'))}.`,
      ],
      at: handed('y_hat', 'f'),
    },
    {
      id: 'ask-w2',
      title: say`What is ${partial('w2')}?`,
      text: [
        say`${equal(partial('f'), gradient('f'))}, and the weight ${name('w2')} is multiplied by ${equal(name('x2'), value('x2'))}.`,
      ],
      at: handed('y_hat', 'f'),
      until: 'end',
      question: {
        ask: say`What is ${partial('w2')}?`,
        choices: [
          {
            says: say`${gradient('w2')}`,
            right: true,
            because: say`Error × slope × input: the third factor is ${equal(name('x2'), value('x2'))}.`,
          },
          {
            says: say`${gradient('f')}`,
            right: false,
            because: say`That is ${math('\\delta', 'δ')}; it is still to be multiplied by the input, with its sign.`,
          },
          {
            says: say`${times(gradient('y_hat'), value('x2'))}`,
            right: false,
            because: say`The slope of the sigmoid, ${local('y_hat', 'f')}, is missing. (That is what cross-entropy would give.)`,
          },
          {
            says: say`${times(literal(2), gradient('w2'))}`,
            right: false,
            because: say`That is the squared error without the half: everything twice as large.`,
          },
        ],
      },
    },
    {
      id: 'rule',
      title: say`Error × slope × input`,
      text: [
        say`${math('\\frac{\\partial J}{\\partial w_i} = (\\hat y - y)\\;\\hat y\\,(1 - \\hat y)\\;x_i', '∂J/∂wᵢ = (ŷ − y) · ŷ(1 − ŷ) · xᵢ')}. Here: ${gradient('w0')}, ${gradient('w1')} and ${gradient('w2')}, in the proportions of the inputs ${value('x0')}, ${value('x1')}, ${value('x2')}.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E14',
        says: say`The rule stands there without its loss.`,
        right: say`It is true for *half* the squared error. The next two beats change the loss: without the half everything doubles, and with cross-entropy the slope of the sigmoid disappears.`,
      },
    },
    {
      id: 'squared',
      program: 'squared',
      title: say`Without the half: twice as large`,
      text: [
        say`The same neuron, the squared error: ${gradient('w0')}, ${gradient('w1')}, ${gradient('w2')}. The factor only rescales the learning rate; the lowest place is where it was.`,
      ],
      at: 'end',
    },
    {
      id: 'entropy',
      program: 'entropy',
      title: say`Cross-entropy: the slope cancels`,
      text: [
        say`With cross-entropy ${equal(partial('f'), gradient('f'))}, the bare error: the loss is so steep where the sigmoid is flat that the two cancel. The gradients are ${gradient('w0')}, ${gradient('w1')}, ${gradient('w2')}.`,
      ],
      at: 'end',
    },
    {
      id: 'ask-confident',
      program: 'wrong',
      title: say`Confident and wrong: which loss gives the larger ${math('\\delta', 'δ')}?`,
      text: [say`The output is ${value('y_hat')}, the target ${value('y')}.`],
      at: 'forward',
      until: 'end',
      question: {
        ask: say`Confident and wrong: which loss gives the larger ${math('\\delta', 'δ')}?`,
        choices: [
          {
            says: say`Cross-entropy`,
            right: true,
            because: say`There ${math('\\delta', 'δ')} is the whole error, ${value('y_hat')}; here it is only ${gradient('f')}.`,
          },
          {
            says: say`Half the squared error`,
            right: false,
            because: say`Its ${math('\\delta', 'δ')} is choked by the slope of the saturated sigmoid, ${local('y_hat', 'f')}.`,
          },
          { says: say`Both the same`, right: false, because: say`They differ by the factor ${local('y_hat', 'f')}.` },
        ],
      },
    },
    {
      id: 'confident',
      program: 'wrong-entropy',
      title: say`Cross-entropy keeps the blame`,
      text: [
        say`With cross-entropy the same wrong answer is handed ${equal(partial('f'), gradient('f'))}: it can be unlearned.`,
      ],
      at: 'end',
    },
    {
      id: 'update',
      program: 'updated',
      title: say`Now the weights move`,
      text: [
        say`Backpropagation only found the gradients. Gradient descent uses them: the weights become ${value('w0', { pass: 1 })}, ${value('w1', { pass: 1 })} and ${value('w2', { pass: 1 })}, the output moves from ${value('y_hat', { pass: 0 })} to ${value('y_hat')}, and the loss falls from ${value('J', { pass: 0 })} to ${value('J')}.`,
      ],
      pass: 1,
      at: 'start',
      until: computed('J'),
    },
    {
      id: 'aha',
      title: say`Error × slope × input`,
      text: [
        say`The choice of loss decides whether the slope stays in. The same three factors will come back in every network; only the first will be longer to get.`,
      ],
      at: 'end',
    },
  ],
}
