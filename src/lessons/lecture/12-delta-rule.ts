import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  computed,
  equal,
  flow,
  flowNumbers,
  gathered,
  gradient,
  inNumbers,
  literal,
  local,
  math,
  minus,
  name,
  over,
  partial,
  rule,
  say,
  slope,
  times,
  value,
} from '../prose.ts'

const products = `p0 = w0 * x0
p1 = w1 * x1
p2 = w2 * x2
f = p0 + p1 + p2`

const neuron = edited(exampleNamed('delta-rule'), [['f = w0 * x0 + w1 * x1 + w2 * x2', products]])

/** The six lines that a training loop repeats, in a loop of their own. */
const training = (start: string, lines: string): string =>
  `${start.slice(0, start.indexOf('p0 ='))}lr = 0.8

for step in range(6):
${lines.replaceAll(/^/gm, '    ')}
    J.backward()
    with torch.no_grad():
        w0 -= lr * w0.grad
        w1 -= lr * w1.grad
        w2 -= lr * w2.grad
    w0.grad, w1.grad, w2.grad = None, None, None

print(w0, w1, w2)
`

const halfSquared = '0.5 * (y_hat - y) ** 2'
const squared = '(y_hat - y) ** 2'
const crossEntropy = '-(y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat))'

/** The neuron with one loss after the other, each with a backward pass of its own. */
const withLosses = (start: string, losses: readonly string[]): string =>
  `${start.slice(0, start.indexOf('p0 ='))}${losses
    .map(
      (loss) => `f = w0 * x0 + w1 * x1 + w2 * x2
y_hat = torch.sigmoid(f)
J = ${loss}
J.backward()
print(w0.grad, w1.grad, w2.grad)
w0.grad, w1.grad, w2.grad = None, None, None
`,
    )
    .join('\n')}`

const confident = edited(neuron, [
  ['# Sigmoid neuron (delta rule)', '# Confident and wrong'],
  ['w0 = torch.tensor(-1.0', 'w0 = torch.tensor(3.59512'],
  ['y = torch.tensor(1.0)', 'y = torch.tensor(0.0)'],
])

/** The learning rate, as the first step shows it. */
const rate = over(minus(value('w0', { pass: 0 }), value('w0', { pass: 1 })), gradient('w0', { pass: 0 }))

/** The gradient of a weight without the slope of the sigmoid. */
const withoutSlope = (input: string) => times(local('J', 'y_hat'), value(input))

