import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  changed,
  computed,
  equal,
  type Figure,
  flow,
  flowNumbers,
  gathered,
  gradient,
  handed,
  inNumbers,
  literal,
  math,
  name,
  partial,
  plus,
  rule,
  say,
  shape,
  size,
  times,
  value,
} from '../prose.ts'

const features = exampleNamed('many-features')

const closed = edited(features, [
  ['# Backprop with many features', '# A closed unit'],
  ['[2.0, 2.0]]', '[-2.0, 2.0]]'],
])

const x = (i: number) => value('x', { entry: [i] })
const blame = (j: number) => gradient('f', { entry: [j] })
const weight = (i: number, j: number) => value('W', { entry: [i, j] })
const of = (i: number, j: number) => gradient('W', { entry: [i, j] })
const backTo = (i: number, j: number) => times(weight(i, j), blame(j))

/** A figure as it is with another target, one higher. */
const withTarget = (figure: Figure) => changed('y', plus(value('y'), literal(1)), figure)

export const lesson: Lesson = {
  id: 'features',
  title: 'Backprop with many features',
  part: 'backpropagation',
  goal: 'Read the gradient of any weight in a layer as the signal that goes in times the blame that comes back.',
  programs: { main: features, closed },
  beats: [
    {
      id: 'network',
      title: say`Two inputs, two hidden units, one output`,
      text: [
        say`Each hidden unit adds up all inputs with weights of its own and bends the sum with a ReLU. The output ${name('y_hat')} adds up the hidden units with the weights ${name('u')}.`,
        say`The weights of the hidden layer stand in a matrix ${name('W')}: the row says *from* which input, the column says *to* which unit. We want a gradient for every entry.`,
      ],
      at: 'start',
      show: { level: 'neuron' },
      note: say`Point at an entry of ${name('W')} and let the room find its wire, row *from*, column *to*. The time is well spent: index mix-ups cause most wrong answers later.`,
    },
    {
      id: 'forward',
      title: say`Forward, a whole layer at once`,
      text: [
        say`${equal(name('f'), rule('f'), value('f'))}: each column of ${name('W')} meets the input ${value('x')} once. Then ${equal(name('a'), rule('a'), value('a'))} and ${equal(name('y_hat'), rule('y_hat'), inNumbers('y_hat'), value('y_hat'))}.`,
        say`The target is ${value('y')}, the loss ${equal(name('J'), value('J'))}.`,
      ],
      at: 'start',
      until: 'forward',
      show: { detail: 'matrices' },
      note: say`One half of the room computes the first unit, the other half the second.`,
    },
    {
      id: 'output',
      title: say`The blame of the output`,
      text: [
        say`As always: ${equal(partial('y_hat'), gradient('y_hat'))}. This is the ${math('\\delta', 'δ')} of the output.`,
        say`The weights ${name('u')} get what came into them, times this blame: ${equal(partial('u'), flow('y_hat', 'u'), flowNumbers('y_hat', 'u'), gradient('u'))}.`,
      ],
      at: 'seed',
      until: handed('y_hat', 'u'),
      note: say`Ask for the blame of the output; nothing new has to be computed. It is the error, as on the path.`,
    },
    {
      id: 'hidden',
      title: say`The blame of each hidden unit`,
      text: [
        say`The way back uses the same weights as the way forward: ${equal(partial('a'), flow('y_hat', 'a'), flowNumbers('y_hat', 'a'), gradient('a'))}.`,
        say`The ReLU lets it through where its input was positive: ${equal(partial('f'), gradient('f'))}. One number for each unit: its blame, ${math('\\delta_j', 'δⱼ')}.`,
      ],
      at: handed('y_hat', 'a'),
      until: gathered('f'),
      note: say`Ask which unit is blamed more, and why the signs differ: the weights ${name('u')} = ${value('u')} decide, on the way back as on the way out.`,
    },
    {
      id: 'ask-weight',
      title: say`What is the gradient of ${name('W', [1, 0])}?`,
      text: [
        say`The program counts from zero: ${name('W', [1, 0])} goes from the second input, ${equal(name('x', [1]), x(1))}, to the first unit. The blames are ${equal(partial('f'), gradient('f'))}.`,
      ],
      at: gathered('f'),
      until: gathered('W'),
      question: {
        ask: say`What is the gradient of ${name('W', [1, 0])}, from the second input to the first unit?`,
        choices: [
          {
            says: say`${of(1, 0)}`,
            right: true,
            because: say`What goes in, ${x(1)}, times the blame of the unit it goes to, ${blame(0)}.`,
          },
          {
            says: say`${of(0, 0)}`,
            right: false,
            because: say`That uses the first input, ${x(0)}: it is the gradient of ${name('W', [0, 0])}.`,
          },
          {
            says: say`${of(1, 1)}`,
            right: false,
            because: say`The right input, but the other unit: that is the gradient of ${name('W', [1, 1])}.`,
          },
          {
            says: say`${times(of(1, 0), weight(1, 0))}`,
            right: false,
            because: say`That multiplies by the weight’s own value, ${weight(1, 0)}. A weight’s own value is no factor of its own gradient.`,
          },
          {
            says: say`${of(0, 1)}`,
            right: false,
            because: say`That is the index order of the slide, where the unit is named first: it is the gradient of ${name('W', [0, 1])}.`,
          },
        ],
      },
      note: say`A minute. Let them name the two ends of the wire first, then the two numbers. Who multiplies by the weight’s own value holds the most stubborn idea of the lesson; it has a beat of its own.`,
    },
    {
      id: 'outer',
      title: say`Signal in × blame out, for every weight`,
      text: [
        say`All four at once: ${equal(partial('W'), gradient('W'))}. In each row stands one input times all blames; in each column all inputs times one blame: ${equal(math('\\frac{\\partial J}{\\partial W_{ij}}', '∂J/∂Wᵢⱼ'), math('x_i\\,\\delta_j', 'xᵢ δⱼ'))}.`,
        say`So the gradient has just the shape of ${name('W')}, ${shape('W')}, and can be taken away from it entry by entry. (The slide’s indices name the unit first, then the input; ours say *from*, then *to*.)`,
      ],
      at: gathered('W'),
      show: { detail: 'matrices', select: { of: 'W', entry: [1, 0] } },
      note: say`Let somebody pick a weight, and everybody call out its two ingredients before it is selected.`,
    },
    {
      id: 'own-value',
      title: say`Where is the weight’s own value?`,
      text: [
        say`Nowhere in the product. ${name('W', [1, 0])} is ${weight(1, 0)}, and its gradient is ${x(1)} times ${blame(0)}. The value took part in the forward pass, and is felt only through the blame that comes back.`,
        say`Move the target from ${value('y')} to ${withTarget(value('y'))}: all blames change, to ${withTarget(gradient('f'))}, and every gradient with them, to ${withTarget(gradient('W'))}. No weight has changed.`,
      ],
      at: 'end',
      show: { select: { of: 'W', entry: [1, 0] } },
      note: say`Drag this weight and ask what its gradient does. It does move, but by way of the blame; that is the fine point, and worth a minute.`,
    },
    {
      id: 'ask-terms',
      title: say`Back to an input`,
      text: [
        say`An input is not learnt, but its gradient is what a layer further back would get. The input ${name('x', [0])} goes into every hidden unit.`,
      ],
      at: gathered('f'),
      until: gathered('x'),
      question: {
        ask: say`How many terms are added up in the gradient of ${name('x', [0])}?`,
        choices: [
          {
            says: say`${size('f', 0)}: one for each hidden unit`,
            right: true,
            because: say`A road through each unit, and roads add: ${backTo(0, 0)} through the first one, ${backTo(0, 1)} through the second, together ${gradient('x', { entry: [0] })}.`,
          },
          {
            says: say`${size('y_hat')}: there is one output`,
            right: false,
            because: say`There is one output, but from ${name('x', [0])} there is a road to it through every hidden unit.`,
          },
          {
            says: say`${size('W')}: one for each weight of the layer`,
            right: false,
            because: say`Only the weights in the row of ${name('x', [0])} lie on its roads. The others belong to the other input.`,
          },
        ],
      },
      note: say`Have them draw the roads from this input in the air. It is the fork again, with as many branches as there are units.`,
    },
    {
      id: 'inputs',
      title: say`The same weights, read the other way`,
      text: [
        say`For all inputs: ${equal(partial('x'), flow('f', 'x'), gradient('x'))}, with ${equal(name('W'), value('W'))}. Forward, each unit collects from all inputs. Backward, each input collects from all units.`,
      ],
      at: handed('f', 'x'),
      show: { detail: 'matrices' },
      note: say`Ask why there is no transpose on the way back. The matrix is the same: forward one adds down its columns, backward along its rows.`,
    },
    {
      id: 'scalars',
      title: say`The same network, number by number`,
      text: [
        say`Opened into single numbers, the picture is a branching graph like the one before, only larger: every input forks, every sum joins. Nothing new happens in a matrix.`,
      ],
      at: 'end',
      show: { level: 'scalar' },
      note: say`Do not explain this picture; let it impress. Then pick one weight in it, and find its two ingredients where they always were.`,
    },
    {
      id: 'closed',
      title: say`A closed unit gets no blame`,
      program: 'closed',
      text: [
        say`Now ${name('W', [1, 0])} is ${weight(1, 0)}. The first unit gets ${value('f', { entry: [0] })} and its ReLU gives ${value('a', { entry: [0] })}. What comes back to the unit is ${gradient('a', { entry: [0] })}; what gets through the ReLU is ${blame(0)}.`,
        say`So a whole column of ${equal(partial('W'), gradient('W'))} is zero: for this sample the unit had no say, so its weights get no blame.`,
      ],
      at: computed('a'),
      until: 'end',
      show: { level: 'neuron' },
      note: say`Ask for the zero column before the backward pass. Then ask whether the unit is lost: not if another sample opens it.`,
    },
    {
      id: 'aha',
      title: say`Signal in × blame out`,
      text: [
        say`The gradient of every weight is what goes in at one end times the blame that comes back at the other: ${x(1)} times ${blame(0)} makes ${of(1, 0)} for ${name('W', [1, 0])}. The weight’s own value is no factor in it.`,
      ],
      at: 'end',
      note: say`In pairs: one names a weight, the other its signal and its blame. The bridge: what if many samples send their blame at once?`,
    },
  ],
}
