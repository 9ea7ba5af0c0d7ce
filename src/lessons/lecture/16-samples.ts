import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  computed,
  equal,
  gradient,
  handed,
  literal,
  math,
  name,
  over,
  partial,
  rule,
  say,
  size,
  times,
  value,
} from '../prose.ts'

const main = exampleNamed('many-samples')
const loss = '0.5 * (e**2).sum()'
const halfMean = edited(main, [
  ['# Backprop with many samples', '# Half the mean'],
  [loss, '0.5 * (e**2).mean()'],
])
const mean = edited(main, [
  ['# Backprop with many samples', '# The mean squared error'],
  [loss, '(e**2).mean()'],
])
const descent = `# One step for all four samples
import torch

x = torch.tensor([1.0, 2.0, 3.0, 2.0])
y = torch.tensor([4.0, 3.0, 8.0, 5.0])
w = torch.tensor(2.0, requires_grad=True)
gamma = 0.05

for step in range(3):
    y_hat = w * x
    e = y_hat - y
    J = 0.5 * (e**2).sum()
    J.backward()
    with torch.no_grad():
        w -= gamma * w.grad
    w.grad = None
`

export const lesson: Lesson = {
  id: 'samples',
  title: 'Many samples: one weight, four blames',
  part: 'backpropagation',
  goal: 'Sum or average over samples, and say what the m and the ½ do.',
  programs: { main, halfMean, mean, descent },
  beats: [
    {
      id: 'one-weight',
      title: say`The same weight in every sample`,
      text: [
        say`Four samples go through the same weight: ${equal(name('y_hat'), rule('y_hat'), value('y_hat'))}. In the picture they stand side by side; *Sample* above it shows one of them alone.`,
        say`Seen from the weight this is a fork with four roads.`,
      ],
      at: 'start',
      until: computed('y_hat'),
    },
    {
      id: 'errors',
      title: say`Four errors, one loss`,
      text: [
        say`${equal(name('e'), value('e'))}, and half the sum of their squares is ${equal(name('J'), value('J'))}.`,
      ],
      at: computed('e'),
      until: 'forward',
    },
    {
      id: 'ask-sum',
      title: say`The four contributions to ${partial('w')}: what is their sum?`,
      text: [
        say`Each sample brings its error times its input. The errors are ${value('e')}, the inputs ${value('x')}.`,
      ],
      at: 'forward',
      until: 'end',
      question: {
        ask: say`What is ${partial('w')}?`,
        choices: [
          {
            says: say`${gradient('w')}`,
            right: true,
            because: say`Sharing a weight means adding up: error times input, for each sample, ${times(value('e'), value('x'))}, and then the sum.`,
          },
          {
            says: say`${times(value('e', { entry: [2] }), value('x', { entry: [2] }))}`,
            right: false,
            because: say`That is what the third sample brings alone.`,
          },
          {
            says: say`${over(gradient('w'), size('x'))}`,
            right: false,
            because: say`That is the average. This loss is a sum.`,
          },
        ],
      },
    },
    {
      id: 'each',
      title: say`Each sample’s part`,
      text: [
        say`The matrices below show the product: the errors ${value('e')} times the inputs ${value('x')}, entry by entry, is ${times(value('e'), value('x'))}. The weight’s bucket holds their sum, ${gradient('w')}.`,
      ],
      at: handed('y_hat', 'w'),
      show: { detail: 'matrices' },
    },
    {
      id: 'scalar',
      title: say`Every number on its own`,
      text: [
        say`Magnified to single numbers the fork is plain to see: four roads lead back to the one ${name('w')}, and its bucket fills four times.`,
      ],
      at: handed('y_hat', 'w'),
      show: { level: 'scalar', sample: 'all' },
    },
    {
      id: 'half-mean',
      program: 'halfMean',
      title: say`Half the mean`,
      text: [
        say`Divide the loss by the number of samples, ${size('x')}: ${equal(name('J'), value('J'))}, and the gradient is divided as well: ${equal(partial('w'), gradient('w'))}.`,
      ],
      at: 'end',
    },
    {
      id: 'mean',
      program: 'mean',
      title: say`The mean squared error of PyTorch`,
      text: [
        say`\`MSELoss\` takes the mean and has no half: ${equal(name('J'), value('J'))} and ${equal(partial('w'), gradient('w'))}.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E44',
        says: say`Sum the gradients over the samples; and the code uses the mean squared error.`,
        right: say`The sum belongs to a loss that is a sum. With the mean, as in the code, each sample counts for one part of ${size('x')}, and without the half everything is twice as large: ${gradient('w')}.`,
      },
    },
    {
      id: 'ask-rate',
      program: 'mean',
      title: say`From half the sum to the mean, with the same learning rate: how long is a step?`,
      text: [say`With the mean squared error the gradient is ${gradient('w')}.`],
      at: 'end',
      question: {
        ask: say`From half the sum to the mean, with the same learning rate: how long is a step?`,
        choices: [
          {
            says: say`${over(literal(2), size('x'))} of what it was`,
            right: true,
            because: say`Divided by ${size('x')} for the mean, times two for the missing half.`,
          },
          {
            says: say`As long as before`,
            right: false,
            because: say`The gradient is another one, so the step is another one.`,
          },
          {
            says: say`${size('x')} times as long`,
            right: false,
            because: say`The mean divides; it makes the step shorter.`,
          },
        ],
      },
    },
    {
      id: 'ask-minimum',
      program: 'mean',
      title: say`Does the lowest place move?`,
      text: [say`The loss is drawn over ${name('w')}.`],
      at: 'end',
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: true, reach: [0, 5], beside: false } },
      question: {
        ask: say`Does the lowest place move when the loss is scaled?`,
        choices: [
          { says: say`No`, right: true, because: say`A factor in front stretches the bowl; it stands where it stood.` },
          {
            says: say`Yes, to the left`,
            right: false,
            because: say`Where the slope is zero it stays zero, whatever the factor.`,
          },
          {
            says: say`Yes, to the right`,
            right: false,
            because: say`Where the slope is zero it stays zero, whatever the factor.`,
          },
        ],
      },
    },
    {
      id: 'descent',
      program: 'descent',
      title: say`One step for all of them`,
      text: [
        say`The step follows the sum: the weight moves from ${value('w', { pass: 0 })} to ${value('w', { pass: 1 })} and ${value('w', { pass: 2 })}, and the loss falls from ${value('J', { pass: 0 })} to ${value('J')}. No single sample got its will.`,
      ],
      pass: 2,
      at: 'end',
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach: [1, 4], beside: false } },
    },
    {
      id: 'aha',
      title: say`Many samples are a branch on the weight`,
      text: [
        say`${math('\\frac{\\partial J}{\\partial w} = \\sum_j \\frac{\\partial J_j}{\\partial w}', '∂J/∂w = Σⱼ ∂Jⱼ/∂w')}: sharing means adding up. The factor in front of the sum only rescales the learning rate.`,
      ],
      at: 'end',
    },
  ],
}
