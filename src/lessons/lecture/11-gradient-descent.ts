import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson, Show } from '../lesson.ts'
import {
  changed,
  equal,
  gradient,
  literal,
  math,
  minus,
  name,
  over,
  partial,
  plus,
  say,
  times,
  value,
} from '../prose.ts'

/** The example with more steps, and with a learning rate of its own. */
const descent = (title: string, rate: string): string =>
  edited(exampleNamed('gradient-descent'), [
    ['# Gradient descent, three steps', `# ${title}`],
    ['lr = 0.5', `lr = ${rate}`],
    ['range(3)', 'range(6)'],
  ])

const half = descent('Gradient descent', '0.5')

const steep = edited(half, [
  ['# Gradient descent', '# The same learning rate in a steeper bowl'],
  ['J = 0.5 * e**2', 'J = 2 * e**2'],
])

const valleys = (start: string): string => `# Two valleys
import torch

w = torch.tensor(${start}, requires_grad=True)
lr = 0.6

for step in range(9):
    J = 0.05 * (w**2 - 4) ** 2 + 0.1 * w
    J.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None

print(w)
`

const w = (pass: number) => value('w', { pass })
const J = (pass: number) => value('J', { pass })

/** The learning rate, as the first step shows it. */
const rate = over(minus(w(0), w(1)), gradient('w', { pass: 0 }))

/** How much the slope changes when the weight grows by one: in a bowl like this one, its curvature. */
const curvature = minus(changed('w', plus(value('w'), literal(1)), gradient('w')), gradient('w'))
const arriving = over(literal(1), curvature)
const safe = over(literal(2), curvature)

const onTheBowl: Show = {
  plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach: [-4, 10], beside: false },
}

const inTheValleys: Show = {
  plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: false, reach: [-3.5, 3.5], beside: false },
}

