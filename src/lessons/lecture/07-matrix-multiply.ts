import type { Lesson } from '../lesson.ts'
import { equal, inNumbers, math, name, rule, say, shape, size, value } from '../prose.ts'

const main = `# Three inputs, two units
import torch

x = torch.tensor([1.0, 2.0, 3.0])
W = torch.tensor([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.0]], requires_grad=True)

f = W.T @ x
a = torch.relu(f)
J = a.sum()
J.backward()

print(f, a)
`

/** What a user of PyTorch writes: rows of the weight are units. */
const stored = `# The same layer with F.linear
import torch
import torch.nn.functional as F

x = torch.tensor([1.0, 2.0, 3.0])
weight = torch.tensor([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]], requires_grad=True)

f = F.linear(x, weight)
a = torch.relu(f)
J = a.sum()
J.backward()

print(f, a)
`

export const lesson: Lesson = {
  id: 'matrix-multiply',
  title: 'Which weight does this wire carry?',
  part: 'recap',
  goal: 'Say which entries of W make one unit, and read the same layer in three bookkeeping habits.',
  programs: { main, stored },
  fixed: [{ of: 'W' }, { of: 'weight' }],
  beats: [
    {
      id: 'wires',
      title: say`A layer is a bundle of wires`,
      text: [
        say`Every input has a wire to every unit, and every wire a weight. All of them together are the matrix ${name('W')}; here it is ${shape('W')}: its rows belong to the inputs, its columns to the units.`,
        say`Point at a wire or at a weight: its entry of the matrix below lights up, and the other way round.`,
      ],
      at: 'start',
      show: { level: 'neuron', detail: 'matrices' },
      note: say`Point at a wire and ask for its entry before it lights up; then the other way round. Use the same words every time: row *from*, column *to*.`,
    },
    {
      id: 'product',
      title: say`Transpose, multiply, add up`,
      text: [
        say`${equal(name('f'), rule('f'), value('f'))}. Transposing turns the columns into rows; then each row meets the inputs, entry by entry, and the products are added up.`,
      ],
      at: 'start',
      until: { kind: 'computed', of: 'f' },
      show: { level: 'tensor', detail: 'matrices' },
      note: say`Do one row by hand with the room before you press. Those who know matrices are bored for a minute; the others would be lost for the rest of the hour.`,
    },
    {
      id: 'ask-column',
      title: say`Which entries of ${name('W')} make the first unit?`,
      text: [say`The wires that end in it come from all three inputs.`],
      at: { kind: 'computed', of: 'f' },
      show: { level: 'neuron', detail: 'matrices' },
      question: {
        ask: say`Which entries of ${name('W')} make the first unit?`,
        choices: [
          {
            says: say`Its first column`,
            right: true,
            because: say`${value('W', { entry: [0, 0] })}, ${value('W', { entry: [1, 0] })} and ${value('W', { entry: [2, 0] })}, one from each input: ${equal(name('f', [0]), value('f', { entry: [0] }))}.`,
          },
          {
            says: say`Its first row`,
            right: false,
            because: say`Rows belong to inputs: the first row fans out from the first input to all units.`,
          },
          {
            says: say`Its first entry`,
            right: false,
            because: say`That is one wire; a unit adds up one from every input.`,
          },
        ],
      },
      slide: {
        erratum: 'E02',
        says: say`The slide counts the weights from zero and puts the unit first; inputs and outputs are counted from one.`,
        right: say`Then the weight with two zeros is not a bias: it multiplies the first input. We write from input to unit, both counted from one.`,
      },
      note: say`A wrong answer often comes from a book with the other habit; ask who has learned it that way. Then trace with a finger the wires that end in the unit.`,
    },
    {
      id: 'relu',
      title: say`The activation works entry by entry`,
      text: [say`${equal(name('a'), rule('a'), inNumbers('a'), value('a'))}. What is below zero is switched off.`],
      at: { kind: 'computed', of: 'a' },
      show: { level: 'neuron', detail: 'matrices' },
      note: say`Ask which unit is off, and whether its weights would feel the loss. It prepares the mask of the matrix form.`,
    },
    {
      id: 'textbook',
      title: say`The same wires, written as many books do`,
      text: [
        say`Many books store the transpose, one row for each unit, and write ${math('z = W x', 'z = W x')} without a transpose. Not one number changes; only the bookkeeping does. *Notation* (N) switches at any time.`,
      ],
      at: { kind: 'computed', of: 'f' },
      show: { detail: 'matrices', conventions: { notation: 'textbook', weights: 'out×in' } },
      note: say`Switch with N and back: letters and shapes change, not one number does. Ask which habit the room’s own textbook has.`,
    },
    {
      id: 'ask-stored',
      title: say`What shape does PyTorch store for this layer?`,
      text: [say`The lecture’s ${name('W')} is ${shape('W')}.`],
      at: { kind: 'computed', of: 'f' },
      show: { detail: 'matrices' },
      question: {
        ask: say`What shape does PyTorch store for this layer?`,
        choices: [
          {
            says: say`${size('W', 1)}×${size('W', 0)}: units × inputs`,
            right: true,
            because: say`One row for each unit: the transpose of the lecture’s ${shape('W')}.`,
          },
          {
            says: say`${shape('W')}: inputs × units`,
            right: false,
            because: say`That is the lecture’s habit; PyTorch stores its transpose.`,
          },
          {
            says: say`${size('W', 0)}×${size('W', 0)}: inputs × inputs`,
            right: false,
            because: say`A weight matrix need not be square: it leads from inputs to units.`,
          },
        ],
      },
      slide: {
        erratum: 'E42',
        says: say`The product stands beside a row of weights, and its matrix is square.`,
        right: say`The weights of one output are a *column* of ${name('W')}, and it need not be square. With a square matrix a wrong transpose goes unnoticed; shapes that differ tell you.`,
      },
      note: say`Let them say it in words first, units and inputs, and only then in numbers. Some guess right for no reason; ask for one.`,
    },
    {
      id: 'stored',
      program: 'stored',
      title: say`PyTorch stores a row for each unit`,
      text: [
        say`\`F.linear\` and \`nn.Linear\` want a row for each unit: ${name('weight')} is ${shape('weight')}, the transpose of the lecture’s matrix, and ${equal(name('f'), rule('f'), value('f'))}.`,
      ],
      at: { kind: 'computed', of: 'f' },
      show: { detail: 'matrices' },
      slide: {
        erratum: 'E43',
        says: say`In the mathematics the samples are columns; in the code they are rows.`,
        right: say`Both are right in their place. PyTorch puts samples in rows, so the weights stand transposed behind them.`,
      },
      note: say`Compare with the matrix of the beat before, entry by entry. The product is the same; only who stands transposed has changed.`,
    },
    {
      id: 'aha',
      title: say`Same wires, three habits of bookkeeping`,
      text: [
        say`Columns are units, rows are units, rows are samples: ask which one a text means before you copy a formula from it. The numbers at the wires are always the same.`,
      ],
      at: 'end',
      show: { level: 'neuron', detail: 'matrices' },
      note: say`Ask for the three habits from memory. Whoever copies a formula should first write down which one it is in.`,
    },
  ],
}
