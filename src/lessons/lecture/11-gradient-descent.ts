import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson, Show } from '../lesson.ts'
import { equal, gradient, math, name, partial, rule, say, value } from '../prose.ts'

const main = exampleNamed('gradient-descent')
const rate = (lr: string, title: string): string =>
  edited(main, [
    ['# Gradient descent, three steps', `# Gradient descent: ${title}`],
    ['lr = 0.5', `lr = ${lr}`],
    ['range(3)', 'range(4)'],
  ])

const valleys = `# Two valleys
import torch

w = torch.tensor(2.0, requires_grad=True)
lr = 0.02

for step in range(12):
    J = 0.1 * w**4 - 0.6 * w**2 - 0.2 * w + 2
    J.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
`

/** The bowl, up to a step. */
const bowl = (reach: readonly [number, number] = [-3, 9]): Show => ({
  plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach, beside: false },
})

export const lesson: Lesson = {
  id: 'gradient-descent',
  title: 'Gradient descent: steps on a bowl',
  part: 'mathematics',
  goal: 'Do a step by hand, say what the learning rate does, and know that the loss can go up.',
  programs: {
    half: rate('0.5', 'half the way'),
    one: rate('1.0', 'one step'),
    two: rate('2.0', 'to and fro'),
    more: rate('2.1', 'out of the bowl'),
    valleys,
  },
  beats: [
    {
      id: 'bowl',
      title: say`A bowl, and a place to start`,
      text: [
        say`The loss is a bowl over one weight, ${equal(name('J'), rule('J'))}. We stand at ${equal(name('w'), value('w'))}; the tangent has the slope ${equal(partial('w'), gradient('w'))}.`,
        say`A slope below zero says: more ${name('w')}, less loss. So we go *against* the slope: ${math('w \\leftarrow w - \\gamma\\,\\frac{\\partial J}{\\partial w}', 'w ← w − γ · ∂J/∂w')}.`,
      ],
      at: 'end',
      pass: 0,
      show: bowl(),
    },
    {
      id: 'step',
      title: say`One step against the slope`,
      text: [
        say`The step is the learning rate times the slope. It leads from ${value('w', { pass: 0 })} to ${value('w')}, and the loss from ${value('J', { pass: 0 })} to ${value('J')}.`,
      ],
      at: 'end',
      pass: 1,
      show: bowl(),
    },
    {
      id: 'more-steps',
      title: say`The nearer, the smaller the step`,
      text: [
        say`Each step is half of what is left: ${value('w', { pass: 0 })}, ${value('w', { pass: 1 })}, ${value('w', { pass: 2 })}, ${value('w', { pass: 3 })}. Not because we slow down on purpose: the slope itself becomes smaller.`,
      ],
      at: 'end',
      pass: 3,
      show: bowl(),
      slide: {
        erratum: 'E16',
        says: say`Pick a nearby weight that reduces the loss, and repeat until the minimum.`,
        right: say`A fixed learning rate need not reduce the loss, and where the slope is zero need not be the lowest place: it may be another valley, or a saddle. And all weights are updated from the *same* old weights.`,
      },
    },
    {
      id: 'ask-one',
      title: say`Which learning rate arrives in a single step?`,
      text: [
        say`The start is ${value('w')}, the slope there ${gradient('w')}, and the lowest place is where the loss is zero.`,
      ],
      program: 'half',
      at: 'end',
      pass: 0,
      show: bowl(),
      question: {
        ask: say`Which learning rate arrives in a single step?`,
        choices: [
          {
            says: say`One`,
            right: true,
            because: say`The slope here is exactly the distance to the lowest place, so the whole slope is the whole way. In general it is one over the curvature of the bowl.`,
          },
          {
            says: say`The smallest there is`,
            right: false,
            because: say`The smaller the rate, the more steps it takes.`,
          },
          {
            says: say`The largest there is`,
            right: false,
            because: say`A step that is too long lands on the other side, and further up.`,
          },
        ],
      },
    },
    {
      id: 'one',
      program: 'one',
      title: say`There in one step`,
      text: [
        say`From ${value('w', { pass: 0 })} to ${value('w')}, and there it stays: the slope is ${gradient('w')}, the loss ${value('J')}.`,
      ],
      at: 'end',
      pass: 1,
      show: bowl(),
    },
    {
      id: 'ask-two',
      program: 'two',
      title: say`Twice that rate: what happens?`,
      text: [say`The first step is twice as long as the way to the lowest place.`],
      at: 'end',
      pass: 0,
      show: bowl(),
      question: {
        ask: say`Twice that rate: what happens?`,
        choices: [
          {
            says: say`It bounces to and fro for ever`,
            right: true,
            because: say`Each step lands as far up on the other side: ${value('w', { pass: 0 })}, ${value('w', { pass: 1 })}, ${value('w', { pass: 2 })}, ${value('w', { pass: 3 })}.`,
          },
          {
            says: say`It arrives in two steps`,
            right: false,
            because: say`The second step is as long as the first, back to where it began.`,
          },
          {
            says: say`It arrives twice as fast`,
            right: false,
            because: say`Twice as long is not twice as fast: it flies past.`,
          },
        ],
      },
    },
    {
      id: 'two',
      program: 'two',
      title: say`To and fro`,
      text: [say`The loss stays at ${value('J')}, however long we go on.`],
      at: 'end',
      pass: 3,
      show: bowl(),
    },
    {
      id: 'more',
      program: 'more',
      title: say`A little more, and it climbs out`,
      text: [
        say`Now every step ends higher than it began: the loss goes from ${value('J', { pass: 0 })} over ${value('J', { pass: 1 })} and ${value('J', { pass: 2 })} to ${value('J')}. Following the gradient can make things worse.`,
        say`Change \`lr\` in the program and watch where it tips over.`,
      ],
      at: 'end',
      pass: 3,
      show: bowl([-4, 10]),
    },
    {
      id: 'valleys',
      program: 'valleys',
      title: say`Two valleys`,
      text: [
        say`Here the bowl has two low places. Which one is reached depends on where one starts; the slope only knows about the place where one stands. Drag the start.`,
      ],
      at: 'end',
      pass: 11,
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: true, reach: [-3, 3], beside: false } },
    },
    {
      id: 'aha',
      program: 'half',
      title: say`The safe rate depends on the bowl`,
      text: [
        say`The more the bowl is curved, the shorter the steps must be. The gradient says where downhill is, and how steep it is *here*; it does not say how far to go.`,
      ],
      at: 'end',
      pass: 3,
      show: bowl(),
    },
  ],
}
