import { edited } from '../edited.ts'
import type { Lesson } from '../lesson.ts'
import { computed, equal, math, name, rule, say, shape, value } from '../prose.ts'

const main = `# Two layers in the right order
import torch

x = torch.tensor([1.0, 2.0, 3.0])
W1 = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 1.0]], requires_grad=True)
W2 = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, -1.0]], requires_grad=True)

f1 = W1.T @ x
a1 = torch.relu(f1)
f2 = W2.T @ a1
y_hat = torch.sigmoid(f2)
J = y_hat.sum()
J.backward()

print(y_hat)
`

const swapped = edited(main, [
  ['# Two layers in the right order', '# The activations of the two layers swapped'],
  ['a1 = torch.relu(f1)', 'a1 = torch.sigmoid(f1)'],
  ['y_hat = torch.sigmoid(f2)', 'y_hat = torch.relu(f2)'],
])

export const lesson: Lesson = {
  id: 'forward-layers',
  title: 'The order of the layers',
  part: 'recap',
  goal: 'Write a network as nested functions in the right order, and follow the forward pass layer by layer.',
  programs: { main, swapped },
  beats: [
    {
      id: 'tiles',
      title: say`Four tiles: weigh, bend, weigh, bend`,
      text: [
        say`A layer does two things: it weighs its inputs, ${equal(name('f1'), rule('f1'))}, and bends the result, ${equal(name('a1'), rule('a1'))}. The next layer does the same with what the first one gives.`,
      ],
      at: 'start',
      show: { detail: 'matrices' },
      note: say`Write the four tiles on the board in the wrong order, and let the room sort them before you go on.`,
    },
    {
      id: 'first',
      title: say`The first layer`,
      text: [
        say`${equal(name('f1'), value('f1'))}, then ${equal(name('a1'), value('a1'))}: what is below zero is switched off.`,
      ],
      at: 'start',
      until: computed('a1'),
      show: { detail: 'matrices' },
      note: say`Before the ReLU, ask which entry will not survive. A press each; the matrices below do the arithmetic.`,
    },
    {
      id: 'second',
      title: say`The second layer takes what the first one gives`,
      text: [
        say`${equal(name('f2'), rule('f2'), value('f2'))}; its matrix is ${shape('W2')}: as many rows as the first layer has units. Then ${equal(name('y_hat'), value('y_hat'))}.`,
      ],
      at: computed('a1'),
      until: computed('y_hat'),
      show: { detail: 'matrices' },
      note: say`Ask how many rows ${name('W2')} must have before anything is computed. Who can answer that will not need to remember the rule.`,
    },
    {
      id: 'ask-order',
      title: say`Where does the first activation stand in the formula?`,
      text: [
        say`The whole network is one nested formula: ${math('g^{[2]}\\!\\left({W^{[2]}}^{\\top} g^{[1]}\\!\\left({W^{[1]}}^{\\top} x\\right)\\right)', 'g[2](W[2]ᵀ g[1](W[1]ᵀ x))')}.`,
      ],
      at: computed('y_hat'),
      question: {
        ask: say`Where does the first activation stand in the formula?`,
        choices: [
          {
            says: say`Innermost: it is applied first`,
            right: true,
            because: say`Functions are applied from the inside out: the first layer is next to ${name('x')}.`,
          },
          {
            says: say`Outermost: it is read first`,
            right: false,
            because: say`Reading order is not running order. What stands outermost is applied last.`,
          },
          {
            says: say`Its place does not matter`,
            right: false,
            because: say`It does: the next beat swaps the two and gets another answer.`,
          },
        ],
      },
      note: say`Have the formula read aloud twice, from the left and from the inside out. The first is the order on paper, the second the order in time.`,
    },
    {
      id: 'swapped',
      program: 'swapped',
      title: say`Swap the activations, and it is another network`,
      text: [
        say`With the sigmoid first and the ReLU last the same weights give ${equal(name('y_hat'), value('y_hat'))}.`,
      ],
      at: 'start',
      until: computed('y_hat'),
      show: { detail: 'matrices' },
      slide: {
        erratum: 'E01',
        says: say`On the right-hand side of the slide the first activation stands outside and the second inside.`,
        right: say`As on its left-hand side, the second must stand outside. The printed order gives ${value('y_hat')} here, not what the network computes.`,
      },
      note: say`Take a vote: the same result or another? Then step, and compare with the numbers two beats before.`,
    },
    {
      id: 'deep',
      title: say`Any number of layers`,
      text: [
        say`${math('g^{[L]}\\!\\left({W^{[L]}}^{\\top} g^{[L-1]}\\!\\left({W^{[L-1]}}^{\\top} \\cdots g^{[1]}\\!\\left({W^{[1]}}^{\\top} x\\right)\\cdots\\right)\\right)', 'g[L](W[L]ᵀ g[L−1](W[L−1]ᵀ ⋯ g[1](W[1]ᵀ x) ⋯))')}: the last layer outermost, the first innermost.`,
      ],
      at: computed('y_hat'),
      show: { level: 'neuron', conventions: { notation: 'lecture' } },
      slide: {
        erratum: 'E18',
        says: say`The dots stand between the wrong layers, and the last output has the wrong index.`,
        right: say`The dots stand for the layers between the last but one and the first; there are as many outputs as classes.`,
      },
      note: say`Cover all but the innermost pair with a hand, and uncover it layer by layer. The picture is in the lecture’s letters here; N takes others.`,
    },
    {
      id: 'aha',
      title: say`Formulas nest right to left, the picture runs left to right`,
      text: [say`Read the picture to know what happens first; read the formula from the inside out.`],
      at: 'forward',
      show: { level: 'neuron' },
      note: say`Let one person walk along the picture while another reads the formula from the inside; they must name the same step.`,
    },
  ],
}
