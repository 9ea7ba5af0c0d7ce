import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import { computed, equal, gathered, gradient, handed, math, name, partial, say, shape, times, value } from '../prose.ts'

const main = exampleNamed('many-features')

export const lesson: Lesson = {
  id: 'features',
  title: 'Many features: signal in × blame out',
  part: 'backpropagation',
  goal: 'Read any weight’s gradient as the value that goes in times the blame that comes out.',
  programs: { main },
  beats: [
    {
      id: 'network',
      title: say`Two inputs, two hidden units, one output`,
      text: [
        say`Every input feeds every hidden unit. It is the fork of the last lesson, several times over; nothing new has to be learned to differentiate it.`,
      ],
      at: 'start',
      show: { level: 'neuron' },
    },
    {
      id: 'forward',
      title: say`Forward, unit by unit`,
      text: [
        say`The weighted sums are ${equal(name('f'), value('f'))}; the ReLU leaves ${equal(name('a'), value('a'))}; the output is ${value('y_hat')}, the target ${value('y')}.`,
      ],
      at: 'start',
      until: computed('y_hat'),
      show: { level: 'neuron' },
    },
    {
      id: 'output',
      title: say`Backward to the output weights`,
      text: [
        say`The output gets ${equal(partial('y_hat'), gradient('y_hat'))}. Each output weight is handed that, times what came in through it: ${equal(partial('u'), gradient('u'))}.`,
      ],
      at: gathered('y_hat'),
      until: handed('y_hat', 'u'),
      show: { level: 'neuron' },
    },
    {
      id: 'hidden',
      title: say`Blame for the hidden units`,
      text: [
        say`A hidden unit gets the output’s gradient times the weight that leads there, and then through its ReLU: ${equal(partial('f'), gradient('f'))}. We call it the unit’s ${math('\\delta', 'δ')}: its share of the blame.`,
      ],
      at: handed('y_hat', 'a'),
      until: handed('a', 'f'),
      show: { level: 'neuron' },
    },
    {
      id: 'ask-w21',
      title: say`The gradient of the weight from the second input to the first unit?`,
      text: [say`The inputs are ${value('x')}, the blame of the hidden units ${gradient('f')}.`],
      at: handed('a', 'f'),
      until: gathered('W'),
      show: { level: 'neuron' },
      question: {
        ask: say`What is the gradient of ${name('W', [1, 0])}, from the second input to the first unit?`,
        choices: [
          {
            says: say`${gradient('W', { entry: [1, 0] })}`,
            right: true,
            because: say`Signal in × blame out: the second input, ${value('x', { entry: [1] })}, times the first unit’s blame, ${gradient('f', { entry: [0] })}.`,
          },
          {
            says: say`${gradient('W', { entry: [0, 0] })}`,
            right: false,
            because: say`That takes the first input; this wire comes from the second.`,
          },
          {
            says: say`${gradient('W', { entry: [1, 1] })}`,
            right: false,
            because: say`That is the wire to the other unit.`,
          },
          {
            says: say`${times(gradient('W', { entry: [1, 0] }), value('W', { entry: [1, 0] }))}`,
            right: false,
            because: say`The weight’s own value, ${value('W', { entry: [1, 0] })}, does not enter its own gradient.`,
          },
          {
            says: say`${gradient('W', { entry: [0, 1] })}`,
            right: false,
            because: say`That swaps the two indices: from the first input to the second unit.`,
          },
        ],
      },
    },
    {
      id: 'matrix',
      title: say`All of them at once: an outer product`,
      text: [
        say`Every weight is its input times the blame of its unit. Written for all of them that is a column times a row: ${equal(partial('W'), gradient('W'))}, of the shape ${shape('W')} of ${name('W')} itself.`,
      ],
      at: gathered('W'),
      show: { level: 'tensor', detail: 'matrices' },
    },
    {
      id: 'ask-terms',
      title: say`How many terms has the gradient of one input?`,
      text: [say`The input feeds both hidden units.`],
      at: gathered('W'),
      until: 'end',
      question: {
        ask: say`How many terms has the gradient of one input?`,
        choices: [
          {
            says: say`As many as it has wires`,
            right: true,
            because: say`One for each unit it feeds; added up they are ${equal(partial('x'), gradient('x'))}.`,
          },
          { says: say`One`, right: false, because: say`That would be a road without a fork.` },
          {
            says: say`As many as there are weights`,
            right: false,
            because: say`Only the wires that begin at this input count.`,
          },
        ],
      },
    },
    {
      id: 'levels',
      title: say`The same network, three magnifications`,
      text: [
        say`*L* goes from tensors to neurons to single numbers and back. What you select stays selected: an entry of ${name('W')} is a wire, a number in the matrix, and a node of its own.`,
      ],
      at: 'end',
      show: { level: 'scalar', select: { of: 'W', entry: [1, 0] } },
    },
    {
      id: 'aha',
      title: say`Signal in × blame out`,
      text: [
        say`The gradient of every weight is what came in through it, times the blame of the unit it leads to. Its own value never appears in it.`,
      ],
      at: 'end',
      show: { level: 'neuron' },
    },
  ],
}