export const lesson: Lesson = {
  id: 'delta-rule',
  title: 'One sigmoid neuron: the delta rule',
  part: 'backpropagation',
  goal: 'Derive the update of a sigmoid neuron as error times slope times input, and say which loss it assumes.',
  programs: {
    main: neuron,
    training: training(
      edited(neuron, [['# Sigmoid neuron (delta rule)', '# Sigmoid neuron, six steps']]),
      `${products}\ny_hat = torch.sigmoid(f)\nJ = ${halfSquared}`,
    ),
    losses: withLosses(edited(neuron, [['# Sigmoid neuron (delta rule)', '# One neuron, three losses']]), [
      halfSquared,
      squared,
      crossEntropy,
    ]),
    confident: withLosses(confident, [halfSquared, crossEntropy]),
    plateau: edited(confident, [['# Confident and wrong', '# Confident and wrong, half the squared error']]),
    cliff: edited(confident, [
      ['# Confident and wrong', '# Confident and wrong, cross-entropy'],
      [halfSquared, crossEntropy],
    ]),
  },
  beats: [
    {
      id: 'neuron',
      title: say`One neuron with two inputs and a bias`,
      text: [
        say`Each input is multiplied by its weight, the products are added up, and the sigmoid squeezes the sum into a number between zero and one. The bias is the weight ${name('w0')} of an input ${name('x0')} that is always ${value('x0')}.`,
        say`The target is ${equal(name('y'), value('y'))}. In which direction should each weight move?`,
      ],
      at: 'start',
      note: say`Take bets on the direction of each weight: the output must go up. The sign of its input decides for the last one; keep the bets.`,
    },
    {
      id: 'forward',
      title: say`Forward: products, sum, sigmoid, loss`,
      text: [
        say`The products are ${value('p0')}, ${value('p1')} and ${value('p2')}; their sum is ${equal(name('f'), value('f'))}. The sigmoid makes ${equal(name('y_hat'), rule('y_hat'), value('y_hat'))} of it.`,
        say`The loss is half the squared error: ${equal(name('J'), rule('J'), value('J'))}.`,
      ],
      at: 'start',
      until: 'forward',
      note: say`Quick presses. Ask what the neuron would answer if ${name('f')} were very large, and how steep the sigmoid is there; it prepares the plateau.`,
    },
    {
      id: 'error',
      title: say`First factor: the error`,
      text: [
        say`Backward from the seed ${equal(partial('J'), gradient('J'))}. The half and the square leave just the error: ${equal(partial('y_hat'), math('\\hat y - y', 'ŷ − y'), minus(value('y_hat'), value('y')))}.`,
      ],
      at: 'seed',
      until: gathered('y_hat'),
      note: say`Ask where the half has gone. If someone is unsure, write the square out on the board and differentiate it.`,
    },
    {
      id: 'slope',
      title: say`Second factor: the slope of the sigmoid`,
      text: [
        say`The sigmoid can tell its slope from its own output: ${equal(slope('y_hat', 'f'), math('\\hat y(1-\\hat y)', 'ŷ(1 − ŷ)'), local('y_hat', 'f'))}.`,
        say`So ${equal(partial('f'), flow('y_hat', 'f'), flowNumbers('y_hat', 'f'), gradient('f'))}. The lecture calls this number ${math('\\delta', 'δ')}: the blame of the neuron.`,
      ],
      at: gathered('f'),
      note: say`Ask for it from the output alone. ${value('y_hat')} happens to be where the sigmoid is steepest: it will never let more through than here.`,
    },
    {
      id: 'ask-w2',
      title: say`What is ${partial('w2')}?`,
      text: [
        say`The sum hands ${math('\\delta', 'δ')} to each of its products unchanged: ${equal(partial('p2'), gradient('p2'))}. And ${equal(name('p2'), rule('p2'), inNumbers('p2'))}.`,
      ],
      at: gathered('p0'),
      until: gathered('w2'),
      question: {
        ask: say`What is ${partial('w2')}?`,
        choices: [
          {
            says: say`${gradient('w2')}`,
            right: true,
            because: say`Third factor, the input: ${equal(flow('p2', 'w2'), flowNumbers('p2', 'w2'), gradient('w2'))}.`,
          },
          {
            says: say`${gradient('f')}`,
            right: false,
            because: say`That is ${math('\\delta', 'δ')} alone. The input ${equal(name('x2'), value('x2'))} is still to come, and its sign matters.`,
          },
          {
            says: say`${withoutSlope('x2')}`,
            right: false,
            because: say`The slope of the sigmoid, ${local('y_hat', 'f')}, is missing. (With another loss, cross-entropy, this would be the answer.)`,
          },
          {
            says: say`${times(literal(2), gradient('w2'))}`,
            right: false,
            because: say`That belongs to the squared error without the half in front.`,
          },
        ],
      },
      note: say`A minute, in silence. Who has the size right and the sign wrong has forgotten that the input is negative; remind them of their bet.`,
    },
    {
      id: 'rule',
      title: say`Error × slope × input`,
      text: [
        say`All three weights have the same two factors and differ only in the third: ${equal(math('\\frac{\\partial J}{\\partial w_i}', '∂J/∂wᵢ'), math('(\\hat y - y)\\cdot \\hat y(1-\\hat y)\\cdot x_i', '(ŷ − y) · ŷ(1 − ŷ) · xᵢ'))}.`,
        say`With ${equal(math('\\delta', 'δ'), gradient('f'))} and the inputs ${value('x0')}, ${value('x1')} and ${value('x2')} we get ${equal(partial('w0'), gradient('w0'))}, ${equal(partial('w1'), gradient('w1'))} and ${equal(partial('w2'), gradient('w2'))}.`,
      ],
      at: gathered('w2'),
      until: 'end',
      note: say`Cover one factor at a time and ask what would be lost. Then ask which factor tells the three weights apart.`,
    },
    {
      id: 'update',
      title: say`Now the weights move`,
      program: 'training',
      pass: 1,
      text: [
        say`The backward pass has only *measured*; the learning is this step: ${math('w_i \\leftarrow w_i - \\gamma\\,\\delta\\,x_i', 'wᵢ ← wᵢ − γ δ xᵢ')}, with ${math('\\gamma', 'γ')} = ${rate}. The weights go to ${value('w0')}, ${value('w1')} and ${value('w2')}.`,
        say`Forward again: ${equal(name('f'), value('f'))}, ${equal(name('y_hat'), value('y_hat'))}, and the loss goes from ${value('J', { pass: 0 })} to ${value('J')}.`,
      ],
      at: 'start',
      until: 'forward',
      note: say`Say it slowly: the backward pass measures, the update learns. Many use one word for both; ask which line of the program has changed a weight.`,
    },
    {
      id: 'five-steps',
      title: say`Five such steps`,
      program: 'training',
      pass: 5,
      text: [
        say`The loss after each step: ${value('J', { pass: 0 })}, ${value('J', { pass: 1 })}, ${value('J', { pass: 2 })}, ${value('J', { pass: 3 })}, ${value('J', { pass: 4 })}, ${value('J', { pass: 5 })}. The output is now ${value('y_hat')}.`,
        say`The blame ${math('\\delta', 'δ')} was ${gradient('f', { pass: 0 })} at first and is ${gradient('f')} now. Both the error and the slope changed on the way.`,
      ],
      at: 'end',
      note: say`Ask whether the blame must shrink in every step: error and slope change together. That the loss falls ever more slowly is no sign of a mistake.`,
    },
    {
      id: 'losses',
      title: say`Another loss, another rule`,
      program: 'losses',
      pass: 2,
      text: [
        say`The same neuron with cross-entropy, ${equal(name('J'), math('-\\big(y\\ln\\hat y + (1-y)\\ln(1-\\hat y)\\big)', '−(y ln ŷ + (1 − y) ln(1 − ŷ))'))}. What comes back to ${name('y_hat')} is ${gradient('y_hat')}; the slope of the sigmoid, ${local('y_hat', 'f')}, turns it into ${equal(partial('f'), gradient('f'))}. That is the plain error, ${minus(value('y_hat'), value('y'))}.`,
        say`The logarithm has divided by just the slope that the sigmoid multiplies with.`,
        say`Half the squared error gave ${equal(math('\\delta', 'δ'), gradient('f', { pass: 0 }))}; the squared error without the half gives ${gradient('f', { pass: 1 })}.`,
      ],
      at: computed('y_hat'),
      until: 'end',
      slide: {
        erratum: 'E14',
        says: say`The update of a sigmoid neuron is ${math('w_i \\leftarrow w_i - \\gamma(\\hat y-y)\\,\\hat y(1-\\hat y)\\,x_i', 'wᵢ ← wᵢ − γ(ŷ − y) ŷ(1 − ŷ) xᵢ')}. No loss is named.`,
        right: say`It is the rule of *half* the squared error: here ${gradient('w0', { pass: 0 })}, ${gradient('w1', { pass: 0 })}, ${gradient('w2', { pass: 0 })}. The squared error without the half gives ${gradient('w0', { pass: 1 })}, ${gradient('w1', { pass: 1 })}, ${gradient('w2', { pass: 1 })}; cross-entropy, where ${math('\\hat y(1-\\hat y)', 'ŷ(1 − ŷ)')} cancels, ${gradient('w0')}, ${gradient('w1')}, ${gradient('w2')}.`,
      },
      note: say`Ask which of the three factors will change. The cancelling deserves the board: the slope of the logarithm next to that of the sigmoid.`,
    },
    {
      id: 'ask-confident',
      title: say`Confident and wrong`,
      program: 'confident',
      pass: 0,
      text: [
        say`Another neuron. It says ${equal(name('y_hat'), value('y_hat'))}, and the target is ${equal(name('y'), value('y'))}. It has a lot to learn.`,
      ],
      at: 'forward',
      question: {
        ask: say`Which loss gives the bigger ${math('\\delta', 'δ')}, and so the bigger step?`,
        choices: [
          {
            says: say`Cross-entropy`,
            right: true,
            because: say`${gradient('f', { pass: 1 })} against ${gradient('f', { pass: 0 })}: in cross-entropy the slope of the sigmoid cancels, and the error is left as it is.`,
          },
          {
            says: say`Half the squared error`,
            right: false,
            because: say`Its ${math('\\delta', 'δ')} is ${gradient('f', { pass: 0 })}: the slope of the sigmoid, ${local('y_hat', 'f')}, chokes it. With cross-entropy it is ${gradient('f', { pass: 1 })}.`,
          },
          {
            says: say`Both the same, since the error is the same`,
            right: false,
            because: say`The error is ${minus(value('y_hat'), value('y'))} for both. But one loss multiplies it by the slope ${local('y_hat', 'f')}, and the other does not.`,
          },
        ],
      },
      note: say`Ask for a feeling first: who should learn more, the one who is a little wrong or the one who is badly wrong? Then show the choices.`,
    },
    {
      id: 'plateau',
      title: say`A plateau where a slope is needed`,
      program: 'plateau',
      text: [
        say`Here is half the squared error over the bias, with its derivative below. Far from the target the curve lies almost flat: the neuron is badly wrong, and hardly any gradient tells it so.`,
        say`A small gradient can mean “nearly done”. It can also mean “stuck”.`,
      ],
      at: 'end',
      show: { plot: { over: { of: 'w0' }, of: [{ of: 'J' }], derivative: true, beside: true } },
      note: say`Drag the point along the plateau, and have the room watch the lower curve: large loss, small gradient. Whoever reads small as *done* should speak now.`,
    },
    {
      id: 'cliff',
      title: say`The same place with cross-entropy`,
      program: 'cliff',
      text: [
        say`The farther the output is from the target, the steeper this loss becomes, up to a slope of one for every one in ${name('f')}. At our point it is ${gradient('f')}.`,
      ],
      at: 'end',
      show: { plot: { over: { of: 'w0' }, of: [{ of: 'J' }], derivative: true, beside: true } },
      note: say`Go back and forth between this beat and the one before: the same neuron, the same error, another slope.`,
    },
    {
      id: 'aha',
      title: say`Error × slope × input, and the loss decides about the slope`,
      text: [
        say`The gradient of a weight is the error, times the slope of the sigmoid, times what came in. The choice of the loss decides whether that slope stays in.`,
      ],
      at: 'end',
      note: say`Let the room make the sentence for cross-entropy: error times input. The bridge: what if another weight stands behind this one?`,
    },
  ],
}