export const lesson: Lesson = {
  id: 'gradient-descent',
  title: 'Steps on a bowl: gradient descent',
  part: 'mathematics',
  goal: 'Take a step of gradient descent, and tell from the learning rate and the curvature whether it arrives, bounces or runs away.',
  programs: {
    half,
    one: descent('A learning rate that arrives at once', '1.0'),
    two: descent('A learning rate that bounces', '2.0'),
    more: descent('A learning rate that runs away', '2.1'),
    steep,
    right: valleys('0.5'),
    left: valleys('-0.5'),
  },
  beats: [
    {
      id: 'bowl',
      title: say`A bowl, and a point on it`,
      text: [
        say`One weight, one loss. For every ${name('w')} there is a ${name('J')}, and together they make a bowl. We stand at ${equal(name('w'), value('w'))}, where ${equal(name('J'), value('J'))}.`,
        say`Imagine thick fog: we feel the ground under our feet, but we do not see where the bottom is.`,
      ],
      at: 'end',
      show: onTheBowl,
      note: say`Drag the point along the bowl. Ask what one can know in the fog: not where the bottom is, only how the ground tilts.`,
    },
    {
      id: 'slope',
      title: say`The slope says which way is down`,
      text: [
        say`What we feel is the slope, ${equal(partial('w'), gradient('w'))}. Where it is positive, ${name('J')} grows with ${name('w')}; where it is negative, ${name('J')} falls. So we go *against* its sign.`,
      ],
      at: 'end',
      show: { plot: { over: { of: 'w' }, of: [{ of: 'J' }], derivative: true, reach: [-4, 10], beside: false } },
      note: say`Ask for the direction before the sign: left or right? *Against the gradient* is learned by heart, and then applied the wrong way round.`,
    },
    {
      id: 'step',
      title: say`One step: the learning rate times the slope`,
      pass: 1,
      text: [
        say`The rule is ${math('w \\leftarrow w - \\gamma\\,\\frac{\\partial J}{\\partial w}', 'w ← w − γ · ∂J/∂w')}. The learning rate ${math('\\gamma', 'γ')} is \`lr\` in the program, here ${rate}. The slope was ${gradient('w', { pass: 0 })}, so ${times(rate, gradient('w', { pass: 0 }))} is taken away from ${w(0)}, and we stand at ${w(1)}.`,
        say`The loss was ${J(0)}; it is now ${J(1)}.`,
      ],
      at: 'end',
      show: onTheBowl,
      note: say`Let the room compute the step, sign first, then size. Watch for those who step with the gradient: two minus signs meet here.`,
    },
    {
      id: 'walk',
      title: say`The same rule again and again`,
      pass: 3,
      text: [
        say`The weight goes ${w(0)}, ${w(1)}, ${w(2)}, ${w(3)}. The learning rate stays the same all the time; it is the slope that changes: ${gradient('w', { pass: 0 })}, ${gradient('w', { pass: 1 })}, ${gradient('w', { pass: 2 })}, ${gradient('w', { pass: 3 })}. Each step is as long as the ground is steep.`,
      ],
      at: 'end',
      show: onTheBowl,
      note: say`Ask for the next number before you say it. The steps shrink though nobody has touched the learning rate; ask why.`,
    },
    {
      id: 'ask-arrive',
      title: say`Which learning rate arrives in one step?`,
      pass: 0,
      text: [
        say`The slope is ${gradient('w')} here. One to the right it is ${changed('w', plus(value('w'), literal(1)), gradient('w'))}. This change of the slope, ${curvature}, is the *curvature* of the bowl, ${math("J''", 'J″')}.`,
      ],
      at: 'end',
      show: onTheBowl,
      question: {
        ask: say`Which ${math('\\gamma', 'γ')} goes to the bottom in a single step, from wherever we start?`,
        choices: [
          {
            says: say`${arriving}, one divided by the curvature`,
            right: true,
            because: say`The slope changes by ${curvature} for every one that ${name('w')} grows. To bring it from ${gradient('w')} to zero, take ${over(gradient('w'), curvature)} away from ${name('w')}: that is ${arriving} times the slope.`,
          },
          {
            says: say`The smallest one`,
            right: false,
            because: say`Small steps are safe, but they only creep nearer.`,
          },
          {
            says: say`The largest one`,
            right: false,
            because: say`A step can be too long: it passes the bottom and climbs the other side.`,
          },
          {
            says: say`None: it always takes many steps`,
            right: false,
            because: say`In most bowls, yes. In this one the slope is a straight line, so that one step of the right length is enough.`,
          },
        ],
      },
      note: say`A minute. A hint, if it is needed: how far is the bottom, and how steep is it here?`,
    },
    {
      id: 'arrived',
      title: say`There in one step`,
      program: 'one',
      pass: 1,
      text: [
        say`With ${math('\\gamma', 'γ')} = ${rate} the weight goes ${w(0)}, ${w(1)}, ${w(2)}. The slope is ${gradient('w')}: there is nothing left to take away, and the weight stays.`,
      ],
      at: 'end',
      show: onTheBowl,
      note: say`Ask whether this was luck with the start. Change the start in the program and see: in this bowl it is not.`,
    },
    {
      id: 'ask-two',
      title: say`Twice as long a step`,
      program: 'two',
      pass: 0,
      text: [
        say`Now ${math('\\gamma', 'γ')} is ${rate}. The slope at the start is ${gradient('w')}, as before. Where do the first two steps lead?`,
      ],
      at: 'end',
      show: onTheBowl,
      question: {
        ask: say`What does the weight do with ${math('\\gamma', 'γ')} = ${rate}?`,
        choices: [
          {
            says: say`It bounces for ever: ${w(0)}, ${w(1)}, ${w(2)}, ${w(3)}`,
            right: true,
            because: say`Each step lands as far on the other side. The loss is ${J(0)}, then ${J(1)}, then ${J(2)}.`,
          },
          {
            says: say`It reaches the bottom in two steps`,
            right: false,
            because: say`The first step goes past the bottom, to ${w(1)}, and the second one comes back, to ${w(2)}.`,
          },
          {
            says: say`It arrives twice as fast`,
            right: false,
            because: say`A longer step is not a better aim: it goes past the bottom, from ${w(0)} to ${w(1)}.`,
          },
        ],
      },
      note: say`Hands, then let one defender of each answer speak. Who says *faster* has seen it with smaller steps, where it is true.`,
    },
    {
      id: 'bounce',
      title: say`From side to side`,
      program: 'two',
      pass: 3,
      text: [
        say`The weight goes ${w(0)}, ${w(1)}, ${w(2)}, ${w(3)}, and the loss ${J(0)}, ${J(1)}, ${J(2)}, ${J(3)}. Every step follows the rule correctly.`,
      ],
      at: 'end',
      show: onTheBowl,
      note: say`Ask what would make it settle: the least bit less. Nothing in the program is wrong, and that is the point.`,
    },
    {
      id: 'runs-away',
      title: say`A little more, and it runs away`,
      program: 'more',
      pass: 3,
      text: [
        say`With ${math('\\gamma', 'γ')} = ${rate} the weight goes ${w(0)}, ${w(1)}, ${w(2)}, ${w(3)}. The loss goes ${J(0)}, ${J(1)}, ${J(2)}, ${J(3)}. When your loss turns into \`nan\`, this is a good first suspect.`,
      ],
      at: 'end',
      show: onTheBowl,
      slide: {
        erratum: 'E16',
        says: say`Pick a nearby weight that reduces ${name('J')}, and repeat until a minimum is reached.`,
        right: say`A step with a fixed ${math('\\gamma', 'γ')} need not reduce ${name('J')}: with ${rate} it goes from ${J(0)} to ${J(1)}. A point without slope may be a local minimum or a saddle. And with several weights, all of them take their step from the *same* old weights.`,
      },
      note: say`Have the losses read aloud; each is worse than the last. Ask who has met \`nan\` in a log. The belief that the loss falls with every step ends here.`,
    },
    {
      id: 'steeper',
      title: say`How long is too long? Ask the curvature`,
      program: 'steep',
      pass: 3,
      text: [
        say`This bowl is steeper: its curvature is ${curvature}. The learning rate is ${rate}, as in our first walk. And yet the weight goes ${w(0)}, ${w(1)}, ${w(2)}, ${w(3)}.`,
        say`A bowl with this curvature is safe for every ${math('\\gamma', 'γ')} below ${safe}, that is ${math("2/J''", '2/J″')}. No learning rate is good or bad by itself.`,
      ],
      at: 'end',
      show: onTheBowl,
      note: say`Let them compare with the first walk: the same learning rate. Ask which of the two is to blame, the rate or the steepness. Neither alone.`,
    },
    {
      id: 'valley',
      title: say`Two valleys: the start decides`,
      program: 'right',
      pass: 8,
      text: [
        say`From ${w(0)} the walk ends near ${w(8)}. The slope there is ${gradient('w')}, and the loss ${value('J')}. It looks like the bottom.`,
        say`But on the other side, at ${minus(literal(0), value('w'))}, the loss would be ${changed('w', minus(literal(0), value('w')), value('J'))}. The slope knows nothing of that: it sees only the ground under our feet.`,
      ],
      at: 'end',
      show: inTheValleys,
      note: say`Ask whether the walk can know of the other valley. The slope at its end is nearly zero, and says nothing about what lies elsewhere.`,
    },
    {
      id: 'other-valley',
      title: say`Start a little to the left`,
      program: 'left',
      pass: 8,
      text: [
        say`The same landscape, the same learning rate, but a start at ${w(0)}: now the walk ends near ${w(8)}, with the loss ${value('J')}.`,
      ],
      at: 'end',
      show: inTheValleys,
      note: say`Ask for a start that ends in neither valley. There is one, on top of the hill between them: a slope of zero, and no minimum.`,
    },
    {
      id: 'aha',
      title: say`The safe learning rate depends on the curvature`,
      text: [
        say`The slope gives the direction; the learning rate says how far to trust it. In this bowl it can be trusted for ${math('\\gamma', 'γ')} below ${safe}; in a steeper one for less.`,
      ],
      at: 'end',
      show: onTheBowl,
      note: say`Everybody finishes the sentence: a learning rate is too large when… The bridge: with many weights somebody has to deliver all the slopes.`,
    },
  ],
}
